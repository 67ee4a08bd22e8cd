import type { Assumption, Edit, FileChange, PipelinePlan } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import type { Span } from '../model/span.ts';
import { escapeTerminal } from '../report/escape-terminal.ts';
import { findLines, findPlace as findPosition } from '../report/places.ts';
import { toDiagnosticText } from '../report/to-diagnostic-text.ts';
import { drawCluster, drawClusterSummary } from './draw-cluster.ts';
import { section } from './draw-section.ts';
import { findPlace } from './move.ts';
import { findVariant } from './resolve-changes.ts';
import {
  type CheckReport,
  findChanges,
  findCheck,
  findCurrentChoice,
  findDocument,
  findProject,
  findProposal,
  type ReviewState,
} from './review-state.ts';
import { type Line, plain, wrapText } from './segment.ts';

/** Why the line under the cursor is as it is: the old lines it comes from, what it takes for granted, what the check says. */
export function drawEvidence(state: ReviewState, columns: number): readonly Line[] {
  const proposal = findProposal(state);
  if (!proposal) return [];
  const { pipelines } = findVariant(proposal, findCurrentChoice(state));
  const project = findProject(state);
  const row = findDocument(state).rows.at(state.cursor);
  const place = row && findPlace(row);
  const change = findChanges(state).find(({ path }) => path === place?.path);
  const spans = place && change ? findSpans(place, change, { pipelines, project, isOld: state.view === 'original' }) : [];
  const assumptions = pipelines.flatMap((pipeline) => pipeline.assumptions);
  const touched = assumptions.filter(({ because }) =>
    because.some((span) => spans.some((other) => isSameLine(project, span, other))),
  );
  const diagnostics = pipelines.flatMap((pipeline) => pipeline.diagnostics);
  return [
    ...spans.slice(0, 4).map((span): Line => drawOrigin(span, project)),
    ...(spans.length === 0 && place?.newLine !== undefined && change
      ? [plain('no old line: restage or a person wrote this', 'note')]
      : []),
    ...drawClusterSummary(proposal.cluster, columns),
    ...(touched.length > 0 ? touched : assumptions).flatMap((assumption) =>
      wrapText(`assumes ${escapeTerminal(assumption.statement)}`, columns, 'warning'),
    ),
    ...drawCheckSummary(findCheck(state), place?.path, columns),
    ...diagnostics.flatMap(({ severity, code, message }) =>
      wrapText(`${severity} ${code}: ${escapeTerminal(message)}`, columns, severity === 'info' ? 'note' : 'warning'),
    ),
  ];
}

/** All evidence of a proposal, for a page of its own. */
export function drawAllEvidence(state: ReviewState, columns: number): readonly Line[] {
  const proposal = findProposal(state);
  if (!proposal) return [plain('There is no proposal.')];
  const project = findProject(state);
  const { name, pipelines } = findVariant(proposal, findCurrentChoice(state));
  const lines = pipelines.flatMap((pipeline): readonly Line[] => [
    plain(`${escapeTerminal(pipeline.id)}: ${pipeline.outcome}, ${pipeline.applicability} (${name})`, 'heading'),
    ...section(
      'Assumes',
      pipeline.assumptions.flatMap((assumption) => drawAssumption(assumption, project, columns)),
    ),
    ...section(
      'Copies',
      pipeline.artifacts.flatMap(({ instruction, evidence }) => [
        plain(escapeTerminal(instruction)),
        ...evidence.map((span) => drawOrigin(span, project)),
      ]),
    ),
    ...section('Drops from the script', drawCommands(pipeline.script.dropped)),
    ...section('Keeps in the script', drawCommands(pipeline.script.kept)),
    ...section(
      'Differs in the new image',
      pipeline.differs.map((path) => plain(escapeTerminal(path))),
    ),
    ...pipeline.diagnostics.flatMap((diagnostic) => {
      const text = toDiagnosticText(diagnostic, project, { color: false, width: Math.min(columns, 200) });
      return ['', ...text.trimEnd().split('\n')].map((line) => plain(line));
    }),
  ]);
  const check = findCheck(state);
  const checks = check?.checks.flatMap(({ result, text, place }) => {
    const where = place === undefined ? '' : `  ${escapeTerminal(place)}`;
    return wrapText(`${result}: ${escapeTerminal(text)}${where}`, columns - 2);
  });
  const certificate = section(`Certificate: ${check?.verdict ?? 'not made yet, C makes it'}`, checks ?? []);
  return [
    ...drawCluster(proposal.cluster, columns),
    ...lines,
    ...certificate,
    ...section('The repository as a whole', drawDiagnostics(state, columns)),
  ];
}

