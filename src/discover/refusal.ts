import type { DiagnosticCode } from '../model/diagnostic-catalogue.ts';

/** Why a file was not read. */
export interface Refusal {
  readonly kind: 'refused';
  readonly code: DiagnosticCode;
  /** Goes on after the file's name: ``is a link that leaves the repository``. */
  readonly reason: string;
  readonly help: string | undefined;
}

/** A refusal with a help line where there is a next step. */
export function refuse(code: DiagnosticCode, reason: string, help?: string): Refusal {
  return { kind: 'refused', code, reason, help };
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'its path is too long',
  EMFILE: 'too many files are open',
  EIO: 'the disk reports an error',
};

/**
 * The refusal for an error of the file system.
 *
 * @throws the error itself when it is not one of the file system: that is a fault of restage.
 */
export function refuseForError(error: unknown, path: string): Refusal {
  const code = findErrorCode(error);
  if (code === undefined) throw error;
  if (code !== 'ENOENT' && code !== 'ENOTDIR') {
    return refuse('file/unreadable', `cannot be read: ${REASONS[code] ?? code}`, 'make it readable and run restage again');
  }
  // Node shows a byte that is not UTF-8 as this character, and such a name opens nothing.
  if (path.includes('\ufffd')) {
    return refuse('file/unreadable', 'cannot be read: its name is not valid UTF-8', 'rename the file');
  }
  return refuse('file/vanished', 'was listed but is gone', 'run restage again when nothing else writes to the repository');
}

/** The system's name of an error, such as `ENOENT`; `undefined` for errors of another kind. */
export function findErrorCode(error: unknown): string | undefined {
  // Not `instanceof`: errors of Node itself are of another realm when the code runs in a sandbox, as jest's.
  if (typeof error !== 'object' || error === null || !('code' in error) || !('syscall' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
