import { makeProject } from '../testing/interpret-text.ts';
import { findArtifactsBelow, findNode, type HostEntry, type HostFiles, isDirectoryNode } from './host-files.ts';

const PROJECT = makeProject({ 'main.go': '', 'web/index.js': '', 'web/dist/.gitkeep': '' });
const AT = [{ file: 'a.sh', start: 0, end: 1 }] as const;
const ABSENT: HostEntry = { kind: 'absent', step: 3 };
const ARTIFACT: HostEntry = { kind: 'artifact', artifact: 'artifact:0' };
const UNKNOWN: HostEntry = { kind: 'unknown', reason: 'because', provenance: AT };
const directory = (base: 'repository' | 'empty', ...spills: readonly string[]): HostEntry => ({
  kind: 'directory',
  base,
  spills,
  step: 3,
});
const files = (entries: Readonly<Record<string, HostEntry>>): HostFiles => new Map(Object.entries(entries));

test.each<[string, Readonly<Record<string, HostEntry>>, string, object]>([
  ['a file of the repository', {}, 'main.go', { kind: 'repository', type: 'file' }],
  ['a directory of the repository', {}, 'web', { kind: 'repository', type: 'directory' }],
  ['the root', {}, '', { kind: 'repository', type: 'directory' }],
  ['nothing', {}, 'app', { kind: 'absent' }],
  ['something outside', {}, '/tmp/x', { kind: 'unknown', reason: 'it lies outside the repository' }],
  ['something above', {}, '../x', { kind: 'unknown', reason: 'it lies outside the repository' }],
  ['an artifact', { app: ARTIFACT }, 'app', { kind: 'artifact', artifact: 'artifact:0', below: '' }],
  ['something in an artifact', { dist: ARTIFACT }, 'dist/a/b', { kind: 'artifact', artifact: 'artifact:0', below: 'a/b' }],
  ['an artifact over a file', { 'main.go': ARTIFACT }, 'main.go', { kind: 'artifact', artifact: 'artifact:0', below: '' }],
  ['a removed file', { 'main.go': ABSENT }, 'main.go', { kind: 'absent' }],
  ['a file of a removed directory', { web: ABSENT }, 'web/index.js', { kind: 'absent' }],
  [
    'what was put there since',
    { web: ABSENT, 'web/app': ARTIFACT },
    'web/app',
    { kind: 'artifact', artifact: 'artifact:0', below: '' },
  ],
  ['a directory that was made', { out: directory('empty') }, 'out', { kind: 'made', type: 'directory', step: 3 }],
  ['nothing in it', { out: directory('empty') }, 'out/x', { kind: 'absent' }],
  [
    'a file of the repository in one copied into',
    { web: directory('repository') },
    'web/index.js',
    { kind: 'repository', type: 'file' },
  ],
  [
    'a spilled file',
    { out: directory('empty', 'artifact:0') },
    'out/x',
    { kind: 'artifact', artifact: 'artifact:0', below: 'x' },
  ],
  ['one of two spills', { out: directory('empty', 'artifact:0', 'artifact:1') }, 'out/x', { kind: 'unknown' }],
  ['a spill over a file', { web: directory('repository', 'artifact:0') }, 'web/index.js', { kind: 'unknown' }],
  ['a file that was made', { log: { kind: 'made', type: 'file', step: 3 } }, 'log', { kind: 'made', type: 'file' }],
  ['something unknown', { x: UNKNOWN }, 'x/y', { kind: 'unknown', reason: 'because' }],
])('finds %s', (_, entries, path, node) => {
  expect(findNode(files(entries), PROJECT, path)).toMatchObject(node);
});

test('finds artifacts and spills below a directory, with their places', () => {
  const host = files({ 'bin/app': ARTIFACT, out: directory('empty', 'artifact:1'), 'out/x': ABSENT, '/tmp/y': ARTIFACT });
  expect(findArtifactsBelow(host, '')).toEqual([
    { artifact: 'artifact:0', at: 'bin/app' },
    { artifact: 'artifact:1', at: 'out' },
  ]);
  expect(findArtifactsBelow(host, 'bin')).toEqual([{ artifact: 'artifact:0', at: 'app' }]);
  expect(findArtifactsBelow(host, 'web')).toEqual([]);
});

test('takes only what is known to be a directory for one', () => {
  const host = files({ out: directory('empty'), app: ARTIFACT });
  expect(['web', 'out', 'app', 'main.go', 'nothing'].map((path) => isDirectoryNode(findNode(host, PROJECT, path)))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
