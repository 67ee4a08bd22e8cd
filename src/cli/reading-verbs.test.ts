import { diagnose } from '../model/diagnostic.ts';
import type { PipelinePlan } from '../model/plan.ts';
import { SAMPLE_FILES, sampleChanges, samplePipeline, sampleProject } from '../report/sample-plan.ts';
import { DECLINED, DISPLAY, FAILED, given, REVIEW, UNCHANGED } from '../testing/cli-sample.ts';
import { runRestage } from '../testing/run-restage.ts';
import { makeDirectory, removeDirectories } from '../testing/temporary-directory.ts';

afterAll(removeDirectories);

const root = makeDirectory({ ...SAMPLE_FILES, 'sub/empty': '' });

describe('exit codes of plan and check', () => {
  test.each<[string, readonly PipelinePlan[], number, number]>([
    ['nothing', [], 0, 0],
    ['safe', [samplePipeline()], 0, 1],
    ['needs-review', [REVIEW], 0, 1],
    ['partial', [samplePipeline({ outcome: 'partial' })], 0, 1],
    ['display-only', [DISPLAY], 3, 3],
    ['declined', [DECLINED], 3, 3],
    ['unchanged', [UNCHANGED], 0, 0],
    ['declined and unchanged', [UNCHANGED, DECLINED], 3, 3],
    ['declined and safe', [DECLINED, samplePipeline()], 0, 1],
    ['failed', [FAILED], 2, 2],
    ['failed and declined', [DECLINED, FAILED], 2, 2],
  ])('%s', async (_state, pipelines, plan, check) => {
    expect(await runRestage(root, ['plan'], given(pipelines))).toMatchObject({ exitCode: plan, stderr: '' });
    expect(await runRestage(root, [], given(pipelines))).toMatchObject({ exitCode: plan });
    expect(await runRestage(root, ['plan', '--json'], given(pipelines))).toMatchObject({ exitCode: plan });
    expect(await runRestage(root, ['plan', '--patch'], given(pipelines))).toMatchObject({ exitCode: plan });
    expect(await runRestage(root, ['check'], given(pipelines))).toMatchObject({ exitCode: check, stderr: '' });
  });
});

describe('plan', () => {
  test('without a verb prints the same as with it', async () => {
    expect(await runRestage(root, [])).toEqual(await runRestage(root, ['plan']));
    expect(await runRestage(root, ['.'])).toEqual(await runRestage(root, ['plan', '.']));
  });

  test('says which command writes it', async () => {
    expect((await runRestage(root, ['plan'])).stdout).toMatch(/`restage apply` writes it\.\n$/);
    expect((await runRestage(root, ['plan'], given([REVIEW]))).stdout).toMatch(/`restage apply --include-review` writes it\.\n$/);
    expect((await runRestage(root, ['plan'], given([DECLINED]))).stdout).not.toContain('writes it');
  });

  test('--json prints one object', async () => {
    const { stdout } = await runRestage(root, ['plan', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'restage.plan/1',
      outcome: 'converted',
      pipelines: [{}],
      files: [{}, {}, {}],
    });
  });

  test('--patch prints a patch and nothing else', async () => {
    const { stdout, stderr } = await runRestage(root, ['plan', '--patch']);
    expect(stdout).toMatch(/^diff --git a\/Dockerfile b\/Dockerfile\n/);
    expect(stderr).toBe('');
  });

  test('--patch shows escaped what a terminal would obey, and sends it to a pipe as it is', async () => {
    const [first, ...rest] = sampleChanges();
    const changes = first ? [{ ...first, after: `${first.after}# \u001b[2J\n` }, ...rest] : [];
    const pipe = await runRestage(root, ['plan', '--patch'], { changes });
    expect(pipe.stdout).toContain('\u001b[2J');
    const terminal = await runRestage(root, ['plan', '--patch'], { changes, isTerminal: true });
    expect(terminal.stdout).toContain('^[[2J');
    expect(terminal.stdout).not.toContain('\u001b[2J');
    expect(terminal.stderr).toContain('note: control characters are shown escaped');
  });

  test('puts what discovery said in front', async () => {
    const noticed = diagnose('pattern/none', 'info', 'noticed while reading');
    const { stdout } = await runRestage(root, ['plan', '--json'], {
      readProject: async () => ({ project: sampleProject(), diagnostics: [noticed] }),
    });
    expect(JSON.parse(stdout).diagnostics).toMatchObject([{ message: 'noticed while reading' }]);
  });
});

test('check names the reasons on one line per pipeline', async () => {
  const { stdout } = await runRestage(root, ['check'], given([DECLINED, samplePipeline()]));
  expect(stdout).toBe(
    'declined  build.sh:6  [artifact/path-unknown]\nconverted, safe  build.sh:6 → Dockerfile\n2 pipelines: 1 declined, 1 converted.\n',
  );
});

describe('inspect', () => {
  test.each(['parse', 'interpret', 'plan'])('--phase %s shows that phase', async (phase) => {
    const words = ['inspect', 'build.sh', '--phase', phase];
    expect(await runRestage(root, words)).toEqual({ exitCode: 0, stdout: `${phase} of build.sh\n`, stderr: '' });
    const { stdout } = await runRestage(root, [...words, '--json']);
    expect(JSON.parse(stdout)).toEqual({ schema: 'restage.inspect/1', path: 'build.sh', phase, text: `${phase} of build.sh\n` });
  });

  test('shows the interpretation unless told otherwise, with nothing that a terminal obeys', async () => {
    const { stdout } = await runRestage(root, ['inspect', 'build.sh'], { inspectFile: (_p, _f, phase) => `${phase}\u001b[2J` });
    expect(stdout).toBe('interpret^[[2J\n');
  });
});
