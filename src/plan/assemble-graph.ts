import type { BuildGraph, Step, StepId } from '../model/build-graph.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { Draft } from '../model/draft.ts';
import type { Edit, FilePart, FilePlan, PlannedStage } from '../model/plan.ts';
import type { ScriptOutline } from '../model/script-outline.ts';
import type { DraftedGraph } from './draft-graph.ts';
import { findCommands } from './outline-nodes.ts';
import { resolveEdits } from './resolve-edits.ts';
import { writeDockerfile } from './write-dockerfile.ts';
import { isBlockedBy, type WrittenScript, writeScript } from './write-script.ts';

/** A draft with the files it writes, or why it writes none. */
export interface AssembledDraft {
  readonly draft: Draft;
  readonly stages: readonly PlannedStage[];
  readonly files: readonly FilePlan[];
  readonly scripts: readonly WrittenScript[];
  readonly declined: readonly Diagnostic[];
}

/**
 * Writes the files of a run's drafts. Scripts are written once for all of them, because taking a command out depends on what stands
 * around it; a draft whose commands cannot go is declined, and the others are written without it.
 */
export function assembleGraph({ graph, drafts }: DraftedGraph, outlines: readonly ScriptOutline[]): readonly AssembledDraft[] {
  const declined = new Map<Draft, readonly Diagnostic[]>(drafts.map((draft) => [draft, draft.declined]));
  const dockerfiles = new Map(drafts.map((draft) => [draft, writeDockerfiles(graph, draft)]));
  for (const [draft, { conflicts }] of dockerfiles)
    if (isOpen(declined, draft) && conflicts.length > 0) declined.set(draft, conflicts);
  for (;;) {
    const open = drafts.filter((draft) => isOpen(declined, draft));
    const scripts = writeScripts(graph, open, outlines);
    const blocked = open.flatMap((draft) => {
      const reason = findBlock(graph, draft, scripts);
      return reason ? [{ draft, reason }] : [];
    });
    if (blocked.length === 0) return drafts.map((draft) => assemble(graph, draft, { dockerfiles, scripts, declined }));
    for (const { draft, reason } of blocked) declined.set(draft, [reason]);
  }
}

type Declined = Map<Draft, readonly Diagnostic[]>;

function isOpen(declined: Declined, draft: Draft): boolean {
  return (declined.get(draft) ?? []).length === 0;
}

interface WrittenTargets {
  readonly files: readonly FilePlan[];
  readonly stages: readonly PlannedStage[];
  readonly conflicts: readonly Diagnostic[];
}

function writeDockerfiles(graph: BuildGraph, draft: Draft): WrittenTargets {
  const written = draft.targets.map((target, index) => ({ target, result: writeDockerfile(graph, draft, index) }));
  return {
    files: written.flatMap(({ target, result }): readonly FilePlan[] =>
      result.kind === 'written' ? [{ kind: 'write', path: target.output, parts: result.parts }] : [],
    ),
    stages: written.flatMap(({ result }) => (result.kind === 'written' ? result.stages : [])),
    conflicts: written.flatMap(({ result }) => (result.kind === 'conflict' ? [tellConflict(result.left, result.right)] : [])),
  };
}

function tellConflict(left: Edit, right: Edit): Diagnostic {
  const message = `\`${left.transform}\` and \`${right.transform}\` want different things of this place`;
  const span = { file: right.file, start: right.start, end: right.end };
  return diagnose('stage/edits-clash', 'error', message, { span, help: 'please report the two Dockerfiles' });
}

function writeScripts(graph: BuildGraph, drafts: readonly Draft[], outlines: readonly ScriptOutline[]): readonly WrittenScript[] {
  const drops = new Set<StepId>(drafts.flatMap((draft) => draft.drops));
  const edits = drafts.flatMap((draft) => draft.scriptEdits);
  const deleted = new Set(drafts.flatMap((draft) => draft.deletes.map(({ path }) => path)));
  return outlines.flatMap(
    (outline) => (deleted.has(outline.file) ? dropAll(outline) : writeScript(graph, outline, { drops, edits })) ?? [],
  );
}

/** A script that goes as a whole. */
function dropAll({ file, text, root }: ScriptOutline): WrittenScript {
  const commands = findCommands(root).filter((node) => node.kind === 'command');
  const dropped = commands.map((node) => ({ node, text: text.slice(node.start, node.end) }));
  return { file, parts: [], dropped, kept: [], blocked: [] };
}

