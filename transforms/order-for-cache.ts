import type { ImageBuild } from '../src/model/build-graph.ts';
import { type Instruction, isContextCopy } from '../src/model/dockerfile.ts';
import type { Draft, DraftEdit, Proposal, Transform } from '../src/model/draft.ts';
import { findBelow, toImagePath } from '../src/model/host-path.ts';
import { findLineEnd, findLineEnding, findLineStart } from '../src/model/text.ts';

/**
 * With `--optimize`: moves a dependency download that reads no source above the `COPY` of the sources, so that it stays cached when
 * they change. `RUN go get -d -v PACKAGE && go build` becomes two `RUN`s around the `COPY`: the documentation's own final form.
 *
 * Declines when the download may read the sources: only commands whose reads and writes are known move, in front of a copy of
 * plain files that they do not touch.
 *
 * @example
 * // "COPY app.go ./\nRUN go get -d -v x/y \\\n  && go build" → "RUN go get -d -v x/y\nCOPY app.go ./\nRUN go build"
 */
export const orderForCache: Transform = {
  name: 'order-for-cache',
  summary: 'moves dependency downloads above source copies (--optimize)',
  propose: (_, draft) => (draft.options.optimize ? { edits: findMoves(draft).flatMap((item) => item.edits ?? []) } : {}),
};

function findMoves(draft: Draft): readonly Proposal[] {
  return draft.targets.flatMap((target, index) => {
    const producers = target.parts.filter((part) => !target.consumers.includes(part.id));
    return producers.map((part) => ({ edits: moveDownload(part, index) }));
  });
}

function moveDownload(part: ImageBuild, target: number): readonly DraftEdit[] {
  const instructions = part.dockerfile.stages[part.finalStage]?.instructions ?? [];
  const at = instructions.findIndex(
    (instruction, index) => isDownload(part, instruction) && isPlainCopy(part, instructions[index - 1]),
  );
  const [copy, run] = [instructions[at - 1], instructions[at]];
  const cut = run && findCut(part, run);
  if (!copy || !run || !cut) return [];
  const { file, text } = part.dockerfile;
  const because = [{ file, start: run.start, end: run.end }] as const;
  const base = { file, because, transform: 'order-for-cache', target, part: part.id } as const;
  const top = findCommentStart(text, copy.start);
  const download = { ...base, kind: 'text', start: top, end: top, text: `${cut.download}${findLineEnding(text)}` } as const;
  if (cut.restStart === undefined)
    return [download, { ...base, kind: 'text', start: run.start, end: findLineEnd(text, run.end), text: '' }];
  return [
    download,
    { ...base, kind: 'text', start: run.start, end: cut.restStart, text: `${text.slice(run.start, run.start + 3)} ` },
  ];
}

