import { join } from 'node:path';
import { applyChanges } from '../apply/apply-changes.ts';
import { CATALOGUE } from '../model/diagnostic-catalogue.ts';
import type { FileChange } from '../model/plan.ts';
import { readTree, toChange } from './file-changes.ts';
import { type Entry, git, makeDirectory, makeRepository } from './temporary-directory.ts';

/** Files of a small project: a byte order mark, CRLF and an executable among them. */
export const INPUT = {
  Dockerfile: 'FROM alpine:3\nCOPY app ./\n',
  'docker/Dockerfile.build': '\ufeffFROM golang:1.21\r\n',
  'build.sh': { text: '#!/bin/sh\n', mode: 0o755 },
} as const;

/** One change of each kind for those files. */
export const CHANGES: readonly FileChange[] = [
  toChange('Dockerfile', INPUT.Dockerfile, 'FROM golang:1.21 AS builder\r\nFROM alpine:3\r\n'),
  toChange('docker/Dockerfile.build', INPUT['docker/Dockerfile.build'], undefined),
  toChange('notes/new.sh', undefined, '\ufeff#!/bin/sh\n', 0o750),
];

/** What `readTree` shows once they are written. */
export const WRITTEN = {
  Dockerfile: '644 FROM golang:1.21 AS builder\r\nFROM alpine:3\r\n',
  'build.sh': '755 #!/bin/sh\n',
  docker: 'directory',
  notes: 'directory',
  'notes/new.sh': `750 ${Buffer.from('\ufeff').toString('latin1')}#!/bin/sh\n`,
};

/** A home directory of the test's own; gone with `removeDirectories`. */
export const home = makeDirectory();
export const environment = { ...process.env, HOME: home, XDG_STATE_HOME: join(home, 'state') };
export const options = { environment };

/** A repository in which everything is committed. */
export function makeCommitted(entries: Readonly<Record<string, Entry>> = INPUT): string {
  const root = makeRepository(entries);
  git(root, 'add', '.');
  git(root, 'commit', '--quiet', '-m', 'Start');
  return root;
}

/** Applies and expects a refusal that leaves the tree as it is; its codes with the files they name. */
export async function findRefusals(root: string, changes: readonly FileChange[], more: object = {}): Promise<readonly string[]> {
  const before = readTree(root);
  const result = await applyChanges(root, changes, { ...options, ...more });
  if (result.kind !== 'refused') throw new Error('applied what was to be refused');
  expect(readTree(root)).toEqual(before);
  for (const { code, help } of result.diagnostics) {
    expect(Object.keys(CATALOGUE)).toContain(code);
    expect(help).toBeDefined();
  }
  return result.diagnostics.map(({ code, span }) => `${code} ${span?.file ?? ''}`);
}
