import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHANGES, environment, home, INPUT, makeCommitted, options } from '../testing/apply-sample.ts';
import { git, makeDirectory, removeDirectories } from '../testing/temporary-directory.ts';
import { applyChanges } from './apply-changes.ts';
import { findWorkTree } from './find-work-tree.ts';
import { undo } from './undo.ts';

afterAll(removeDirectories);

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
      schema: 'restage.journal/1',
      id: '000001-abcdef01',
      kind: 'apply',
      prefix: '',
      made: [],
      emptied: [],
      entries: [{ path: '../../outside' }],
    };
    for (const text of ['{', '[]', JSON.stringify(leaving)]) {
      writeFileSync(pending, text);
      await expect(applyChanges(root, CHANGES, options)).rejects.toThrow(`the journal \`${pending}\` is damaged`);
    }
  });
});
