import type { DockerfileCaller } from './caller.ts';
import type { HostScript } from './script-host.ts';
import type { Settings } from './settings.ts';

/** One file of the repository as it was read. */
export interface ProjectFile {
  /** Relative to the repository root, `/`-separated. */
  readonly path: string;
  readonly text: string;
  /** POSIX permission bits, e.g. `0o755`. */
  readonly mode: number;
}

/** What was read of a repository: every path that exists, and the text of the files that matter. */
export interface ProjectFiles {
  /** Text files that were read, by path: Dockerfiles, scripts, ignore files and what may name them. */
  readonly files: ReadonlyMap<string, ProjectFile>;
  /** Every path of the repository: files (and links), and the directories that hold them; `''` is the root. */
  readonly tree: ReadonlyMap<string, EntryType>;
}

/** The part of a repository that restage works on. Everything after `discover` sees the repository through this value only. */
export interface Project extends ProjectFiles {
  /** The shell in files that are no shell scripts, by path. */
  readonly scripts: ReadonlyMap<string, HostScript>;
  /** What its `restage.config.json` says, once that is read. */
  readonly settings?: Settings;
  /** What builds Dockerfiles without a script, once that is read. */
  readonly callers?: readonly DockerfileCaller[];
}

export type EntryType = 'file' | 'directory' | 'symlink';

/** The directory part of a repository path; `''` for a path at the root. */
export function findDirectory(path: string): string {
  const at = path.lastIndexOf('/');
  return at === -1 ? '' : path.slice(0, at);
}

/** The last segment of a path. */
export function findBasename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
