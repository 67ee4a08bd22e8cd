import type { FileRole } from './find-role.ts';

/** How much of a repository is looked at; past a bound a diagnostic says what was left out. */
export interface Limits {
  /** Paths in the tree, the root not counted. */
  readonly paths: number;
  /** Bytes of one file. */
  readonly fileBytes: number;
  /** Bytes of a Dockerfile, of YAML and of JSON, whose parsers take five microseconds for each, and of files that are known by what names them. */
  readonly structuredBytes: number;
  /** Bytes of all files that are read. */
  readonly totalBytes: number;
  /** Files of unknown kind that are opened to see whether they start like a shell script. */
  readonly probes: number;
}

/** The most bytes that a file of this path may have. */
export function findFileLimit(
  path: string,
  role: FileRole | undefined,
  limits: Pick<Limits, 'fileBytes' | 'structuredBytes'>,
): number {
  return role === undefined || role === 'dockerfile' || /\.(?:ya?ml|json)$/i.test(path)
    ? limits.structuredBytes
    : limits.fileBytes;
}

/** Bounds that no repository of the survey comes near; they hold memory and time when one does. */
export const LIMITS: Limits = {
  paths: 200_000,
  fileBytes: 1 << 20,
  structuredBytes: 1 << 18,
  totalBytes: 32 << 20,
  probes: 2_000,
};
