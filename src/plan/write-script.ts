import type { BuildGraph, ImageId, Step, StepId } from '../model/build-graph.ts';
import { spellInHost } from '../model/host-spelling.ts';
import type { Edit, FilePart } from '../model/plan.ts';
import type { OutlineNode, ScriptOutline } from '../model/script-outline.ts';
import { deleteBlocks } from './delete-blocks.ts';
import { deleteStatements } from './delete-statements.ts';
import { findFates, type Removal } from './find-fates.ts';
import { findCommands } from './outline-nodes.ts';
import { resolveEdits } from './resolve-edits.ts';

/** A script with what is taken out and put in. */
export interface WrittenScript {
  readonly file: string;
  readonly parts: readonly FilePart[];
  /** Commands that go and that stay, as they are spelled in the old and the new file. */
  readonly dropped: readonly { readonly node: OutlineNode; readonly text: string }[];
  readonly kept: readonly string[];
  /** Places where a command cannot go by itself. */
  readonly blocked: readonly OutlineNode[];
}

/** Takes the dropped commands out of one script and applies the edits on those that stay. `undefined` when nothing changes. */
export function writeScript(
  graph: BuildGraph,
  outline: ScriptOutline,
  change: { readonly drops: ReadonlySet<StepId>; readonly edits: readonly Edit[] },
): WrittenScript | undefined {
  const removal = findFates(outline, makeFacts(graph, outline.file, change.drops));
  const blocks = removal.statements.flatMap(({ node }) => (node.kind === 'block' ? [node] : []));
  const taken = [...removal.cuts, ...deleteStatements(outline.text, removal), ...deleteBlocks(outline, blocks)];
  const cuts = taken.map((cut): Edit => {
    const span = { file: outline.file, start: cut.start, end: cut.end };
    return { kind: 'text', ...cut, file: outline.file, because: [span], transform: 'rewrite-script' };
  });
  const edits = change.edits.filter((edit) => edit.file === outline.file).map((edit) => spellEdit(outline, edit));
  const isGone = (node: OutlineNode): boolean => cuts.some((cut) => cut.start <= node.start && node.end <= cut.end);
  const mended = findMended(graph, outline);
  if (cuts.length === 0 && edits.length === 0 && removal.blocked.length === 0) return undefined;
  const left = edits.filter((edit): edit is Edit => edit !== undefined && !cuts.some((cut) => touches(edit, cut)));
  const resolved = resolveEdits([...cuts, ...left, ...mended]);
  if (resolved.kind === 'conflict' || edits.includes(undefined))
    return { file: outline.file, parts: [], dropped: [], kept: [], blocked: [outline.root] };
  const commands = findCommands(outline.root).filter((node) => node.kind === 'command');
  return {
    file: outline.file,
    parts: [{ kind: 'cut', file: outline.file, edits: resolved.edits }],
    dropped: commands.filter(isGone).map((node) => ({ node, text: outline.text.slice(node.start, node.end) })),
    kept: commands.filter((node) => !isGone(node)).map((node) => readNew(outline.text, node, resolved.edits)),
    blocked: removal.blocked,
  };
}

/** The edit as the file spells it; `undefined` where it cannot. What goes into prerequisites is no shell text. */
function spellEdit({ text, root, host }: ScriptOutline, edit: Edit): Edit | undefined {
  if (host === undefined || edit.kind !== 'text' || edit.text === '' || edit.isOfHost) return edit;
  const blocks = root.kind === 'list' ? root.items : [];
  const block = blocks.find((item) => item.start <= edit.start && edit.end <= item.end);
  if (!block) return undefined;
  const spelled = spellInHost(edit.text, { kind: host, text, blockStart: block.start, blockEnd: block.end });
  return spelled === undefined ? undefined : { ...edit, text: spelled };
}

/** The shape of `Removal` is decided by what the run says about each command. */
function makeFacts(graph: BuildGraph, file: string, drops: ReadonlySet<StepId>): Parameters<typeof findFates>[1] {
  const steps = new Map<string, Step[]>();
  for (const step of graph.steps) {
    if (step.span.file !== file) continue;
    const key = `${step.span.start}:${step.span.end}`;
    steps.set(key, [...(steps.get(key) ?? []), step]);
  }
  const find = (node: OutlineNode): readonly Step[] =>
    steps.get(`${node.start}:${node.kind === 'command' ? node.wordsEnd : node.end}`) ?? [];
  return {
    isGone: (node) => find(node).length > 0 && find(node).every((step) => drops.has(step.id)),
    isFed: (node) => find(node).some(({ effect }) => effect.kind === 'build' && isStreamed(graph, effect.image)),
    isSink: (node) => node.kind === 'command' && node.name === 'tee' && find(node).every((step) => isUnread(graph, step)),
    isHarmless: (node) => find(node).length > 0 && find(node).every((step) => drops.has(step.id) || isHarmlessStep(step)),
  };
}

function isStreamed(graph: BuildGraph, image: ImageId): boolean {
  return graph.builds.some((build) => build.id === image && build.isStreamed);
}

function isHarmlessStep({ effect }: Step): boolean {
  if (effect.kind === 'change-files') return effect.writes.length === 0 && effect.removes.length === 0;
  return effect.kind === 'inert' || effect.kind === 'assign';
}

/** Whether nothing reads what a command writes. */
function isUnread(graph: BuildGraph, { id, effect }: Step): boolean {
  if (effect.kind !== 'change-files' || effect.removes.length > 0) return false;
  const isRead = graph.steps.some(
    (other) => other.effect.kind === 'change-files' && other.effect.reads.some((path) => effect.writes.includes(path)),
  );
  const isTaken = graph.builds.some((build) =>
    build.takeUps.some((taken) => taken.sources.some((source) => source.kind === 'host-made' && source.step === id)),
  );
  return !isRead && !isTaken;
}

function touches(edit: Edit, cut: Edit): boolean {
  return edit.start >= cut.start && edit.end <= cut.end && edit.start < cut.end;
}

/** Blanks behind a backslash go where the command stays: the conversion reads the line as continued, so the new script says so. */
function findMended(graph: BuildGraph, { file, text }: ScriptOutline): readonly Edit[] {
  return graph.diagnostics.flatMap(({ code, span }): readonly Edit[] => {
    if (code !== 'shell/blank-after-backslash' || span?.file !== file || text[span.start] !== '\\') return [];
    return [{ kind: 'text', file, start: span.start + 1, end: span.end, text: '', because: [span], transform: 'rewrite-script' }];
  });
}

function readNew(text: string, node: OutlineNode, edits: readonly Edit[]): string {
  let result = '';
  let at = node.start;
  for (const edit of edits) {
    if (edit.kind !== 'text' || edit.start < at || edit.end > node.end) continue;
    result += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return result + text.slice(at, node.end);
}

/** The place that cannot change, where one of these stretches of the script lies in one. */
export function isBlockedBy(
  removal: Pick<Removal, 'blocked'>,
  places: readonly { readonly start: number; readonly end: number }[],
): OutlineNode | undefined {
  return removal.blocked.find((node) => places.some(({ start, end }) => node.start <= start && end <= node.end));
}
