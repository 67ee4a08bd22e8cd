import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { CATALOGUE } from '../model/diagnostic-catalogue.ts';
import type { FileChange } from '../model/plan.ts';
import { readTree, toChange } from '../testing/file-changes.ts';
import { git, makeDirectory, makeRepository, removeDirectories } from '../testing/temporary-directory.ts';
import { applyChanges } from './apply-changes.ts';
import { findWorkTree } from './find-work-tree.ts';
import { undo } from './undo.ts';

const INPUT = {
  Dockerfile: 'FROM alpine:3\nCOPY app ./\n',
  'docker/Dockerfile.build': '\ufeffFROM golang:1.21\r\n',
  'build.sh': { text: '#!/bin/sh\n', mode: 0o755 },
};
const CHANGES = [
  toChange('Dockerfile', INPUT.Dockerfile, 'FROM golang:1.21 AS builder\r\nFROM alpine:3\r\n'),
  toChange('docker/Dockerfile.build', INPUT['docker/Dockerfile.build'], undefined),
  toChange('notes/new.sh', undefined, '\ufeff#!/bin/sh\n', 0o750),
];
const WRITTEN = {
  Dockerfile: '644 FROM golang:1.21 AS builder\r\nFROM alpine:3\r\n',
  'build.sh': '755 #!/bin/sh\n',
  docker: 'directory',
  notes: 'directory',
  'notes/new.sh': `750 ${Buffer.from('\ufeff').toString('latin1')}#!/bin/sh\n`,
};

const home = makeDirectory();
const environment = { ...process.env, HOME: home, XDG_STATE_HOME: join(home, 'state') };
const options = { environment };

afterAll(removeDirectories);

function makeCommitted(entries: Parameters<typeof makeRepository>[0] = INPUT): string {
  const root = makeRepository(entries);
  git(root, 'add', '.');
  git(root, 'commit', '--quiet', '-m', 'Start');
  return root;
}

