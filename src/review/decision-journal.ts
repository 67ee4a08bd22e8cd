import { closeSync, constants, fstatSync, fsyncSync, mkdirSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { isNativeError } from 'node:util/types';
import { parseEvent, printEvent, type ReviewEvent } from './review-event.ts';

/** The journal of decisions: lines that are only ever added. */
export interface DecisionJournal {
  /** Hands the event to the system before it returns, so that no later death of the process loses it. */
  readonly append: (event: ReviewEvent) => void;
  /** Also brings the lines to the device. */
  readonly close: () => void;
}

/** The events of a journal, oldest first; none when there is no journal. Lines that were cut off are left out. */
export function readDecisions(path: string): readonly ReviewEvent[] {
  return readText(path)
    .split('\n')
    .flatMap((line) => parseEvent(line) ?? []);
}

/** Opens the journal for adding lines; makes it and its directory at the first event, not before. */
export function openJournal(path: string): DecisionJournal {
  let file: number | undefined;
  return {
    append: (event) => {
      file ??= open(path);
      writeSync(file, printEvent(event));
    },
    close: () => {
      if (file === undefined) return;
      fsyncSync(file);
      closeSync(file);
      file = undefined;
    },
  };
}

function open(path: string): number {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = openSync(path, constants.O_RDWR | constants.O_APPEND | constants.O_CREAT, 0o600);
  const { size } = fstatSync(file);
  const last = Buffer.alloc(1);
  // A line that a power cut left without its end must not swallow the next one.
  if (size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last.toString() !== '\n') writeSync(file, '\n');
  return file;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (isNativeError(error) && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
