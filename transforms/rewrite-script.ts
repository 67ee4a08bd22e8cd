import type { BuildGraph, ImageBuild } from '../src/model/build-graph.ts';
import { type Diagnostic, diagnose } from '../src/model/diagnostic.ts';
import { type Draft, type DraftTarget, findAlias, type Transform } from '../src/model/draft.ts';
import type { Edit } from '../src/model/plan.ts';
import { doSpansOverlap, type Span } from '../src/model/span.ts';
import { type Deletes, findDeletes } from './questions/find-deletes.ts';
import { findDrops } from './questions/find-drops.ts';
import { findEmptyRemovals } from './questions/find-empty-removals.ts';
import { findFirstRun, spreadKept } from './questions/find-first-run.ts';
import { findForeignReader } from './questions/find-foreign-reader.ts';
import { findJobConflicts } from './questions/find-job-conflicts.ts';
import { findKeptImages, type KeptImage } from './questions/find-kept-images.ts';
import { findLostStop } from './questions/find-lost-stop.ts';
import { assumeRivals } from './questions/find-other-takers.ts';
import { findServiceConflicts } from './questions/find-service-conflicts.ts';
import { findSpentJobs } from './questions/find-spent-jobs.ts';
import { findSpentRules } from './questions/find-spent-rules.ts';
import { findSpentScripts } from './questions/find-spent-scripts.ts';
import { nameFile } from './questions/name-file.ts';
import { spellPlace } from './questions/spell-place.ts';
import { tellDocuments } from './questions/tell-documents.ts';

/**
 * Drops exactly the commands that the new build makes pointless, gives the surviving `docker build` the arguments it now needs, and
 * keeps the builder image under its tag through `--target` where something still uses it. Rules of ignore files that only named what goes
 * away go with it.
 *
 * Declines when a container of the round trip is used for something else too.
 *
 * @example
 * // "docker build -t app:build -f Dockerfile.build ." + push → "docker build --target builder -t app:build ."
 */
export const rewriteScript: Transform = {
  name: 'rewrite-script',
  summary: 'drops what the new build makes pointless from the script, and keeps the rest',
  propose: (graph, draft) => {
    const kept = spreadKept(graph, draft, findKeptImages(graph, draft));
    const { drops: pointless, removals, blocked, cut, artifactPaths } = findDrops(graph, draft, kept);
    const spent = findSpentScripts(graph, draft, new Set(pointless));
    const drops = [...pointless, ...spent.calls];
    const { deletes, edits: prerequisites, kept: standing } = findDeletes(graph, draft, drops);
    const artifacts = cut.length > 0 ? [] : artifactPaths;
    const rules = findSpentRules(graph, draft, { deletes, artifacts }, new Set(kept.map(({ build }) => build.id)));
    const jobs = findSpentJobs(graph, draft, new Set(drops));
    const reader = findForeignReader(graph, draft, artifactPaths);
    const edits = new Map(graph.builds.map((build) => [build, editBuild(graph, draft, findFirstRun(graph, draft, build), kept)]));
    return {
      drops,
      scriptEdits: [...[...edits.values()].flat(), ...removals, ...prerequisites, ...rules.edits, ...jobs],
      deletes: [...deletes, ...spent.deletes, ...rules.deletes],
      isPartial: cut.length > 0 || kept.some(({ isForOthers }) => isForOthers),
      assumptions: [
        ...findEmptyRemovals(graph, draft, new Set(drops)),
        ...findLostStop(graph, draft, new Set(drops)),
        ...assumeRivals(graph, draft, new Set(drops)),
      ],
      declined: [
        ...blocked.map(({ step, why }) => tellBlocked({ span: step.span, why })),
        ...findUnevenRuns(graph, draft, edits),
        ...(reader ? [tellReader(reader)] : []),
        ...findForeignWords(graph, draft),
        ...findServiceConflicts(
          draft,
          kept.map(({ build }) => build),
          edits,
        ),
        ...findJobConflicts(graph, draft, new Set(drops)),
        ...kept.flatMap(({ build }) => findLostTarget(draft, build)),
      ],
      diagnostics: [
        ...dedupe(kept.map((image) => tellKept(graph, image))),
        ...cut.map(tellCut),
        ...standing.map(tellStanding),
        ...tellDocuments(graph, draft, [...deletes, ...spent.deletes]),
      ],
    };
  },
};

