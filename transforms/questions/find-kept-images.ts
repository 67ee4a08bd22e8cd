import type { BuildGraph, ImageBuild } from '../../src/model/build-graph.ts';
import { findCarried, findNeededRuns } from '../../src/model/carried.ts';
import type { Draft } from '../../src/model/draft.ts';
import type { Span } from '../../src/model/span.ts';
import { readText } from '../../src/model/value.ts';
import { hasImageBuilt } from './built-instead.ts';
import { findLeftOnHost } from './find-left-on-host.ts';
import { findNeededOnHost, isWrittenByBuild } from './find-needed-on-host.ts';
import { findUsedElsewhere } from './find-used-elsewhere.ts';

/** A producer whose image something still needs under its tag. */
export interface KeptImage {
  readonly build: ImageBuild;
  readonly reason: string;
  readonly span: Span | undefined;
  /** What needs it is no part of this run. */
  readonly isForOthers?: boolean;
}

/** Producers that are pushed, tagged, run or named elsewhere in the repository. */
export function findKeptImages(graph: BuildGraph, draft: Draft): readonly KeptImage[] {
  const converted = new Set([...draft.targets, ...draft.twins].flatMap((target) => target.parts).map((part) => part.id));
  return draft.producers.flatMap((build): readonly KeptImage[] => {
    const use = graph.steps.find(
      ({ effect, guards }) =>
        effect.kind === 'use' && effect.images.includes(build.id) && !guards.some((guard) => guard.branch === 'failure'),
    );
    if (use?.effect.kind === 'use') return [{ build, reason: `\`docker ${use.effect.verb}\` uses it`, span: use.span }];
    const started = findForeignContainer(graph, draft, build);
    if (started) return [{ build, reason: 'a container of it does something else', span: started }];
    const left = findLeftOnHost(graph, draft).find((artifact) => artifact.image === build.id);
    if (left) return [{ build, reason: `\`${left.hostPath}\` is copied out of it for the host`, span: left.provenance[0] }];
    const needed = findNeededOnHost(graph, draft).find(
      ({ artifact }) => artifact.image === build.id && isWrittenByBuild(graph, artifact),
    );
    if (needed)
      return [{ build, reason: `\`${needed.artifact.hostPath}\` is written from it for the host`, span: needed.reader.span }];
    const other = graph.builds.find(
      (item) => !converted.has(item.id) && item.references.some((reference) => reference.image === build.id),
    );
    if (other) return [{ build, reason: `\`${other.dockerfile.file}\` starts from it`, span: other.provenance[0] }];
    const elsewhere = findUsedElsewhere(graph, draft, build);
    if (elsewhere) return [{ build, reason: 'another target uses it by its name', span: elsewhere }];
    const mention = findMention(draft, graph, build);
    return mention ? [{ build, reason: `\`${mention.file}\` names it`, span: mention, isForOthers: true }] : [];
  });
}

/** A container of the image out of which nothing of this pipeline is copied: a test run, or an artifact for somebody else. */
function findForeignContainer(graph: BuildGraph, draft: Draft, build: ImageBuild): Span | undefined {
  const carried = new Set(findCarriedArtifacts(graph, draft));
  const isOurs = (id: string): boolean =>
    hasImageBuilt(draft, id) ||
    graph.artifacts.some(
      (artifact) =>
        carried.has(artifact.id) &&
        artifact.steps.some((step) => {
          const effect = graph.steps[step]?.effect;
          return effect?.kind === 'extract' && effect.container === id;
        }),
    );
  const foreign = graph.containers.find(
    (container) => container.image === build.id && container.kind === 'run' && !isOurs(container.id),
  );
  return foreign && graph.steps[foreign.step]?.guards.every((guard) => guard.branch !== 'failure')
    ? foreign.provenance[0]
    : undefined;
}

/** Artifacts that builds of the draft take up, and those that its runs work on. */
function findCarriedArtifacts(graph: BuildGraph, draft: Draft): readonly string[] {
  const parts = [...draft.targets, ...draft.twins].flatMap((target) => target.parts);
  const sources = parts.flatMap((part) => part.takeUps.flatMap((taken) => taken.sources));
  const mounted = findNeededRuns(graph, parts).flatMap((run) => run.mounts.map((mount) => mount.source));
  return [...sources, ...mounted].flatMap(findCarried);
}

/** Where another file of the repository names a tag of the image: a compose file, a CI file, another script. Prose does not count. */
function findMention(draft: Draft, graph: BuildGraph, build: ImageBuild): Span | undefined {
  const own = new Set([graph.entry, ...draft.targets.flatMap((target) => target.parts).map((part) => part.dockerfile.file)]);
  // Whatever else a Makefile and its like do with the name was followed, too.
  for (const { file } of graph.goals ?? []) own.add(file);
  if (build.service) own.add(build.service.file);
  const names = build.tags.flatMap((tag) => readText(tag.value) ?? []).filter((name) => /[:/]/.test(name));
  const spelled = build.tags.flatMap((tag) => spellTag(draft, tag.span) ?? []);
  const run = new Set(graph.steps.map((step) => step.span.file));
  for (const file of draft.project.files.values()) {
    if (own.has(file.path) || /\.(?:md|markdown|rst|txt|adoc)$|ignore$/i.test(file.path)) continue;
    for (const name of run.has(file.path) ? names : [...names, ...spelled]) {
      const at = findWord(file.text, name);
      if (at !== -1) return { file: file.path, start: at, end: at + name.length };
    }
  }
  return undefined;
}

/** A tag with a variable, as the script spells it: `${NAME}_build:latest`. Another script may get the variable from the same place. */
function spellTag(draft: Draft, { file, start, end }: Span): string | undefined {
  const text =
    draft.project.files
      .get(file)
      ?.text.slice(start, end)
      .replace(/^(?:--tag|-\w*t)[=\s]*/, '') ?? '';
  const name = text.replace(/^(["'])(.*)\1$/, '$2');
  return name.includes('$') && /[\w.-]{3,}/.test(name.replace(/\$\{?\w+\}?|\$\(\w+\)|:latest$/g, '')) ? name : undefined;
}

/** The offset of a name that stands by itself, not as a part of a longer one; -1 when it does not occur. */
export function findWord(text: string, name: string): number {
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
    const isPart = /[\w./-]/.test(text[at - 1] ?? ' ') || /[\w-]/.test(text[at + name.length] ?? ' ');
    if (!isPart) return at;
  }
  return -1;
}
