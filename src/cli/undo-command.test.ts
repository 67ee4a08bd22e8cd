import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sampleChanges, samplePipeline, samplePlan } from '../report/sample-plan.ts';
import { makeProject } from '../testing/cli-sample.ts';
import { readTree, toChange } from '../testing/file-changes.ts';
import { runRestage } from '../testing/run-restage.ts';
import { removeDirectories } from '../testing/temporary-directory.ts';

afterAll(removeDirectories);

describe('undo', () => {
  test('takes back one conversion after the other, then refuses', async () => {
    const root = makeProject();
    const before = readTree(root);
    await runRestage(root, ['apply']);
    const second = toChange('new', undefined, 'x');
    const file = {
      kind: 'write',
      path: 'new',
      mode: 0o644,
      parts: [],
    } as const;
    await runRestage(root, ['apply'], {
      plan: samplePlan([samplePipeline({ files: [file] })]),
      changes: [second],
    });
    const first = await runRestage(root, ['undo']);
    expect(first).toEqual({
      exitCode: 0,
      stdout: 'Took back\n  remove  new\n\n`restage undo` again takes back the conversion before it (1 left).\n',
      stderr: '',
    });
    const last = await runRestage(root, ['undo', '--json']);
    expect(JSON.parse(last.stdout)).toEqual({
      schema: 'restage.undo/1',
      outcome: 'undone',
      transaction: expect.stringMatching(/^000001-/),
      recovered: null,
      files: sampleChanges().map(({ path }) => ({ path, action: 'restore' })),
      left: 0,
    });
    expect(readTree(root)).toEqual(before);
    const refused = await runRestage(root, ['undo']);
    expect(refused).toMatchObject({ exitCode: 4, stdout: '' });
    expect(refused.stderr).toContain('error[tree/nothing-to-undo]');
  });

  test('names the file that changed since', async () => {
    const root = makeProject();
    await runRestage(root, ['apply']);
    writeFileSync(join(root, 'build.sh'), 'echo mine\n');
    const text = await runRestage(root, ['undo']);
    expect(text).toMatchObject({ exitCode: 4, stdout: '' });
    expect(text.stderr).toContain('`build.sh` has changed since it was written');
    const json = await runRestage(root, ['undo', '--json']);
    expect(json).toMatchObject({ exitCode: 4, stderr: '' });
    expect(JSON.parse(json.stdout)).toMatchObject({
      schema: 'restage.undo/1',
      outcome: 'refused',
      diagnostics: [{ code: 'tree/changed-since', path: 'build.sh' }],
    });
  });

  test('does not plan', async () => {
    const root = makeProject();
    mkdirSync(join(root, 'sub'));
    const planProject = () => {
      throw new Error('planned');
    };
    expect(await runRestage(root, ['undo', 'sub'], { planProject })).toMatchObject({ exitCode: 4 });
  });
});