/** `docker build` → `docker build --build-arg A=1`, and `-f` where the file it reads is another one now. */
function editBuild(graph: BuildGraph, draft: Draft, build: ImageBuild, kept: readonly KeptImage[]): readonly Edit[] {
  const image = kept.find((item) => item.build === build);
  if (image) return keepImage(graph, draft, image);
  const target = draft.targets.find((item) => item.consumers.includes(build.id));
  if (build.instead) return target ? [standIn(graph, draft, { build, target, words: findBuildWords(draft, build) })] : [];
  const because = draft.buildWords.find((item) => item.build === build.id)?.because ?? build.provenance;
  return [...insertWords(build, findBuildWords(draft, build), because), ...(target ? nameFile(draft, build, target.output) : [])];
}

interface StandIn {
  readonly build: ImageBuild;
  readonly target: DraftTarget;
  /** Options that the build needs besides its own. */
  readonly words: readonly string[];
}

/** What a container had built, or became, the script builds: `docker run … builder` → `docker build -t app .` */
function standIn(graph: BuildGraph, draft: Draft, { build, target, words }: StandIn): Edit {
  const { start, end, text } = build.instead ?? { start: 0, end: 0, text: '' };
  const all = [text, ...words, ...spellPlace(graph, draft, { build, target })];
  return {
    kind: 'text',
    file: build.verb.file,
    start,
    end,
    text: all.join(' '),
    because: build.provenance,
    transform: 'rewrite-script',
  };
}

function findBuildWords(draft: Draft, build: ImageBuild): readonly string[] {
  const items = draft.buildWords.filter((item) => item.build === build.id);
  return [...new Set(items.map((item) => item.words)), ...findConsumerTarget(draft, build)];
}

function insertWords(build: ImageBuild, words: readonly string[], because: Edit['because']): readonly Edit[] {
  if (words.length === 0) return [];
  const { file, end } = build.verb;
  const text = words.map((word) => ` ${word}`).join('');
  return [{ kind: 'text', file, start: end, end, text, because, transform: 'rewrite-script' }];
}

/** Several users of one base share a file, so each is built by its name. */
function findConsumerTarget(draft: Draft, build: ImageBuild): readonly string[] {
  const target = findSharedTarget(draft, build);
  const alias = target && findAlias(draft, draft.targets.indexOf(target), build);
  return alias === undefined || build.target ? [] : [`--target ${alias}`];
}

function findSharedTarget(draft: Draft, build: ImageBuild): DraftTarget | undefined {
  return draft.targets.find((target) => target.consumers.length > 1 && target.consumers.includes(build.id));
}

/** A build argument that another kind of file spells: `$(VERSION)` of a Makefile is a command to a shell. */
function findForeignWords(graph: BuildGraph, draft: Draft): readonly Diagnostic[] {
  const { scripts } = draft.project;
  return draft.buildWords.flatMap(({ build, words, because }) => {
    const verb = graph.builds.find((item) => item.id === build)?.verb;
    const isForeign = verb && verb.file !== because[0].file && (scripts.has(verb.file) || scripts.has(because[0].file));
    const why = 'the other build needs this argument too, and it stands in another file, where `$` means something else';
    return isForeign && words.includes('$') ? [tellBlocked({ span: because[0], why })] : [];
  });
}