/** Applies and expects a refusal that leaves the tree as it is; its codes with the files they name. */
async function findRefusals(root: string, changes: readonly FileChange[], more: object = {}): Promise<readonly string[]> {
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

describe('the files that are written', () => {
  test.each([
    ['in git', () => makeCommitted()],
    ['outside git', () => makeDirectory(INPUT)],
  ])('hold the new bytes and modes, and nothing else is there, %s', async (_place, make) => {
    const root = make();
    expect(await applyChanges(root, CHANGES, options)).toEqual({
      kind: 'applied',
      transaction: expect.stringMatching(/^000001-[0-9a-f]{8}$/),
      paths: ['Dockerfile', 'docker/Dockerfile.build', 'notes/new.sh'],
    });
    expect(readTree(root)).toEqual(WRITTEN);
  });

  test('keep odd modes, whatever the umask', async () => {
    const root = makeDirectory({ Dockerfile: { text: 'a', mode: 0o606 } });
    const umask = process.umask(0o077);
    try {
      await applyChanges(root, [toChange('Dockerfile', 'a', 'b', 0o606), toChange('x.sh', undefined, 'x', 0o777)], options);
    } finally {
      process.umask(umask);
    }
    expect(readTree(root)).toEqual({ Dockerfile: '606 b', 'x.sh': '777 x' });
  });

  test('leave the other name of a file with two names alone', async () => {
    const root = makeDirectory({ Dockerfile: 'a' });
    linkSync(join(root, 'Dockerfile'), join(root, 'other'));
    await applyChanges(root, [toChange('Dockerfile', 'a', 'b')], options);
    expect(readTree(root)).toEqual({ Dockerfile: '644 b', other: '644 a' });
  });

  test('may have names that mean something to git or to a shell', async () => {
    const names = [':(glob)**', '-f', 'a b\n$(x)', '*', 'ünï'];
    const root = makeCommitted(Object.fromEntries(names.map((name) => [name, 'a'])));
    const result = await applyChanges(
      root,
      names.map((name) => toChange(name, 'a', 'b')),
      options,
    );
    expect(result).toMatchObject({ kind: 'applied', paths: names });
    expect(Object.values(readTree(root))).toEqual(names.map(() => '644 b'));
  });

  test('nothing to write writes nothing, not even a journal', async () => {
    const root = makeCommitted();
    expect(await applyChanges(root, [], options)).toEqual({ kind: 'applied', transaction: undefined, paths: [] });
    expect(existsSync(join(root, '.git/restage'))).toBe(false);
  });
});

describe('a dry run', () => {
  test('says the same and writes nothing', async () => {
    const root = makeCommitted();
    const before = readTree(root);
    expect(await applyChanges(root, CHANGES, { ...options, dryRun: true })).toMatchObject({
      kind: 'applied',
      transaction: undefined,
    });
    expect(readTree(root)).toEqual(before);
    expect(existsSync(join(root, '.git/restage'))).toBe(false);
  });

  test('refuses what apply would refuse', async () => {
    const root = makeCommitted();
    writeFileSync(join(root, 'Dockerfile'), 'FROM mine\n');
    expect(await findRefusals(root, CHANGES, { dryRun: true })).toEqual(['tree/changed-since Dockerfile']);
  });
});

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

describe('the git guard', () => {
  const edited = INPUT.Dockerfile.replace('alpine:3', 'alpine:3.20');
  const edit = toChange('Dockerfile', edited, 'FROM x\n');

  test.each<[string, (root: string) => void, FileChange]>([
    ['modified', (root) => writeFileSync(join(root, 'Dockerfile'), edited), edit],
    [
      'staged',
      (root) => {
        writeFileSync(join(root, 'Dockerfile'), edited);
        git(root, 'add', 'Dockerfile');
      },
      edit,
    ],
    [
      'untracked in a directory that is untracked',
      (root) => {
        mkdirSync(join(root, 'new'));
        writeFileSync(join(root, 'new/Dockerfile'), edited);
      },
      toChange('new/Dockerfile', edited, undefined),
    ],
    ['deleted and about to be made', (root) => rmSync(join(root, 'Dockerfile')), toChange('Dockerfile', undefined, 'x')],
    [
      'renamed and staged',
      (root) => git(root, 'mv', 'Dockerfile', 'Dockerfile.new'),
      toChange('Dockerfile.new', INPUT.Dockerfile, 'x'),
    ],
    ['of another mode', (root) => chmodSync(join(root, 'Dockerfile'), 0o755), toChange('Dockerfile', INPUT.Dockerfile, 'x')],
  ])('stops at a file that is %s, unless forced', async (_state, change, planned) => {
    const root = makeCommitted();
    change(root);
    expect(await findRefusals(root, [planned])).toEqual([`tree/dirty-file ${planned.path}`]);
    expect(await applyChanges(root, [planned], { ...options, force: true })).toMatchObject({ kind: 'applied' });
  });

  test('lets files pass that are not in the plan', async () => {
    const root = makeCommitted();
    writeFileSync(join(root, 'build.sh'), 'echo changed\n');
    writeFileSync(join(root, 'other'), '');
    expect(await applyChanges(root, CHANGES, options)).toMatchObject({ kind: 'applied' });
  });

  test('works from a directory below the top, with paths relative to it', async () => {
    const top = makeCommitted({ 'service/Dockerfile': 'a', Dockerfile: 'a' });
    const root = join(top, 'service');
    writeFileSync(join(top, 'Dockerfile'), 'changed');
    expect(await applyChanges(root, [toChange('Dockerfile', 'a', 'b')], options)).toMatchObject({ kind: 'applied' });
    expect(await findRefusals(root, [toChange('Dockerfile', 'b', 'c')])).toEqual(['tree/dirty-file Dockerfile']);
    expect(await findRefusals(top, [toChange('service/Dockerfile', 'b', 'c')])).toEqual(['tree/dirty-file service/Dockerfile']);
  });

  test('is not led astray by variables of git, and runs neither monitor nor hook', async () => {
    const [root, other] = [makeCommitted(), makeCommitted()];
    writeFileSync(join(root, 'trap.sh'), `#!/bin/sh\ntouch '${join(root, 'trapped')}'\n`);
    chmodSync(join(root, 'trap.sh'), 0o755);
    git(root, 'config', 'core.fsmonitor', join(root, 'trap.sh'));
    writeFileSync(join(root, 'Dockerfile'), edited);
    const led = { ...environment, GIT_DIR: join(other, '.git'), GIT_WORK_TREE: other };
    expect(await findRefusals(root, [edit], { environment: led })).toEqual(['tree/dirty-file Dockerfile']);
    expect(existsSync(join(root, 'trapped'))).toBe(false);
  });

  test('refuses when a repository is there that git cannot read, unless forced', async () => {
    const root = makeDirectory({ ...INPUT, '.git': 'gitdir: nowhere\n' });
    expect(await findRefusals(root, CHANGES)).toEqual(['tree/git-failed ']);
    expect(await applyChanges(root, CHANGES, { ...options, force: true })).toMatchObject({ kind: 'applied' });
    expect(await undo(root, options)).toMatchObject({ kind: 'undone' });
  });

  test('needs no git where no repository is', async () => {
    const root = makeDirectory(INPUT);
    const bare = { ...environment, PATH: makeDirectory() };
    expect(await applyChanges(root, CHANGES, { environment: bare })).toMatchObject({ kind: 'applied' });
    expect(await findRefusals(makeCommitted(), CHANGES, { environment: bare })).toEqual(['tree/git-failed ']);
  });
});

describe('the journal', () => {
  test('of a linked worktree lies in its own git directory', async () => {
    const main = makeCommitted();
    const root = join(makeDirectory(), 'linked');
    git(main, 'worktree', 'add', '--quiet', root);
    expect(await applyChanges(root, CHANGES, options)).toMatchObject({ kind: 'applied' });
    expect(readdirSync(join(main, '.git/worktrees/linked/restage/history'))).toHaveLength(1);
    expect(existsSync(join(main, '.git/restage'))).toBe(false);
    expect(git(root, 'status', '--porcelain')).not.toContain('restage');
    expect(await undo(root, options)).toMatchObject({ kind: 'undone' });
  });

  test.each([
    ['under XDG_STATE_HOME', { XDG_STATE_HOME: join(home, 'xdg') }, 'xdg/restage'],
    ['under the home directory when that is relative', { XDG_STATE_HOME: 'state' }, '.local/state/restage'],
    ['under the home directory when that is not set', { XDG_STATE_HOME: undefined }, '.local/state/restage'],
  ])('lies outside git %s, closed to others', async (_name, more, directory) => {
    const root = makeDirectory(INPUT);
    const tree = await findWorkTree(root, { ...environment, ...more });
    await applyChanges(root, CHANGES, { environment: { ...environment, ...more } });
    expect(tree.state.startsWith(`${join(home, directory)}/`)).toBe(true);
    expect(statSync(tree.state).mode & 0o777).toBe(0o700);
    const [name = ''] = readdirSync(join(tree.state, 'history'));
    expect(statSync(join(tree.state, 'history', name)).mode & 0o777).toBe(0o600);
  });

  test('that is damaged is named and stops everything', async () => {
    const root = makeCommitted();
    const pending = join(root, '.git/restage/pending.json');
    mkdirSync(join(root, '.git/restage'));
    const leaving = {
      ...{ schema: 'restage.journal/1', id: '000001-abcdef01', kind: 'apply', prefix: '', made: [], emptied: [] },
      entries: [{ path: '../../outside' }],
    };
    for (const text of ['{', '[]', JSON.stringify(leaving)]) {
      writeFileSync(pending, text);
      await expect(applyChanges(root, CHANGES, options)).rejects.toThrow(`the journal \`${pending}\` is damaged`);
    }
  });
});

describe('the lock', () => {
  function makeLocked(owner: string): string {
    const root = makeCommitted();
    mkdirSync(join(root, '.git/restage/lock'), { recursive: true });
    writeFileSync(join(root, '.git/restage/lock/owner.json'), owner);
    return root;
  }

  test('lets one of several at the same time write, and refuses the others', async () => {
    const root = makeCommitted();
    const results = await Promise.all(Array.from({ length: 4 }, () => applyChanges(root, CHANGES, options)));
    expect(results.filter(({ kind }) => kind === 'applied')).toHaveLength(1);
    expect(readTree(root)).toEqual(WRITTEN);
    expect(readdirSync(join(root, '.git/restage'))).toEqual(['history']);
  });

  test.each([
    ['of this process', JSON.stringify({ pid: process.pid, host: hostname(), started: '' })],
    ['of another machine', JSON.stringify({ pid: 1, host: 'elsewhere', started: '' })],
    ['that cannot be read', ''],
  ])('%s is respected and named', async (_name, owner) => {
    const root = makeLocked(owner);
    const result = await applyChanges(root, CHANGES, options);
    expect(result).toMatchObject({
      kind: 'refused',
      diagnostics: [{ code: 'tree/locked', help: expect.stringContaining(join(root, '.git/restage/lock')) }],
    });
    expect(readFileSync(join(root, '.git/restage/lock/owner.json'), 'utf8')).toBe(owner);
    expect(readdirSync(join(root, '.git/restage'))).toEqual(['lock']);
  });

  // Numbers of processes end at 4,194,304 on Linux.
  test.each([
    ['a process that is gone', { pid: 2 ** 30, started: '' }],
    ['a process whose number another one has', { pid: process.pid, started: 'an earlier boot' }],
  ])('of %s is taken over', async (_name, owner) => {
    const root = makeLocked(JSON.stringify({ ...owner, host: hostname() }));
    expect(await applyChanges(root, CHANGES, options)).toMatchObject({ kind: 'applied' });
    expect(readdirSync(join(root, '.git/restage'))).toEqual(['history']);
  });
});
