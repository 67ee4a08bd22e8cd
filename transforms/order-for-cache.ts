import type { ImageBuild } from '../src/model/build-graph.ts';
import { type Instruction, isContextCopy } from '../src/model/dockerfile.ts';
import type { Draft, DraftEdit, Proposal, Transform } from '../src/model/draft.ts';
import { findLineEnd } from '../src/model/text.ts';

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
    (instruction, index) => isDownload(part, instruction) && isPlainCopy(instructions[index - 1]),
  );
  const [copy, run] = [instructions[at - 1], instructions[at]];
  const cut = run && findCut(part, run);
  if (!copy || !run || !cut) return [];
  const { file, text } = part.dockerfile;
  const because = [{ file, start: run.start, end: run.end }] as const;
  const base = { file, because, transform: 'order-for-cache', target, part: part.id } as const;
  const ending = text[findLineEnd(text, copy.start) - 2] === '\r' ? '\r\n' : '\n';
  const download = { ...base, kind: 'text', start: copy.start, end: copy.start, text: `${cut.download}${ending}` } as const;
  if (cut.restStart === undefined)
    return [download, { ...base, kind: 'text', start: run.start, end: findLineEnd(text, run.end), text: '' }];
  return [
    download,
    { ...base, kind: 'text', start: run.start, end: cut.restStart, text: `${text.slice(run.start, run.start + 3)} ` },
  ];
}

interface Cut {
  /** `RUN` and its first command, as spelled. */
  readonly download: string;
  /** Where the second command starts; `undefined` when there is none. */
  readonly restStart: number | undefined;
}

/** Splits `RUN a && b` behind `a`. */
function findCut(part: ImageBuild, run: Instruction): Cut | undefined {
  const source = part.dockerfile.text.slice(run.start, run.end);
  const operator = /\s*(?:\\[ \t]*\r?\n\s*)?&&\s*(?:\\[ \t]*\r?\n\s*)?/.exec(source);
  if (!operator) return { download: source, restStart: undefined };
  return { download: source.slice(0, operator.index), restStart: run.start + operator.index + operator[0].length };
}

/**
 * Whether a `RUN` starts with a download of named packages: `go get -d` outside of a module, `apk add`, `pip install name`. These read
 * no file of the working directory, and write outside of it.
 */
function isDownload(part: ImageBuild, instruction: Instruction): boolean {
  if (instruction.keyword !== 'RUN' || instruction.isJson || instruction.hasHereDoc || instruction.flags.length > 0) return false;
  const [first] = instruction.body.split('&&');
  const words = (first ?? '').trim().split(/\s+/);
  if (/[;|<>`$*?]/.test(first ?? '')) return false;
  const operands = words.slice(2).filter((word) => !word.startsWith('-'));
  const isNamed = operands.length > 0 && operands.every((word) => /^[\w@][\w.@/=<>~-]*$/.test(word) && !/^\.{1,2}\//.test(word));
  if (words[0] === 'go' && words[1] === 'get')
    return isNamed && words.includes('-d') && operands.every((word) => /^[\w-]+\.[\w.-]+\//.test(word)) && !hasModule(part);
  if (words[0] === 'apk' && words[1] === 'add') return isNamed;
  return (
    /^pip3?$/.test(words[0] ?? '') &&
    words[1] === 'install' &&
    isNamed &&
    !words.some((word) => /^-(?:r|e|c)$|^--(?:requirement|editable|constraint)/.test(word))
  );
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

/** A copy of named files of the repository. */
function isPlainCopy(instruction: Instruction | undefined): boolean {
  return (
    instruction?.keyword === 'COPY' &&
    isContextCopy(instruction) &&
    !instruction.operands.some((operand) => /[*?$[]/.test(operand.text))
  );
}
