import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileChange } from '../model/plan.ts';
import { CHANGES, environment, findRefusals, INPUT, makeCommitted, options } from '../testing/apply-sample.ts';
import { toChange } from '../testing/file-changes.ts';
import { git, makeDirectory, removeDirectories } from '../testing/temporary-directory.ts';
import { applyChanges } from './apply-changes.ts';
import { undo } from './undo.ts';

afterAll(removeDirectories);

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

  test('sees untracked files also where git is told to leave them out', async () => {
    const root = makeCommitted();
    git(root, 'config', 'status.showUntrackedFiles', 'no');
    writeFileSync(join(root, 'new'), '');
    expect(await findRefusals(root, [toChange('new', '', 'x')])).toEqual(['tree/dirty-file new']);
  });

  test('names both files of a rename', async () => {
    const root = makeCommitted();
    git(root, 'mv', 'Dockerfile', 'Dockerfile.new');
    const changes = [toChange('Dockerfile', undefined, 'x'), toChange('Dockerfile.new', INPUT.Dockerfile, 'x')];
    expect(await findRefusals(root, changes)).toEqual(['tree/dirty-file Dockerfile', 'tree/dirty-file Dockerfile.new']);
  });

  test('takes a name that looks like a pattern as a name', async () => {
    const root = makeCommitted({ '*': 'a', other: 'a' });
    writeFileSync(join(root, 'other'), 'changed');
    expect(await applyChanges(root, [toChange('*', 'a', 'b')], options)).toMatchObject({ kind: 'applied' });
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
