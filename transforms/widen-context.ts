import type { BuildGraph, ImageBuild } from '../src/model/build-graph.ts';
import { type Diagnostic, diagnose } from '../src/model/diagnostic.ts';
import { isContextCopy } from '../src/model/dockerfile.ts';
import type { Draft, DraftEdit, DraftTarget, Proposal, Transform } from '../src/model/draft.ts';
import {
  findBelow,
  hasUnknown,
  isInRepository,
  joinPath,
  normalise,
  showHostPath,
  showRelative,
} from '../src/model/host-path.ts';
import type { Edit } from '../src/model/plan.ts';
import { findContextRoot, needsContext } from './questions/find-context-root.ts';
import { findKeptImages } from './questions/find-kept-images.ts';

/**
 * Gives a merged build one context where the old builds had two: their common directory. Sources get the old context's path in front,
 * the ignore files of deeper contexts move their rules up, and the surviving `docker build` names the new context (FACTS 7).
 *
 * Declines when a context lies outside the repository, and when the wider context's ignore file would hide what a stage copies.
 *
 * @example
 * // context build/: "COPY . /src" → "COPY build/ /src"
 */
export const widenContext: Transform = {
  name: 'widen-context',
  summary: 'gives builds with different contexts their common directory',
  propose: (graph, draft) => {
    const proposals = draft.targets.map((target, index) => widenTarget(graph, draft, target, index));
    return {
      edits: proposals.flatMap((item) => item.edits ?? []),
      scriptEdits: proposals.flatMap((item) => item.scriptEdits ?? []),
      appends: proposals.flatMap((item) => item.appends ?? []),
      declined: proposals.flatMap((item) => item.declined ?? []),
    };
  },
};

function widenTarget(graph: BuildGraph, draft: Draft, target: DraftTarget, index: number): Proposal {
  const root = findContextRoot(graph, target);
  if (target.parts.every((part) => part.context === root)) return {};
  const outside = target.parts.find((part) => needsContext(part) && (!isInRepository(part.context) || hasUnknown(part.context)));
  if (outside || root === undefined) return { declined: [tellOutside(outside ?? target.parts[0])] };
  const moved = target.parts.filter((part) => part.context !== root && needsContext(part));
  const hidden = moved.flatMap((part) => findHidden(draft, part, root));
  if (hidden.length > 0) return { declined: hidden };
  const consumers = target.parts.filter((part) => target.consumers.includes(part.id));
  const kept = findKeptImages(graph, draft).map(({ build }) => build);
  return {
    edits: moved.flatMap((part) => prefixSources(part, root, index)),
    scriptEdits: [
      ...consumers.filter((part) => part.context !== root).flatMap((part) => nameContext(part, root, target.output)),
      ...moved.filter((part) => kept.includes(part)).flatMap((part) => replaceContext(part, root)),
    ],
    appends: moved.flatMap((part) => moveRules(draft, part, root)),
  };
}

function tellOutside(part: ImageBuild | undefined): Diagnostic {
  const message = `the context \`${showHostPath(part?.context ?? '')}\` is not a known directory of the repository, so the two builds have no common one`;
  return diagnose('context/outside', 'warning', message, {
    span: part?.contextSpan,
    help: 'build both images from directories of the repository',
  });
}

function prefixSources(part: ImageBuild, root: string, target: number): readonly DraftEdit[] {
  const prefix = findBelow(root, part.context) ?? '';
  const { file, text } = part.dockerfile;
  return part.dockerfile.instructions.filter(isContextCopy).flatMap((instruction) => {
    const taken = part.takeUps.find((item) => item.instruction === instruction);
    return instruction.operands.slice(0, -1).flatMap((operand, index): readonly DraftEdit[] => {
      const source = taken?.sources[index];
      if (!source || source.kind === 'artifact' || source.kind === 'remote' || (source.kind === 'mixed' && !source.hasOwn))
        return [];
      const below = normalise(operand.text).replace(/^(?:\.\.\/?)+/, '');
      const moved = below === '' ? `${prefix}/` : joinPath(prefix, operand.text.endsWith('/') ? `${below}/` : below);
      const isQuoted = text[operand.start] === '"';
      const because = [{ file, start: instruction.start, end: instruction.end }] as const;
      const edit = {
        kind: 'text',
        file,
        start: operand.start,
        end: operand.end,
        text: isQuoted ? JSON.stringify(moved) : moved,
      } as const;
      return [{ ...edit, because, transform: 'widen-context', target, part: part.id }];
    });
  });
}

