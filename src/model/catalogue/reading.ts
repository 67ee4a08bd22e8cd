import type { CatalogueEntry } from '../diagnostic-catalogue.ts';

/** Diagnostics about text that restage reads: scripts and Dockerfiles. */
export const READING_CATALOGUE = {
  'shell/syntax': {
    title: 'The script does not parse.',
    why: 'restage follows a script command by command. Where the shell itself would stop with a syntax error, nothing can be said about what the script builds.',
    next: 'Run `sh -n SCRIPT` (or `bash -n SCRIPT`), mend what it names, and run restage again.',
  },
  'shell/blank-after-backslash': {
    title: 'Blanks stand behind a backslash at the end of a line.',
    why: 'A shell takes `\\` followed by a blank as an argument of one blank and ends the command there, so the next line runs as a command of its own and fails. The script does not work as written; what was meant is a continuation.',
    next: 'Remove the blanks. restage converts the evident intent and marks the plan as needing review.',
  },
  'dockerfile/empty': {
    title: 'The Dockerfile holds no instruction.',
    why: 'An empty file, or one of comments only, builds no image.',
    next: 'Check that the script names the file you meant.',
  },
  'dockerfile/unknown-instruction': {
    title: 'A line of the Dockerfile starts with a word that is not an instruction.',
    why: 'The engine refuses such a file, so there is no old image that a conversion could equal.',
    next: 'Build the file once with the engine and mend the line it names.',
  },
  'dockerfile/no-from': {
    title: 'The Dockerfile has no `FROM`, or an instruction before it.',
    why: 'Only `ARG` may stand before the first `FROM`; the engine refuses anything else.',
    next: 'Add the `FROM`, or check that the script names the file you meant.',
  },
} satisfies Record<string, CatalogueEntry>;
