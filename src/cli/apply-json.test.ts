import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sampleChanges, samplePipeline, samplePlan } from '../report/sample-plan.ts';
import { DECLINED, given, makeProject, REVIEW } from '../testing/cli-sample.ts';
import { toChange } from '../testing/file-changes.ts';
import { runRestage } from '../testing/run-restage.ts';
import { removeDirectories } from '../testing/temporary-directory.ts';

afterAll(removeDirectories);

describe('apply --json', () => {
  test('says what was written and what was left', async () => {
    const other = toChange('other/Dockerfile', undefined, 'FROM a\n');
    const file = {
      kind: 'write',
      path: other.path,
      mode: 0o644,
      parts: [],
    } as const;
    const { exitCode, stdout, stderr } = await runRestage(makeProject(), ['apply', '--json'], {
      plan: samplePlan([REVIEW, samplePipeline({ id: 'other', files: [file] }), DECLINED]),
      changes: [...sampleChanges(), other],
    });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      schema: 'restage.apply/1',
      outcome: 'applied',
      dryRun: false,
      transaction: expect.stringMatching(/^000001-/),
      recovered: null,
      files: [{ path: 'other/Dockerfile', action: 'create' }],
      written: ['other'],
      left: [
        {
          id: REVIEW.id,
          entry: { path: 'build.sh', line: 6 },
          reason: 'needs-review',
          path: null,
          assumptions: ['/src/app is a file'],
          diagnostics: [],
        },
        {
          id: DECLINED.id,
          entry: { path: 'build.sh', line: 6 },
          reason: 'declined',
          path: null,
          assumptions: [],
          diagnostics: [
            expect.objectContaining({
              code: 'artifact/path-unknown',
              severity: 'warning',
              path: null,
              line: null,
            }),
          ],
        },
      ],
      diagnostics: [],
    });
  });

  test('tells a refusal as data', async () => {
    const root = makeProject();
    writeFileSync(join(root, 'build.sh'), 'echo mine\n');
    const { exitCode, stdout, stderr } = await runRestage(root, ['apply', '--json']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 4, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'restage.apply/1',
      outcome: 'refused',
      recovered: null,
      diagnostics: [{ code: 'tree/changed-since', path: 'build.sh' }],
    });
  });

  test('tells a recovery as data', async () => {
    const paths = ['Dockerfile'];
    const { stdout, stderr } = await runRestage(makeProject(), ['apply', '--json'], {
      recover: async () => ({
        kind: 'rolled-back',
        transaction: 'undo',
        paths,
      }),
    });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout).recovered).toEqual({
      kind: 'rolled-back',
      transaction: 'undo',
      paths,
    });
  });

  test('is unchanged when there is nothing to write', async () => {
    const { exitCode, stdout } = await runRestage(makeProject(), ['apply', '--json'], given([]));
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      outcome: 'unchanged',
      transaction: null,
      files: [],
      written: [],
      left: [],
    });
  });
});
