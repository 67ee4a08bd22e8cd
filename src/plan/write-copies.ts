import { spellArguments } from '../model/argument-path.ts';
import type { BuildGraph } from '../model/build-graph.ts';
import { type Draft, type DraftCopy, findAlias } from '../model/draft.ts';
import type { Edit, NewInstruction, PlannedArtifact } from '../model/plan.ts';
import { joinProvenance } from '../model/span.ts';
import { readText } from '../model/value.ts';

/** What a copy takes from: the name that stands behind `--from=`. */
export interface CopyOrigin {
  readonly stage: string | undefined;
  readonly image: string | undefined;
}

/** The edits that put the `COPY --from`s of one part of one target into place, those of one instruction in one edit. */
export function writeCopies(graph: BuildGraph, draft: Draft, copies: readonly DraftCopy[]): readonly Edit[] {
  const starts = [...new Set(copies.map((copy) => copy.instruction.start))];
  return starts.map((start): Edit => {
    const group = copies.filter((copy) => copy.instruction.start === start);
    const [first, ...rest] = group;
    if (!first) throw new Error('invariant: a group of copies is never empty');
    const part = draft.targets[first.target]?.parts.find((item) => item.id === first.part);
    const { instruction } = first;
    return {
      kind: 'instructions',
      file: part?.dockerfile.file ?? '',
      start: first.placement === 'instead' ? instruction.start : instruction.end,
      end: instruction.end,
      instructions: group.map((copy) => writeCopy(graph, draft, copy)),
      because: joinProvenance(first.because, ...rest.map((copy) => copy.because)),
      transform: first.transform,
    };
  });
}

/** The artifacts of a copy as the plan lists them, one per source. */
export function listArtifacts(
  graph: BuildGraph,
  draft: Draft,
  copy: DraftCopy,
  print: (instruction: NewInstruction) => string,
): readonly PlannedArtifact[] {
  const instruction = writeCopy(graph, draft, copy);
  const part = draft.targets[copy.target]?.parts.find((item) => item.id === copy.part);
  return copy.sources.map(({ path }) => ({
    ...findOrigin(graph, draft, copy),
    source: spellArguments(path),
    destination: copy.destination,
    flags: instruction.flags.filter((flag) => flag.name !== 'from').map((flag) => `--${flag.name}=${flag.value}`),
    replaces: { file: part?.dockerfile.file ?? '', start: copy.instruction.start, end: copy.instruction.end },
    instruction: print(instruction),
    evidence: copy.because,
  }));
}

function writeCopy(graph: BuildGraph, draft: Draft, copy: DraftCopy): NewInstruction {
  const { stage, image } = findOrigin(graph, draft, copy);
  const owner = draft.owners.get(copy.id);
  const { instruction } = copy;
  const carried = instruction.flags.filter((flag) => flag.name !== 'from' && flag.name !== 'chown');
  const part = draft.targets[copy.target]?.parts.find((item) => item.id === copy.part);
  const isLower = part?.dockerfile.text.slice(instruction.start, instruction.start + 1) === instruction.keyword[0]?.toLowerCase();
  return {
    keyword: isLower ? 'copy' : 'COPY',
    flags: [
      { name: 'from', value: stage ?? image ?? '' },
      ...(owner === undefined ? [] : [{ name: 'chown', value: owner }]),
      ...carried.map(({ name, value }) => ({ name, value })),
    ],
    operands: [...copy.sources.map((source) => escapeSource(source, part?.dockerfile.escape ?? '\\')), copy.destination],
    isJson: instruction.isJson,
  };
}

/** The stage by its name, or the image by its own. */
export function findOrigin(graph: BuildGraph, draft: Draft, copy: DraftCopy): CopyOrigin {
  if (copy.addedStage !== undefined) return { stage: copy.addedStage, image: undefined };
  const run = draft.runs.find((item) => item.target === copy.target && item.run === copy.from);
  if (run) return { stage: run.alias, image: undefined };
  const build = graph.builds.find((item) => item.id === copy.from);
  const stage = build && findAlias(draft, copy.target, build);
  if (stage !== undefined) return { stage, image: undefined };
  const name = graph.externals.find((item) => item.id === copy.from)?.name;
  return { stage: undefined, image: name && readText(name) };
}

/** Characters that a `COPY` source would read as a pattern or a variable are escaped: FACTS 0, rule 2. */
function escapeSource({ path, isPattern }: DraftCopy['sources'][number], escapeCharacter: string): string {
  const plain = isPattern ? path : path.replace(/[*?[]/g, (character) => `[${character}]`);
  return plain.replaceAll('$', () => `${escapeCharacter}$`);
}
