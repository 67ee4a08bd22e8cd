import type { Span } from './span.ts';

/** Where a repository describes itself to restage: data at its root, never code. */
export const SETTINGS_FILE = 'restage.config.json';

/** A command that no reader knows, as the repository describes it. */
export interface CommandDescription {
  /** The program and the words that follow it: `./tools/stamp`, `task`, `lint`. */
  readonly words: readonly string[];
  /** Paths as written: `version.txt`, `gen/*.go`, `/docs` from the root, `$1` for a word of the command, `$@` for all of them. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** Exceptions from `writes`. */
  readonly leavesAlone: readonly string[];
  /** The description in its file. */
  readonly span: Span;
}

/** What a repository says of itself. */
export interface Settings {
  readonly commands: readonly CommandDescription[];
}
