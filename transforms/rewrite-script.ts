import type { BuildGraph, ImageBuild, Step } from '../src/model/build-graph.ts';
import { diagnose } from '../src/model/diagnostic.ts';
import { type Draft, findAlias, type Transform } from '../src/model/draft.ts';
import { showRelative } from '../src/model/host-path.ts';
import type { Edit } from '../src/model/plan.ts';
import { findDrops } from './questions/find-drops.ts';
import { findKeptImages, type KeptImage } from './questions/find-kept-images.ts';
import { isStillBuilt } from './questions/is-still-built.ts';

/**
 * Drops exactly the commands that the new build makes pointless, gives the surviving `docker build` the arguments it now needs, and
 * keeps the builder image under its tag through `--target` where something still uses it.
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
    const kept = findKeptImages(graph, draft);
    const { drops, removals, blocked } = findDrops(graph, draft, kept);
    const words = addBuildWords(graph, draft);
    const targets = kept.flatMap((image) => keepImage(graph, draft, image));
    return {
      drops,
      scriptEdits: [...words, ...targets, ...removals],
      deletes: findDeletes(graph, draft),
      declined: blocked.map(tellBlocked),
      diagnostics: kept.map(({ build, reason, span }) => {
        const message = `the builder image is kept under its own tag, by \`--target\`: ${reason}`;
        return diagnose('image/builder-kept', 'info', message, { span: span ?? graph.steps[build.step]?.span });
      }),
    };
  },
};

/** `docker build` → `docker build --build-arg A=1`, once per surviving build. */
function addBuildWords(graph: BuildGraph, draft: Draft): readonly Edit[] {
  return graph.builds.flatMap((build): readonly Edit[] => {
    const items = draft.buildWords.filter((item) => item.build === build.id);
    const [first] = items;
    const targets = findConsumerTarget(draft, build);
    const words = [...new Set(items.map((item) => item.words)), ...targets].map((word) => ` ${word}`).join('');
    if (words === '') return [];
    const because = first?.because ?? build.provenance;
    return [
      {
        kind: 'text',
        file: build.verb.file,
        start: build.verb.end,
        end: build.verb.end,
        text: words,
        because,
        transform: 'rewrite-script',
      },
    ];
  });
}

/** Several users of one base share a file, so each is built by its name. */
function findConsumerTarget(draft: Draft, build: ImageBuild): readonly string[] {
  const index = draft.targets.findIndex((target) => target.consumers.length > 1 && target.consumers.includes(build.id));
  const alias = index === -1 ? undefined : findAlias(draft, index, build);
  return alias === undefined || build.target ? [] : [`--target ${alias}`];
}

/** The old build of a producer, now of a stage of the merged file. */
function keepImage(graph: BuildGraph, draft: Draft, { build }: KeptImage): readonly Edit[] {
  const [index, target] = [...draft.targets.entries()].find(([, item]) => item.parts.includes(build)) ?? [];
  const step = graph.steps[build.step];
  if (index === undefined || !target || !step) return [];
  const alias = findAlias(draft, index, build) ?? 'builder';
  const because = [step.span] as const;
  const base = { kind: 'text', file: step.span.file, because, transform: 'rewrite-script' } as const;
  const words = build.target ? '' : ` --target ${alias}`;
  const edits: Edit[] = words === '' ? [] : [{ ...base, start: build.verb.end, end: build.verb.end, text: words }];
  return [...edits, ...nameFile(draft, build, target.output, base)];
}

/** Makes a `-f` name the merged file; takes it out where that is the context's own `Dockerfile`. */
function nameFile(
  draft: Draft,
  build: ImageBuild,
  output: string,
  base: Pick<Edit & { kind: 'text' }, 'kind' | 'file' | 'because' | 'transform'>,
): readonly Edit[] {
  const isDefault = output === (build.context === '' ? 'Dockerfile' : `${build.context}/Dockerfile`);
  const span = build.fileSpan;
  const text = draft.project.files.get(base.file)?.text ?? '';
  if (span && isDefault) {
    const isLast = !/^[ \t]/.test(text.slice(span.end));
    return [
      isLast
        ? { ...base, start: span.start - leadingBlanks(text, span.start), end: span.end, text: '' }
        : { ...base, start: span.start, end: span.end + 1, text: '' },
    ];
  }
  if (isDefault) return [];
  const name = `-f ${showRelative(build.directory, output)}`;
  if (span) return [{ ...base, start: span.start, end: span.end, text: name }];
  return [{ ...base, start: build.verb.end, end: build.verb.end, text: ` ${name}` }];
}

function leadingBlanks(text: string, at: number): number {
  return text.slice(0, at).length - text.slice(0, at).trimEnd().length;
}

/** Dockerfiles of producers, and of consumers that now stand in another file, unless something else still builds them. */
function findDeletes(graph: BuildGraph, draft: Draft): Draft['deletes'] {
  const outputs = new Set(draft.targets.map((target) => target.output));
  const parts = draft.targets.flatMap((target) => target.parts);
  const files = new Map(parts.filter((part) => !outputs.has(part.dockerfile.file)).map((part) => [part.dockerfile.file, part]));
  return [...files.values()]
    .filter((part) => !isStillBuilt(graph, draft, part.dockerfile.file))
    .map((part) => ({ path: part.dockerfile.file, because: part.provenance }));
}

function tellBlocked({ step, why }: { readonly step: Step; readonly why: string }) {
  return diagnose('script/cannot-drop', 'warning', why, {
    span: step.span,
    help: 'take this command out of the script, or convert by hand',
  });
}
