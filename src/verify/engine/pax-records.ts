import { ArchiveError } from './archive-error.ts';

/** One `key=value` of a pax extended header. Values stay bytes: extended attributes are no text. */
export interface PaxRecord {
  readonly key: string;
  readonly value: Buffer;
}

/**
 * The records of a pax extended header, in order, repetitions kept (`length key=value\n`, POSIX.1-2001 pax).
 * @throws ArchiveError when the lengths do not add up.
 */
export function readPaxRecords(data: Buffer): readonly PaxRecord[] {
  const records: PaxRecord[] = [];
  let at = 0;
  while (at < data.length && data[at] !== 0) {
    const blank = data.indexOf(0x20, at);
    const length = Number.parseInt(data.toString('latin1', at, blank), 10);
    const equals = data.indexOf(0x3d, blank);
    const end = at + length;
    const isSound = blank !== -1 && equals !== -1 && equals < end && end <= data.length && data[end - 1] === 0x0a;
    if (!isSound) throw new ArchiveError('damaged pax header');
    records.push({ key: data.toString('utf8', blank + 1, equals), value: Buffer.from(data.subarray(equals + 1, end - 1)) });
    at = end;
  }
  return records;
}

/** The last value given for a key; an empty value takes an earlier one back. */
export function findPaxValue(records: readonly PaxRecord[], key: string): Buffer | undefined {
  const value = records.findLast((record) => record.key === key)?.value;
  return value === undefined || value.length === 0 ? undefined : value;
}

/** A decimal value of a key. */
export function findPaxNumber(records: readonly PaxRecord[], key: string): number | undefined {
  const value = findPaxValue(records, key);
  return value === undefined ? undefined : Number.parseInt(value.toString('latin1'), 10);
}