/** A command that cannot go: it stands where nothing may be missing, or only some of its runs are pointless. */
function findBlock(graph: BuildGraph, draft: Draft, scripts: readonly WrittenScript[]): Diagnostic | undefined {
  const steps = draft.drops.flatMap((id) => graph.steps[id] ?? []);
  for (const script of scripts) {
    const own = steps.map(({ span }) => span).filter(({ file }) => file === script.file);
    // A script that could not be written at all holds nothing, not even what is only edited.
    const edited = script.parts.length === 0 ? draft.scriptEdits.filter(({ file }) => file === script.file) : [];
    const node = isBlockedBy(script, [...own, ...edited]);
    if (node) {
      const message = 'a command of the old round trip stands here, and what is around it cannot do without it';
      const span = { file: script.file, start: node.start, end: node.end };
      return diagnose('script/cannot-drop', 'warning', message, { span, help: 'give the command a line of its own' });
    }
  }
  const isLeft = (step: Step): boolean => !scripts.some((script) => script.file === step.span.file && isDropped(script, step));
  const left = steps.find((step) => isOuter(step) && isLeft(step));
  if (!left) return undefined;
  const message = 'this command is pointless in some of its runs and needed in others';
  const help = 'write the loop or the function out, or convert by hand';
  return diagnose('script/cannot-drop', 'warning', message, { span: left.span, help });
}

/** A step inside the words of another one goes with it. */
function isOuter(step: Step): boolean {
  return step.within === undefined;
}

function isDropped(script: WrittenScript, step: Step): boolean {
  return script.dropped.some(({ node }) => node.start <= step.span.start && step.span.end <= node.end);
}

function assemble(
  graph: BuildGraph,
  draft: Draft,
  written: {
    readonly dockerfiles: ReadonlyMap<Draft, WrittenTargets>;
    readonly scripts: readonly WrittenScript[];
    readonly declined: Declined;
  },
): AssembledDraft {
  const declined = written.declined.get(draft) ?? [];
  const dockerfiles = written.dockerfiles.get(draft);
  if (declined.length > 0 || !dockerfiles) return { draft, stages: [], files: [], scripts: [], declined };
  const touched = new Set([
    ...draft.drops.flatMap((id) => graph.steps[id]?.span.file ?? []),
    ...draft.scriptEdits.map((edit) => edit.file),
  ]);
  const scripts = written.scripts.filter((script) => touched.has(script.file));
  const files: readonly FilePlan[] = [
    ...dockerfiles.files,
    ...scripts.flatMap(({ file, parts }): readonly FilePlan[] =>
      draft.deletes.some(({ path }) => path === file) ? [] : [{ kind: 'write', path: file, parts }],
    ),
    ...writeOthers(draft, written.scripts),
    ...draft.appends.map((append): FilePlan => ({ kind: 'write', path: append.path, parts: writeAppend(draft, append) })),
    ...draft.deletes.map((item): FilePlan => ({ kind: 'delete', ...item })),
  ];
  return { draft, stages: dockerfiles.stages, files, scripts, declined: [] };
}

/** Files with edits that no run went through: compose files. */
function writeOthers(draft: Draft, scripts: readonly WrittenScript[]): readonly FilePlan[] {
  const isWritten = (path: string): boolean => scripts.some(({ file }) => file === path);
  const isDeleted = (path: string): boolean => draft.deletes.some((item) => item.path === path);
  const paths = new Set(draft.scriptEdits.map(({ file }) => file).filter((path) => !isWritten(path) && !isDeleted(path)));
  return [...paths].flatMap((path): readonly FilePlan[] => {
    const resolved = resolveEdits(draft.scriptEdits.filter(({ file }) => file === path));
    return resolved.kind === 'conflict'
      ? []
      : [{ kind: 'write', path, parts: [{ kind: 'cut', file: path, edits: resolved.edits }] }];
  });
}

function writeAppend(draft: Draft, { path, lines, because }: Draft['appends'][number]): readonly FilePart[] {
  const old: readonly FilePart[] = draft.project.files.has(path) ? [{ kind: 'cut', file: path, edits: [] }] : [];
  return [...old, { kind: 'lines', lines, because }];
}