/** What there is to say about the repository as a whole. */
export function drawDiagnostics({ diagnostics, project }: ReviewState, columns: number): readonly Line[] {
  return diagnostics.flatMap((diagnostic) => {
    const text = toDiagnosticText(diagnostic, project, { color: false, width: Math.min(columns, 200) });
    return text
      .trimEnd()
      .split('\n')
      .map((line) => plain(line));
  });
}

function drawCommands(commands: readonly string[]): readonly Line[] {
  return commands.flatMap((command) => command.split(/\r?\n/).map((line) => plain(escapeTerminal(line))));
}

function drawAssumption({ statement, because, settledBy }: Assumption, project: Project, columns: number): readonly Line[] {
  const settle = settledBy === undefined ? [] : [plain(`settle it with ${escapeTerminal(settledBy)}`, 'note')];
  return [
    ...wrapText(escapeTerminal(statement), columns - 2, 'warning'),
    ...because.map((span) => drawOrigin(span, project)),
    ...settle,
  ];
}

function drawCheckSummary(check: CheckReport | undefined, path: string | undefined, columns: number): readonly Line[] {
  if (!check) return [];
  const here = check.checks.filter(
    ({ result, place }) => result !== 'proved' || (path !== undefined && place?.startsWith(`${path}:`)),
  );
  const tone = check.verdict === 'proved' ? 'good' : check.verdict === 'unproved' ? 'warning' : 'error';
  const head = plain(
    `check: ${check.verdict} (${check.checks.length} ${check.checks.length === 1 ? 'statement' : 'statements'})`,
    tone,
  );
  return [head, ...here.slice(0, 3).flatMap(({ result, text }) => wrapText(`  ${result}: ${escapeTerminal(text)}`, columns))];
}

/** `← build.sh:5  docker cp x:/src/app ./app` */
function drawOrigin(span: Span, project: Project): Line {
  const { path, line } = findPosition(project, span);
  const code = (project.files.get(path)?.text ?? '').split('\n', line)[line - 1] ?? '';
  return [{ text: `← ${escapeTerminal(path)}:${line}`, tone: 'note' }, { text: `  ${escapeTerminal(code.trim())}` }];
}

/** For a new line the old places it comes from; for an old one what the edits that take it out rest on. */
function findSpans(
  { path, oldLine, newLine }: ReturnType<typeof findPlace>,
  change: FileChange,
  {
    pipelines,
    project,
    isOld,
  }: { readonly pipelines: readonly PipelinePlan[]; readonly project: Project; readonly isOld: boolean },
): readonly Span[] {
  if (newLine !== undefined && !isOld) return change.origins[newLine - 1] ?? [];
  const line = isOld ? newLine : oldLine;
  const plans = pipelines.flatMap(({ files }) => files);
  const removed = plans.flatMap((file) => (file.kind === 'delete' && file.path === path ? file.because : []));
  const edits = plans
    .flatMap((file) => (file.kind === 'write' ? file.parts : []))
    .flatMap((part) => (part.kind === 'cut' ? part.edits : []));
  const own = edits.filter((edit) => edit.file === path && isOnLine(project, edit, line));
  return [...own.flatMap(({ because }) => because), ...removed];
}

function isOnLine(project: Project, edit: Edit, line: number | undefined): boolean {
  const { first, last } = findLines(project, edit);
  return line !== undefined && first <= line && line <= last;
}

function isSameLine(project: Project, left: Span, right: Span): boolean {
  if (left.file !== right.file) return false;
  const [one, other] = [findLines(project, left), findLines(project, right)];
  return one.first <= other.last && other.first <= one.last;
}
