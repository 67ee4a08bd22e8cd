import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import type { Proposal } from '../review/proposal.ts';
import type { Notice } from '../review/review-state.ts';
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
  readonly streams: Io['terminal'];
  readonly environment: Io['environment'];
}

/**
 * Runs `restage verify` on the terminal, which asks before it runs anything and shows how far it is; Ctrl-C ends it and not the review.
 * Goes on once a key is pressed, so that its report can be read.
 */
export async function verifyOnEngine({ variants }: Proposal, { root, streams, environment }: EngineSetting): Promise<Notice> {
  const [entry] = variants[0].pipelines.map((pipeline) => pipeline.entry.file);
  if (!streams || entry === undefined) return { tone: 'warning', text: 'there is nothing to verify' };
  const words = [process.argv[1] ?? '', 'verify', join(root, entry)];
  const child = spawn(process.execPath, words, { stdio: 'inherit', cwd: root, env: environment });
  const [code]: unknown[] = await once(child, 'close');
  const outcome: Notice = OUTCOMES[Number(code)] ?? { tone: 'warning', text: `the verification ended with ${code}` };
  streams.stdout.write(`\n${outcome.text}. Press a key to go back.\n`);
  streams.stdin.setRawMode(true).resume();
  await once(streams.stdin, 'data');
  return outcome;
}
