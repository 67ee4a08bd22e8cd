import type { HostVariable, ScriptBlock, ScriptSection } from '../../model/script-host.ts';
import type { Span } from '../../model/span.ts';
import { drawShell, type ShellText } from './shell-text.ts';

/** One string of shell text that a job runs, with what it runs in. */
export interface HostStep {
  readonly text: ShellText;
  /** What goes with it, as in {@link ScriptBlock}. */
  readonly item: { readonly start: number; readonly end: number };
  readonly isOwnShell: boolean;
  /** Relative to the repository root; `undefined` for the usual one. */
  readonly directory?: string | undefined;
  /** As in {@link ScriptBlock}. */
  readonly condition?: { readonly start: number; readonly end: number };
  /** As in {@link ScriptBlock}; without it, all steps of a job stand in one list. */
  readonly list?: ScriptBlock['list'];
  /** Variables that only this step sees. */
  readonly variables?: readonly HostVariable[];
}

/** What a job runs, in order. */
export interface HostJob {
  readonly name: string;
  readonly steps: readonly HostStep[];
  readonly needs?: readonly string[];
  readonly variables?: readonly HostVariable[];
  /** Variables that hold the path of the repository, and where they are as good as written: `TRAVIS_BUILD_DIR`. */
  readonly workspace?: { readonly names: readonly string[]; readonly span: Span };
  readonly emptyText?: string | undefined;
  readonly isEntry?: boolean;
}

/**
 * The sections of a job: one, or one for each stretch of steps that share directory and variables, each of which needs the one before; the
 * last has the job's name. None where nothing is run and needed, or steps do not run in the order of the file.
 */
export function assembleSections(source: string, job: HostJob): readonly ScriptSection[] {
  const steps = job.steps.filter(({ text }) => text.end > text.start);
  if ((steps.length === 0 && !job.needs?.length) || !isInOrder(steps)) return [];
  // A job that only needs others is a section without blocks.
  const list = { start: steps[0]?.text.start ?? 0, emptyText: job.emptyText };
  const stretches = steps.length === 0 ? [[]] : partSteps(steps);
  const names = stretches.map((_, at) => (at === stretches.length - 1 ? job.name : `${job.name}#${at + 1}`));
  return stretches.map((stretch, at) => {
    const before = names[at - 1];
    return {
      name: names[at] ?? job.name,
      needs: before === undefined ? (job.needs ?? []) : [before],
      blocks: stretch.map((step) => toBlock(step, list)),
      read: drawShell(
        source,
        stretch.map(({ text }) => text),
      ),
      directory: stretch[0]?.directory,
      variables: [...nameWorkspace(job, stretch[0]?.directory), ...(job.variables ?? []), ...(stretch[0]?.variables ?? [])],
      positional: [],
      isEntry: at === stretches.length - 1 && (job.isEntry ?? true),
      emptyText: job.emptyText,
    };
  });
}

/** The directory a job starts in is the repository, unless it says another one. */
function nameWorkspace({ workspace }: HostJob, directory: string | undefined): readonly HostVariable[] {
  if (!workspace || directory !== undefined) return [];
  return workspace.names.map((name) => ({ name, word: '"$PWD"', isDefault: false, span: workspace.span }));
}

function toBlock({ text, item, isOwnShell, condition, list }: HostStep, whole: ScriptBlock['list'] & object): ScriptBlock {
  const block = { start: text.start, end: text.end, itemStart: item.start, itemEnd: item.end, isOwnShell, list: list ?? whole };
  return condition ? { ...block, condition } : block;
}

function isInOrder(steps: readonly HostStep[]): boolean {
  return steps.every(({ text }, at) => at === 0 || (steps[at - 1]?.text.end ?? 0) < text.start);
}

function partSteps(steps: readonly HostStep[]): readonly (readonly HostStep[])[] {
  const stretches: HostStep[][] = [];
  for (const step of steps) {
    const stretch = stretches.at(-1);
    if (stretch?.[0] && describeSetting(stretch[0]) === describeSetting(step)) stretch.push(step);
    else stretches.push([step]);
  }
  return stretches;
}

function describeSetting({ directory, variables = [] }: HostStep): string {
  return JSON.stringify([directory ?? '', variables.map(({ name, word }) => [name, word])]);
}
