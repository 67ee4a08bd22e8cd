import type { FailureClass } from '../report/batch/failure-class.ts';

/** The system's name of an error, such as `ENOENT`; `undefined` for any other error. */
export function findErrorCode(error: unknown): string | undefined {
  // Not `instanceof`: an error of Node itself is of another realm when a host runs this code in a `vm` context, as jest does.
  if (typeof error !== 'object' || error === null || !('code' in error) || !('syscall' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** The failure class of an error of the system; `fault` for any other error. */
export function classifyError(error: unknown): FailureClass {
  switch (findErrorCode(error)) {
    case undefined:
      return 'fault';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'disk-full';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'no-access';
    case 'ENOENT':
    case 'ENOTDIR':
      return 'missing';
    default:
      return 'fault';
  }
}

/** The first line of what an error says. */
export function describeError(error: unknown): string {
  const message = typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
  return message.split('\n')[0] ?? '';
}
