#!/usr/bin/env node
import process from 'node:process';
import { runCli } from './main.ts';

// A reader that has seen enough (`restage plan | head`) closes the pipe; that is no error, and the exit code stays what it is.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

// Not `process.exit`: it would cut off what a pipe has not taken yet.
process.exitCode = await runCli(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  terminal: { stdin: process.stdin, stdout: process.stdout },
  directory: process.cwd(),
  environment: process.env,
});
