#!/usr/bin/env node
import { dirname } from 'node:path';
import process from 'node:process';
import { isatty } from 'node:tty';
import { fileURLToPath } from 'node:url';
import { createPlanStarter } from './review-planner.ts';

const words = process.argv.slice(2);
// Before anything else is loaded: it is what the first proposals wait for.
const isEarly = [undefined, 'review'].includes(words[0]) && isatty(0) && isatty(1);
const startPlan = createPlanStarter(dirname(fileURLToPath(import.meta.url)), { isEarly });
const { runCli } = await import('./main.ts');

// A reader that has seen enough (`restage plan | head`) closes the pipe; that is no error, and the exit code stays what it is.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

// Not `process.exit`: it would cut off what a pipe has not taken yet.
process.exitCode = await runCli(words, {
  stdout: process.stdout,
  stderr: process.stderr,
  terminal: { stdin: process.stdin, stdout: process.stdout },
  startPlan,
  directory: process.cwd(),
  environment: process.env,
});