/** The old build of a producer, now of a stage of the merged file. */
function keepImage(graph: BuildGraph, draft: Draft, { build }: KeptImage): readonly Edit[] {
  const index = draft.targets.findIndex((target) => target.parts.includes(build));
  const target = draft.targets[index];
  if (!target) return [];
  const words = build.target ? [] : [`--target ${findAlias(draft, index, build) ?? 'builder'}`];
  const given = draft.buildWords.filter((item) => item.build === build.id).map((item) => item.words);
  if (build.instead) return [standIn(graph, draft, { build, target, words: [...new Set(given), ...words] })];
  return [...insertWords(build, [...new Set(given), ...words], build.provenance), ...nameFile(draft, build, target.output)];
}

/** `--target` of a kept build whose stage has another name in the merged file. */
function findLostTarget(draft: Draft, build: ImageBuild): readonly Diagnostic[] {
  const index = draft.targets.findIndex((target) => target.parts.includes(build));
  const alias = index === -1 ? undefined : findAlias(draft, index, build);
  const written = build.dockerfile.stages[build.finalStage]?.alias;
  if (!build.target || alias === undefined || alias.toLowerCase() === written?.toLowerCase()) return [];
  return [tellBlocked({ span: build.verb, why: 'this stays, and the stage that it builds by name has another name now' })];
}

/** A command that a loop or a function runs several times has one text, so what is written into it must hold for each run. */
function findUnevenRuns(graph: BuildGraph, draft: Draft, edits: ReadonlyMap<ImageBuild, readonly Edit[]>): readonly Diagnostic[] {
  const isOurs = (build: ImageBuild): boolean =>
    [...draft.targets, ...draft.twins].some((target) => target.parts.some((part) => part.id === build.id));
  const show = (build: ImageBuild): string =>
    JSON.stringify((edits.get(build) ?? []).map((edit) => [edit.start, edit.end, edit.kind === 'text' && edit.text]));
  return graph.builds.flatMap((build, index) => {
    const before = graph.builds.slice(0, index).find((other) => isSameSpan(other.verb, build.verb));
    const isEdited = draft.scriptEdits.some((edit) => doSpansOverlap(edit, build.provenance[0]));
    if (!before || (show(before) === show(build) && (!isEdited || isOurs(before) === isOurs(build)))) return [];
    const why = 'this runs more than once, and would need other options each time';
    return [tellBlocked({ span: build.verb, why })];
  });
}

function isSameSpan(left: Span, right: Span): boolean {
  return left.file === right.file && left.start === right.start;
}

function tellBlocked({ span, why }: { readonly span: Span; readonly why: string }): Diagnostic {
  const help = 'take this command out of the script, or convert by hand';
  return diagnose('script/cannot-drop', 'warning', why, { span, help });
}

function tellKept(graph: BuildGraph, { build, reason, span }: KeptImage): Diagnostic {
  const message = `the builder image is kept under its own tag, by \`--target\`: ${reason}`;
  return diagnose('image/builder-kept', 'info', message, { span: span ?? graph.steps[build.step]?.span });
}

function dedupe(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((item) => [`${item.message}${item.span?.file}${item.span?.start}`, item])).values()];
}

function tellCut(span: Span): Diagnostic {
  const message = 'what this runs is started by itself too, so it stays as it is; the image does without it now';
  const help = 'take the old target out by hand once nobody runs it';
  return diagnose('script/target-kept', 'info', message, { span, help });
}

function tellStanding({ path, output, span }: Deletes['kept'][number]): Diagnostic {
  const message = `\`${path}\` stays, because this names it, but the image is built from \`${output}\` now`;
  const help = `let the command work on \`${output}\`, then take \`${path}\` out by hand`;
  return diagnose('script/dockerfile-kept', 'info', message, { span, help });
}

function tellReader(span: Span): Diagnostic {
  const message = 'this takes a file that only the old round trip leaves on the host, when both are run one after the other';
  const help = 'let this target make the file itself, or take the command out, then run restage again';
  return diagnose('script/artifact-read-elsewhere', 'warning', message, { span, help });
}
