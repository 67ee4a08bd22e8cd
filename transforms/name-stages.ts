import type { ImageBuild } from '../src/model/build-graph.ts';
import { findFlag, type Instruction, type Stage } from '../src/model/dockerfile.ts';
import type { Draft, DraftEdit, DraftTarget, StageName, Transform } from '../src/model/draft.ts';
import { findBasename } from '../src/model/project.ts';
import { readText } from '../src/model/value.ts';
import { findRenamed, type RenamedStage, renameStage } from './questions/rename-stages.ts';

/**
 * Gives a name to each stage that something copies or starts from: `AS builder`, or the best name from tag or file when there are
 * several. Numbers in `--from=0` become names where the numbering moves. Names are lower case, unique, legal in every engine, and
 * never those of an image that a `FROM` or `--from` of the file means (FACTS 11). Where two files use one name, the later stage gets another.
 *
 * Declines when nothing: a free name always exists.
 *
 * @example
 * // "FROM golang:1.16" → "FROM golang:1.16 AS builder"
 */
export const nameStages: Transform = {
  name: 'name-stages',
  summary: 'names the stages that are copied from',
  propose: (_, draft) => {
    const named = draft.targets.map((target, index) => nameTarget(draft, target, index));
    const names = named.flatMap((item) => item.names);
    const renamed = named.flatMap((item, index) => item.renamed.flatMap((stage) => renameStage(stage, index)));
    const edits = names.filter((name) => name.isNew).flatMap((name) => addAlias(draft, name));
    const numbers = draft.targets.flatMap((target, index) => rewriteNumbers(draft, target, { index, names }));
    return { names, edits: [...renamed, ...edits, ...numbers] };
  },
};

interface Named {
  readonly names: readonly StageName[];
  readonly renamed: readonly RenamedStage[];
}

function nameTarget(draft: Draft, target: DraftTarget, index: number): Named {
  const names: StageName[] = [];
  const taken = findTakenNames(target);
  const renamed = findRenamed(target, (alias) => {
    const name = makeUnique(alias.toLowerCase(), taken);
    taken.add(name);
    return name;
  });
  const findAlias = (part: ImageBuild, stage: Stage): string | undefined =>
    renamed.find((item) => item.part === part && item.stage === stage)?.alias ?? stage.alias;
  const producers = target.parts.filter((part) => !target.consumers.includes(part.id) || target.consumers.length > 1);
  for (const part of producers) {
    const stage = part.dockerfile.stages[part.finalStage];
    if (!stage) continue;
    const alias = findAlias(part, stage) ?? chooseName(target, part, producers.length, taken);
    taken.add(alias.toLowerCase());
    names.push({ target: index, part: part.id, stage: stage.index, alias, isNew: stage.alias === undefined });
  }
  for (const part of findRenumbered(draft, target)) {
    for (const stage of findNumbered(part)) {
      if (names.some((name) => name.part === part.id && name.stage === stage.index)) continue;
      const word = taken.has('builder') ? 'build' : 'builder';
      const alias = findAlias(part, stage) ?? makeUnique(findNumbered(part).length === 1 ? word : `stage-${stage.index}`, taken);
      taken.add(alias.toLowerCase());
      names.push({ target: index, part: part.id, stage: stage.index, alias, isNew: stage.alias === undefined });
    }
  }
  return { names, renamed };
}

/** Parts whose stages get another number, behind other files' stages; with `--name-stages` all of them. */
function findRenumbered(draft: Draft, target: DraftTarget): readonly ImageBuild[] {
  return draft.options.nameStages ? target.parts : target.parts.slice(1);
}

/** Names that are spoken for: aliases, and images named without a tag, which an alias would shadow. */
function findTakenNames(target: DraftTarget): Set<string> {
  const taken = new Set(['scratch', 'context']);
  for (const stage of target.parts.flatMap((part) => part.dockerfile.stages)) {
    if (stage.alias) taken.add(stage.alias.toLowerCase());
    taken.add(stage.image.toLowerCase());
    for (const instruction of stage.instructions) taken.add((findFlag(instruction, 'from')?.value ?? '').toLowerCase());
  }
  return taken;
}

