import type { ImageBuild } from '../../src/model/build-graph.ts';
import { findFlag, type Instruction, type Stage } from '../../src/model/dockerfile.ts';
import type { DraftEdit, DraftTarget } from '../../src/model/draft.ts';

/** A stage that gets another name, since its own means something else in another of the files that become one. */
export interface RenamedStage {
  readonly part: ImageBuild;
  readonly stage: Stage;
  readonly alias: string;
}

/**
 * Stages whose name another file gives to a stage of its own, or to an image: in one file, the classic builder refuses a name that is there
 * twice, BuildKit takes the last one, and an alias hides an image that is called the same (FACTS 11).
 */
export function findRenamed(target: DraftTarget, makeName: (alias: string) => string): readonly RenamedStage[] {
  return target.parts.flatMap((part, position) =>
    listStages(part).flatMap((stage): readonly RenamedStage[] => {
      const { alias } = stage;
      if (alias === undefined) return [];
      const isTwice = target.parts.slice(0, position).some((other) => listStages(other).some((each) => isNamed(each, alias)));
      const isImage = target.parts.slice(position + 1).some((other) => meansImage(other, alias));
      return isTwice || isImage ? [{ part, stage, alias: makeName(alias) }] : [];
    }),
  );
}

/** Stages behind the one that becomes the image go. */
function listStages({ dockerfile, finalStage }: ImageBuild): readonly Stage[] {
  return dockerfile.stages.slice(0, finalStage + 1);
}

function isNamed({ alias }: Stage, name: string): boolean {
  return alias?.toLowerCase() === name.toLowerCase();
}

/** Whether a file starts from an image of this name, or copies from it, that no stage of its own is and that the script does not build. */
function meansImage(part: ImageBuild, name: string): boolean {
  return listStages(part).some(({ from, index, instructions }, at, stages) => {
    const isOwn = stages.slice(0, at).some((stage) => isNamed(stage, name));
    const uses = [from, ...instructions].filter((instruction) => namesStage(instruction, name, index));
    return !isOwn && uses.some((instruction) => !part.references.some((reference) => reference.instruction === instruction));
  });
}

function namesStage(instruction: Instruction, name: string, stage: number): boolean {
  const text = instruction.keyword === 'FROM' ? instruction.operands[0]?.text : findFlag(instruction, 'from')?.value;
  const mounted = instruction.flags.some((flag) => flag.name === 'mount' && readMountFrom(flag.value) === name.toLowerCase());
  return instruction.stage === stage && (mounted || text?.toLowerCase() === name.toLowerCase());
}

function readMountFrom(value: string): string | undefined {
  return /(?:^|,)from=([^,]+)/.exec(value)?.[1]?.toLowerCase();
}

/** The new name at its `FROM`, and at whatever means the stage. */
export function renameStage({ part, stage, alias }: RenamedStage, target: number): readonly DraftEdit[] {
  const { file, text } = part.dockerfile;
  const written = stage.from.operands[2];
  const old = stage.alias;
  if (!written || old === undefined) return [];
  const because = [{ file, start: stage.from.start, end: stage.from.end }] as const;
  const replace = ({ start, end }: { readonly start: number; readonly end: number }, by: string): DraftEdit => {
    return { kind: 'text', file, start, end, text: by, because, transform: 'name-stages', target, part: part.id };
  };
  const users = listStages(part).filter(({ index }) => index > stage.index);
  const uses = users.flatMap(({ from, instructions, index }) =>
    [from, ...instructions].filter((instruction) => namesStage(instruction, old, index)),
  );
  return [replace(written, alias), ...uses.flatMap((instruction) => renameUse(instruction, text, { old, alias, replace }))];
}

interface Renaming {
  readonly old: string;
  readonly alias: string;
  readonly replace: (place: { readonly start: number; readonly end: number }, by: string) => DraftEdit;
}

function renameUse(
  { keyword, operands, flags }: Instruction,
  text: string,
  { old, alias, replace }: Renaming,
): readonly DraftEdit[] {
  const [image] = operands;
  if (keyword === 'FROM') return image ? [replace(image, alias)] : [];
  return flags.flatMap((flag) => {
    if (flag.name === 'from') return [replace(flag, `--from=${alias}`)];
    if (flag.name !== 'mount' || readMountFrom(flag.value) !== old.toLowerCase()) return [];
    return [replace(flag, text.slice(flag.start, flag.end).replace(/([=,]from=)[^,]+/, `$1${alias}`))];
  });
}
