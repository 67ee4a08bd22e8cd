import { applyChanges } from '../apply/apply-changes.ts';
import { recover } from '../apply/recover.ts';
import { undo } from '../apply/undo.ts';
import { runCli } from '../cli/main.ts';
import type { Phases } from '../cli/phases.ts';
import type { FileChange, Plan } from '../model/plan.ts';
import { SAMPLE_FILES, sampleChanges, samplePlan, sampleProject } from '../report/sample-plan.ts';
import { makeDirectory } from './temporary-directory.ts';

const stateHome = makeDirectory();

/** What a command line said. */
export interface Said {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A plan that is there already, and the phases of a case that differ. */
export interface Given extends Partial<Phases> {
  readonly plan?: Plan;
  readonly changes?: readonly FileChange[];
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly isTerminal?: boolean;
}

/**
 * Runs one command line in a directory. Discovery and planning answer what is given, the sample's plan unless told otherwise; what
 * writes is the real thing, with a state directory of its own. For `afterAll`: `removeDirectories`.
 */
export async function runRestage(directory: string, words: readonly string[], given: Given = {}): Promise<Said> {
  const { plan = samplePlan(), changes = sampleChanges(), environment, isTerminal, ...phases } = given;
  const said = { stdout: '', stderr: '' };
  const makeOutput = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      said[name] += text;
    },
    isTTY: isTerminal,
    columns: isTerminal ? 100 : undefined,
  });
  const io = {
    stdout: makeOutput('stdout'),
    stderr: makeOutput('stderr'),
    directory,
    environment: { PATH: process.env.PATH, XDG_STATE_HOME: stateHome, ...environment },
  };
  const exitCode = await runCli(words, io, async () => ({
    findRepositoryRoot: async () => directory,
    readProject: async () => ({ project: sampleProject(SAMPLE_FILES), diagnostics: [] }),
    planProject: () => ({ plan, changes }),
    inspectFile: (_project, path, phase) => `${phase} of ${path}\n`,
    applyChanges,
    recover,
    undo,
    ...phases,
  }));
  return { exitCode, ...said };
}
