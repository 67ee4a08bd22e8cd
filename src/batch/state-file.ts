import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { findFileName } from './repository.ts';
import { isStateRecord, type StateRecord } from './state-record.ts';
import { findErrorCode } from './system-error.ts';

/** The records of a state file, or the line that is damaged. */
export type ReadState =
  | {
      readonly kind: 'records';
      readonly records: readonly StateRecord[];
      /** Bytes up to the end of the last whole line. What is behind was cut off by a kill and is written over. */
      readonly length: number;
    }
  /** `line` counts from 1. */
  | { readonly kind: 'corrupt'; readonly line: number };

/** The state file of a repository. */
export function findStatePath(directory: string, name: string): string {
  return join(directory, 'repositories', `${findFileName(name)}.jsonl`);
}

/** Reads a state file; one that is not there holds nothing. Each line is a checksum (CRC-32, eight digits), a blank and JSON. */
export function readStateFile(path: string): ReadState {
  const bytes = readBytes(path);
  const length = bytes.lastIndexOf(0x0a) + 1;
  const lines = bytes.subarray(0, length).toString('utf8').split('\n').slice(0, -1);
  const records: StateRecord[] = [];
  for (const [index, line] of lines.entries()) {
    const record = readLine(line);
    if (record === undefined) return { kind: 'corrupt', line: index + 1 };
    records.push(record);
  }
  return { kind: 'records', records, length };
}

/**
 * Puts a record behind the `length` bytes that hold whole lines, and returns the new length. With `sync` it is on the device then.
 * Nobody else may write to the file: the caller holds the lock of the state directory.
 */
export function appendRecord(
  path: string,
  record: StateRecord,
  { length, sync }: { readonly length: number; readonly sync: boolean },
): number {
  const json = JSON.stringify(record);
  const line = Buffer.from(`${checksum(json)} ${json}\n`);
  const file = openSync(path, length === 0 ? 'w' : 'r+', 0o600);
  try {
    if (length > 0) ftruncateSync(file, length);
    for (let at = 0; at < line.length; ) at += writeSync(file, line, at, line.length - at, length + at);
    if (sync) fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return length + line.length;
}

/** Moves a damaged file aside, to the first name `….corrupt-N` that is free; its new path. */
export function setAside(path: string): string {
  for (let number = 1; ; number += 1) {
    const aside = `${path}.corrupt-${number}`;
    if (readBytes(aside).length > 0) continue;
    renameSync(path, aside);
    return aside;
  }
}

function readLine(line: string): StateRecord | undefined {
  const json = line.slice(9);
  if (line[8] !== ' ' || line.slice(0, 8) !== checksum(json)) return undefined;
  // The checksum says that the line is as it was written, so it is JSON; its form may be that of another version.
  const value: unknown = JSON.parse(json);
  return isStateRecord(value) ? value : undefined;
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if (findErrorCode(error) === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}