const GENERIC = /^(?:latest|build|builder|builds?env|build-?env|dev|release|prod|master|main|stable|test|v?\d[\w.-]*)?$/;

/** `builder` for a single producer, else the tag, the image's name or the file's suffix, whichever says something. */
function chooseName(target: DraftTarget, part: ImageBuild, count: number, taken: ReadonlySet<string>): string {
  const isChain = target.consumers.length > 1;
  const isBase = isChain && !target.consumers.includes(part.id);
  if (count === 1 || isBase) return makeUnique('builder', taken);
  const [first] = part.tags;
  const text = first && readText(first.value);
  const tag = text?.slice(text.lastIndexOf('/') + 1).split(':');
  const suffix = findBasename(part.dockerfile.file).replace(/^Dockerfile[.-]?|\.?Dockerfile$/gi, '');
  const candidates = [tag?.[1], suffix, tag?.[0]].map((name) => toLegal(name ?? ''));
  return makeUnique(candidates.find((name) => name !== '' && !GENERIC.test(name) && !taken.has(name)) ?? 'builder', taken);
}

/** Names are `[a-z][a-z0-9._-]*` in the classic builder (FACTS 11). */
function toLegal(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z]+|[^a-z0-9]+$/g, '');
}

function makeUnique(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let number = 2; ; number += 1) if (!taken.has(`${name}-${number}`)) return `${name}-${number}`;
}

/** Stages of a file that it refers to by number. */
export function findNumbered(part: Pick<ImageBuild, 'dockerfile'>): readonly Stage[] {
  const numbers = part.dockerfile.instructions.flatMap((instruction) => findStageNumber(part, instruction) ?? []);
  return part.dockerfile.stages.filter((stage) => numbers.includes(stage.index));
}

/** The stage that `--from=0` means, or `undefined` for a name, an image or a number that is no earlier stage. */
export function findStageNumber(part: Pick<ImageBuild, 'dockerfile'>, instruction: Instruction): number | undefined {
  const value = findFlag(instruction, 'from')?.value;
  if (value === undefined || !/^\d+$/.test(value)) return undefined;
  return Number(value) < instruction.stage && part.dockerfile.stages[Number(value)] ? Number(value) : undefined;
}

function addAlias(draft: Draft, name: StageName): readonly DraftEdit[] {
  const part = draft.targets[name.target]?.parts.find((item) => item.id === name.part);
  const from = part?.dockerfile.stages[name.stage]?.from;
  const end = from?.operands[0]?.end;
  if (!part || !from || end === undefined) return [];
  const { file, text } = part.dockerfile;
  const as = text.slice(from.start, from.start + 4) === 'from' ? 'as' : 'AS';
  const because = [{ file, start: from.start, end: from.end }] as const;
  return [
    {
      kind: 'text',
      file,
      start: end,
      end,
      text: ` ${as} ${name.alias}`,
      because,
      transform: 'name-stages',
      target: name.target,
      part: part.id,
    },
  ];
}

/** Behind another file's stages, stage 0 is no longer the file's own. */
function rewriteNumbers(
  draft: Draft,
  target: DraftTarget,
  { index, names }: { readonly index: number; readonly names: readonly StageName[] },
): readonly DraftEdit[] {
  return findRenumbered(draft, target).flatMap((part) =>
    part.dockerfile.instructions.flatMap((instruction): readonly DraftEdit[] => {
      const stage = findStageNumber(part, instruction);
      const flag = findFlag(instruction, 'from');
      const alias = names.find((name) => name.target === index && name.part === part.id && name.stage === stage)?.alias;
      if (stage === undefined || !flag || alias === undefined) return [];
      const because = [{ file: part.dockerfile.file, start: instruction.start, end: instruction.end }] as const;
      const edit = { kind: 'text', start: flag.start, end: flag.end, text: `--from=${alias}` } as const;
      return [{ ...edit, file: part.dockerfile.file, because, transform: 'name-stages', target: index, part: part.id }];
    }),
  );
}
