/** Thrown for an image archive that is damaged or of a kind that is not read; the message says what and where. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
}
