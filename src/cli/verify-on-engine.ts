import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import type { Project } from '../model/project.ts';
import type { Proposal } from '../review/proposal.ts';
import type { Notice } from '../review/review-state.ts';
import { printConversion } from './conversion-file.ts';
import type { Io } from './io.ts';

/** What the exit codes of `restage verify` mean. */
const OUTCOMES: Readonly<Record<number, Notice>> = {
  0: { tone: 'good', text: 'verified: the images are equal' },
  6: { tone: 'error', text: 'verified: the images differ' },
  7: { tone: 'warning', text: 'not verified: it cannot be established' },
  130: { tone: 'note', text: 'the verification was interrupted' },
};

interface EngineSetting {
  readonly root: string;
  readonly project: Project;
  /** Directory for what is handed over. Absolute. */
  readonly state: string;
  readonly streams: Io['terminal'];
  readonly environment: Io['environment'];
}

/**
 * Runs `restage verify` for the one variant of a proposal on the terminal, which asks before it runs anything and shows how far it is; Ctrl-C ends it and not the review.
 * Goes on once a key is pressed, so that its report can be read.
 */
export async function verifyOnEngine({ variants }: Proposal, setting: EngineSetting): Promise<Notice> {
  const { root, project, state, streams, environment } = setting;
  const { pipelines, changes } = variants[0];
  if (!streams || pipelines.length === 0) return { tone: 'warning', text: 'there is nothing to verify' };
  const directory = await mkdtemp(join(state, 'verify-'));
  const path = join(directory, 'conversion');
  const code = await (async () => {
    await writeFile(path, printConversion({ project, pipelines, changes }), { mode: 0o600 });
    const words = [process.argv[1] ?? '', 'verify', root, '--conversion', path];
    const child = spawn(process.execPath, words, { stdio: 'inherit', cwd: root, env: environment });
    const [status]: unknown[] = await once(child, 'close');
    return status;
  })().finally(() => rm(directory, { recursive: true, force: true }));
  const outcome: Notice = OUTCOMES[Number(code)] ?? { tone: 'warning', text: `the verification ended with ${code}` };
  streams.stdout.write(`\n${outcome.text}. Press a key to go back.\n`);
  streams.stdin.setRawMode(true).resume();
  await once(streams.stdin, 'data');
  return outcome;
}