/** A comment directly above the copy stays with it. */
function findCommentStart(text: string, copy: number): number {
  let start = findLineStart(text, copy);
  while (start > 0) {
    const above = findLineStart(text, start - 1);
    if (!/^[ \t]*#/.test(text.slice(above, start))) return start;
    start = above;
  }
  return start;
}

interface Cut {
  /** `RUN` and its first command, as spelled. */
  readonly download: string;
  /** Where the second command starts; `undefined` when there is none. */
  readonly restStart: number | undefined;
}

/** Splits `RUN a && b` behind `a`. Not where `b` also runs after a failure of `a`. */
function findCut(part: ImageBuild, run: Instruction): Cut | undefined {
  const source = part.dockerfile.text.slice(run.start, run.end);
  const operator = /\s*(?:\\[ \t]*\r?\n\s*)?&&\s*(?:\\[ \t]*\r?\n\s*)?/.exec(source);
  if (!operator) return { download: source, restStart: undefined };
  if (/\|\||;|#/.test(source)) return undefined;
  return { download: source.slice(0, operator.index), restStart: run.start + operator.index + operator[0].length };
}

/**
 * Whether a `RUN` starts with a download of named packages: `go get -d` outside of a module, `apk add`, `pip install name`. These read
 * no file of the working directory, and write outside of it.
 */
function isDownload(part: ImageBuild, instruction: Instruction): boolean {
  if (instruction.keyword !== 'RUN' || instruction.isJson || instruction.hasHereDoc || instruction.flags.length > 0) return false;
  const [first = ''] = instruction.body.split('&&');
  const words = first.trim().split(/\s+/);
  if (/[;|<>`$*?]/.test(first)) return false;
  const [program = '', verb = ''] = words.filter((word) => !word.startsWith('-'));
  const operands = words.slice(words.indexOf(verb) + 1).filter((word) => !word.startsWith('-'));
  const isNamed = operands.length > 0 && operands.every((word) => /^[\w@][\w.@/=<>~-]*$/.test(word));
  if (program === 'go' && verb === 'get') return isNamed && words.includes('-d') && isForeign(part, instruction, operands);
  if (program === 'apk' && verb === 'add') return isNamed;
  return /^pip3?$/.test(program) && verb === 'install' && isNamed && words.every((word) => !READS_OR_PLACES.test(word));
}

/** Options of `pip install` that read a file or say where packages go. */
const READS_OR_PLACES = /^-[a-zA-Z]*[rectf]|^--(?:requirement|editable|constraint|target|prefix|root|src|find-links|user)/;

/** Whether `go get` names packages of other hosts that are none of the copied sources, and no module file steers it. */
function isForeign(part: ImageBuild, instruction: Instruction, packages: readonly string[]): boolean {
  const directory = findWorkingDirectory(part, instruction);
  const own = directory?.split('/src/')[1];
  const isOwn = (name: string): boolean =>
    own !== undefined && (findBelow(name, own) !== undefined || findBelow(own, name) !== undefined);
  return packages.every((name) => /^[\w-]+\.[\w.-]+\//.test(name) && !isOwn(name)) && !hasModule(part);
}

/** A module file in the working directory would be read and rewritten by `go get`. */
function hasModule(part: ImageBuild): boolean {
  return part.takeUps.some((taken) =>
    taken.sources.some(
      (source) =>
        'path' in source &&
        (/(?:^|\/)go\.(?:mod|sum)$/.test(source.path) || (source.kind === 'context' && source.type !== 'file')),
    ),
  );
}

/** Places that packages and package managers write to or read from. */
const OF_THE_SYSTEM = /^\/(?:etc|usr(?!\/(?:local\/)?src(?:\/|$))|lib\w*|s?bin|var|root|dev|proc|sys|run)?(?:\/|$)/;

/** A copy of named files of the repository to a place of its own. */
function isPlainCopy(part: ImageBuild, instruction: Instruction | undefined): boolean {
  if (instruction?.keyword !== 'COPY' || !isContextCopy(instruction)) return false;
  if (instruction.operands.some((operand) => /[*?$[]/.test(operand.text))) return false;
  const destination = instruction.operands.at(-1)?.text ?? '';
  const directory = destination.startsWith('/') ? '' : findWorkingDirectory(part, instruction);
  return directory !== undefined && !OF_THE_SYSTEM.test(toImagePath(`${directory}/${destination}`));
}

/** The working directory at an instruction, where an absolute `WORKDIR` of its stage tells. */
function findWorkingDirectory(part: ImageBuild, instruction: Instruction): string | undefined {
  let directory: string | undefined;
  for (const item of part.dockerfile.stages[instruction.stage]?.instructions ?? []) {
    const [operand] = item.operands;
    if (item.start >= instruction.start || item.keyword !== 'WORKDIR' || !operand) continue;
    if (operand.text.includes('$')) directory = undefined;
    else if (operand.text.startsWith('/')) directory = toImagePath(operand.text);
    else directory = directory && toImagePath(`${directory}/${operand.text}`);
  }
  return directory;
}