/**
 * The new context word, and `-f` where the old build used its context's own `Dockerfile`. A context that was not in the repository
 * had the Dockerfile in it, so its `-f` names the repository's file now.
 */
function nameContext(part: ImageBuild, root: string, output: string): readonly Edit[] {
  const span = part.contextSpan;
  if (!span) return [];
  const word = showRelative(part.directory, root);
  const name = `-f ${showRelative(part.directory, output)}`;
  const isDefault = output === joinPath(root, 'Dockerfile');
  const base = { kind: 'text', file: span.file, transform: 'widen-context' } as const;
  const edit: Edit = {
    ...base,
    start: span.start,
    end: span.end,
    text: part.fileSpan || isDefault ? word : `${name} ${word}`,
    because: [span],
  };
  if (!part.fileSpan || (isInRepository(part.context) && !hasUnknown(part.context))) return [edit];
  return [edit, { ...base, start: part.fileSpan.start, end: part.fileSpan.end, text: name, because: [part.fileSpan] }];
}

/** The new context word of a build that stays for its own image; its `-f` is written where its `--target` is. */
function replaceContext(part: ImageBuild, root: string): readonly Edit[] {
  const span = part.contextSpan;
  if (!span) return [];
  const text = showRelative(part.directory, root);
  return [{ kind: 'text', file: span.file, start: span.start, end: span.end, text, because: [span], transform: 'widen-context' }];
}

/** Files that a stage copies and that the wider context's ignore file leaves out. */
function findHidden(draft: Draft, part: ImageBuild, root: string): readonly Diagnostic[] {
  const ignore = draft.project.files.get(joinPath(root, '.dockerignore'));
  if (!ignore) return [];
  const isNarrow = part.takeUps.every((taken) =>
    taken.sources.every((source) => source.kind !== 'mixed' && !(source.kind === 'context' && source.type !== 'file')),
  );
  const names = ignore.text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const prefix = findBelow(root, part.context) ?? '';
  const isAdded = draft.scriptEdits.some(
    (edit) => edit.file === ignore.path && edit.kind === 'text' && edit.text.trim() === `!${prefix}`,
  );
  const rules = isAdded ? names.filter((name) => !/^[/*]+$/.test(name)) : names;
  const isApart = rules.every((name) => isApartFrom(name.replace(/^!?\/?/, ''), prefix));
  if (isApart || (isNarrow && rules.every((name) => !mayName(name, part)))) return [];
  const message = `\`${ignore.path}\` would now also hold for what \`${part.dockerfile.file}\` copies from \`${showHostPath(part.context)}\``;
  return [
    diagnose('context/ignore-differs', 'warning', message, {
      span: part.contextSpan,
      help: 'make the rules of the two ignore files independent of each other, or build both images from one context',
    }),
  ];
}

/** Whether a rule is about a directory that has nothing to do with the prefix. */
function isApartFrom(rule: string, prefix: string): boolean {
  const [first] = rule.split('/');
  return first !== undefined && !/[*?[]/.test(first) && first !== prefix.split('/')[0];
}

function mayName(rule: string, part: ImageBuild): boolean {
  const plain = rule.replace(/^!?\/?/, '').replace(/\/+$/, '');
  if (/[*?[]/.test(plain)) return true;
  return part.takeUps.some((taken) =>
    taken.sources.some(
      (source) =>
        'path' in source && (findBelow(plain, source.path) !== undefined || findBelow(source.path, plain) !== undefined),
    ),
  );
}

/** The rules of a deeper context, for the root's ignore file: `node_modules` → `web/node_modules`. */
function moveRules(draft: Draft, part: ImageBuild, root: string): Draft['appends'] {
  const ignore = draft.project.files.get(joinPath(part.context, '.dockerignore'));
  const prefix = findBelow(root, part.context) ?? '';
  const lines = (ignore?.text.replace(/^\uFEFF/, '') ?? '').split(/\r?\n/).flatMap((line) => {
    const rule = line.trim();
    if (rule === '' || line.startsWith('#')) return [];
    const bare = normalise(rule.replace(/^!/, ''));
    return [`${rule.startsWith('!') ? '!' : ''}${joinPath(prefix, bare)}`];
  });
  if (!ignore || lines.length === 0) return [];
  return [{ path: joinPath(root, '.dockerignore'), lines, because: [{ file: ignore.path, start: 0, end: ignore.text.length }] }];
}
