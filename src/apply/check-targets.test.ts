import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHANGES, findRefusals, INPUT, makeCommitted, options, WRITTEN } from '../testing/apply-sample.ts';
import { readTree, toChange } from '../testing/file-changes.ts';
import { makeDirectory, removeDirectories } from '../testing/temporary-directory.ts';
import { applyChanges } from './apply-changes.ts';
import { undo } from './undo.ts';

afterAll(removeDirectories);

describe('a file that is not what the plan was made from', () => {
  test.each<[string, (root: string) => void, string]>([
    ['other bytes', (root) => writeFileSync(join(root, 'Dockerfile'), 'FROM mine\n'), 'tree/changed-since Dockerfile'],
    [
      'other line ends',
      (root) => writeFileSync(join(root, 'Dockerfile'), INPUT.Dockerfile.replaceAll('\n', '\r\n')),
      'tree/changed-since Dockerfile',
    ],
    [
      'a byte order mark less',
      (root) => writeFileSync(join(root, 'docker/Dockerfile.build'), 'FROM golang:1.21\r\n'),
      'tree/changed-since docker/Dockerfile.build',
    ],
    ['no file', (root) => rmSync(join(root, 'Dockerfile')), 'tree/changed-since Dockerfile'],
    [
      'a file where a new one would be',
      (root) => {
        mkdirSync(join(root, 'notes'));
        writeFileSync(join(root, 'notes/new.sh'), '');
      },
      'tree/target-exists notes/new.sh',
    ],
    [
      'a directory',
      (root) => {
        rmSync(join(root, 'Dockerfile'));
        mkdirSync(join(root, 'Dockerfile'));
      },
      'tree/not-a-file Dockerfile',
    ],
    ['a file in place of a directory', (root) => writeFileSync(join(root, 'notes'), ''), 'tree/not-a-file notes/new.sh'],
  ])('%s stops everything', async (_name, change, refusal) => {
    const root = makeDirectory(INPUT);
    change(root);
    expect(await findRefusals(root, CHANGES, { force: true })).toEqual([refusal]);
  });

  test('all of them are named', async () => {
    const root = makeDirectory({ ...INPUT, Dockerfile: 'x', 'docker/Dockerfile.build': 'y' });
    expect(await findRefusals(root, CHANGES)).toHaveLength(2);
  });

  test('a file that changes while others are written brings everything back', async () => {
    const root = makeDirectory(INPUT);
    const onStep = (step: string) => {
      if (step.startsWith('move') && step.endsWith('/Dockerfile')) rmSync(join(root, 'docker/Dockerfile.build'), { force: true });
    };
    const result = await applyChanges(root, CHANGES, { ...options, onStep });
    expect(result).toMatchObject({
      kind: 'refused',
      diagnostics: [{ code: 'tree/changed-since', span: { file: 'docker/Dockerfile.build' } }],
    });
    const { 'docker/Dockerfile.build': _removed, ...rest } = readTree(makeDirectory(INPUT));
    expect(readTree(root)).toEqual(rest);
  });
});

describe('links', () => {
  test.each<[string, (root: string, outside: string) => void, string]>([
    [
      'in place of a file',
      (root, outside) => {
        renameSync(join(root, 'Dockerfile'), join(outside, 'Dockerfile'));
        symlinkSync(join(outside, 'Dockerfile'), join(root, 'Dockerfile'));
      },
      'Dockerfile',
    ],
    [
      'in place of a directory',
      (root, outside) => {
        renameSync(join(root, 'docker'), join(outside, 'docker'));
        symlinkSync(join(outside, 'docker'), join(root, 'docker'));
      },
      'docker/Dockerfile.build',
    ],
    ['in place of the directory of a new file', (root, outside) => symlinkSync(outside, join(root, 'notes')), 'notes/new.sh'],
    [
      'that lead nowhere in place of a new file',
      (root) => {
        mkdirSync(join(root, 'notes'));
        symlinkSync('missing', join(root, 'notes/new.sh'));
      },
      'notes/new.sh',
    ],
  ])('%s are refused', async (_name, change, path) => {
    const [root, outside] = [makeDirectory(INPUT), makeDirectory()];
    change(root, outside);
    const before = readTree(outside);
    expect(await findRefusals(root, CHANGES)).toEqual([`tree/link ${path}`]);
    expect(readTree(outside)).toEqual(before);
  });

  test('above the root are followed', async () => {
    const root = makeDirectory(INPUT);
    const link = join(makeDirectory(), 'link');
    symlinkSync(root, link);
    expect(await applyChanges(link, CHANGES, options)).toMatchObject({ kind: 'applied' });
    expect(readTree(root)).toEqual(WRITTEN);
    expect(await undo(root, options)).toMatchObject({ kind: 'undone' });
  });
});

test.each(['../x', 'a/../../x', '/etc/x', '.', '', 'a//b', './x', '.git/hooks/post-commit', 'a/.GIT/config', 'a\0b'])(
  'the path %j is refused',
  async (path) => {
    const root = makeCommitted();
    expect(await findRefusals(root, [toChange(path, undefined, 'x')])).toEqual([`tree/outside-root ${path}`]);
  },
);
