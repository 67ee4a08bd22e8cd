import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { diagnose } from '../model/diagnostic.ts';
import type { PipelinePlan } from '../model/plan.ts';
import { sampleChanges, samplePipeline, samplePlan } from '../report/sample-plan.ts';
import { DECLINED, given, makeProject, REVIEW, UNCHANGED, WRITTEN } from '../testing/cli-sample.ts';
import { readTree, toChange } from '../testing/file-changes.ts';
import { runRestage } from '../testing/run-restage.ts';
import { git, makeDirectory, removeDirectories } from '../testing/temporary-directory.ts';

afterAll(removeDirectories);

describe('apply', () => {
  test('writes a safe conversion and says how to take it back', async () => {
    const root = makeProject();
    const { exitCode, stdout, stderr } = await runRestage(root, ['apply']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatchInlineSnapshot(`
     "Wrote
       modify  Dockerfile
       modify  build.sh
       delete  Dockerfile.build

     \`restage undo\` takes it back.
     "
    `);
    expect(readTree(root)).toEqual(WRITTEN);
  });

  test('writes what rests on an assumption only when told so', async () => {
    const root = makeProject();
    const before = readTree(root);
    const left = await runRestage(root, ['apply'], given([REVIEW]));
    expect(left.exitCode).toBe(4);
    expect(left.stdout).toMatchInlineSnapshot(`
     "Left
       converted, needs-review  build.sh:6 → Dockerfile
         assumes that /src/app is a file

     \`restage plan\` shows what is left in full; \`restage apply --include-review\` writes it.
     "
    `);
    expect(readTree(root)).toEqual(before);
    expect(await runRestage(root, ['apply', '--include-review'], given([REVIEW]))).toMatchObject({ exitCode: 0 });
    expect(readTree(root)).toEqual(WRITTEN);
  });

  test.each<[string, readonly PipelinePlan[], readonly string[], number]>([
    ['nothing is there', [], [], 0],
    ['everything is converted already', [UNCHANGED], [], 0],
    ['all is declined', [DECLINED], [], 3],
    ['all is declined, with the flag for reviews', [DECLINED], ['--include-review'], 3],
    ['one waits for review and one is declined', [REVIEW, DECLINED], [], 4],
    ['one is written and one is declined', [samplePipeline(), DECLINED], [], 0],
    ['one is for display only', [samplePipeline({ applicability: 'display-only' })], ['--include-review'], 3],
    [
      'one shares its files with one that is for display only',
      [samplePipeline(), samplePipeline({ applicability: 'display-only' })],
      ['--include-review'],
      3,
    ],
    [
      'restage failed',
      [
        samplePipeline({
          outcome: 'failed',
          applicability: 'display-only',
          files: [],
        }),
      ],
      [],
      2,
    ],
  ])('when %s has the exit code of that, with --dry-run too', async (_state, pipelines, flags, exitCode) => {
    const root = makeProject();
    const before = readTree(root);
    expect(await runRestage(root, ['apply', '--dry-run', ...flags], given(pipelines))).toMatchObject({ exitCode });
    expect(readTree(root)).toEqual(before);
    expect(await runRestage(root, ['apply', ...flags], given(pipelines))).toMatchObject({ exitCode });
  });

  test('says of everything it leaves why', async () => {
    const shared = samplePipeline({ id: 'build.sh:shared' });
    const { stdout } = await runRestage(makeProject(), ['apply'], given([REVIEW, shared, DECLINED]));
    expect(stdout).toContain('assumes that /src/app is a file');
    expect(stdout).toContain('it changes `Dockerfile`, which a pipeline that is left changes too');
    expect(stdout).toContain('cannot tell which file this copies [artifact/path-unknown]');
  });

  test('--dry-run names the files', async () => {
    const { stdout } = await runRestage(makeProject(), ['apply', '--dry-run']);
    expect(stdout).toContain('Would write\n  modify  Dockerfile\n');
    expect(stdout).toContain('Nothing was written');
    expect(stdout).not.toContain('undo');
  });

  test.each([[[]], [['--dry-run']]])('stops at files with changes, %j, unless they are allowed', async (flags) => {
    const root = makeProject();
    git(root, 'rm', '--cached', '--quiet', 'build.sh');
    const { exitCode, stdout, stderr } = await runRestage(root, ['apply', ...flags]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: '' });
    expect(stderr).toContain('error[tree/dirty-file]: `build.sh`');
    expect(stderr).toContain('--allow-dirty');
    expect(stderr).toContain('nothing was written');
    expect(await runRestage(root, ['apply', '--allow-dirty', ...flags])).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test('stops at a file that changed after it was read', async () => {
    const root = makeProject();
    writeFileSync(join(root, 'Dockerfile'), 'FROM mine\n');
    const { exitCode, stderr } = await runRestage(root, ['apply', '--allow-dirty']);
    expect(exitCode).toBe(4);
    expect(stderr).toContain('error[tree/changed-since]: `Dockerfile` has changed since it was read');
  });

  test('brings an interrupted run back before it reads, and says so', async () => {
    const root = makeProject();
    const events: string[] = [];
    const { exitCode, stderr } = await runRestage(root, ['apply'], {
      recover: async () => {
        events.push('recover');
        return {
          kind: 'rolled-back',
          transaction: 'apply',
          paths: ['Dockerfile', 'a\u001b[31m'],
        };
      },
      planProject: () => {
        events.push('plan');
        return { plan: samplePlan(), changes: sampleChanges() };
      },
    });
    expect({ exitCode, stderr, events }).toEqual({
      exitCode: 0,
      stderr: 'note: an interrupted `restage apply` was taken back: `Dockerfile`, `a^[[31m`\n',
      events: ['recover', 'plan'],
    });
  });

  test('does not plan a tree that cannot be brought back', async () => {
    const { exitCode, stderr } = await runRestage(makeProject(), ['apply'], {
      recover: async () => ({
        kind: 'refused',
        diagnostics: [diagnose('tree/interrupted', 'error', 'an earlier run')],
      }),
      planProject: () => {
        throw new Error('planned');
      },
    });
    expect(exitCode).toBe(4);
    expect(stderr).toContain('error[tree/interrupted]');
  });

  test('hands the flags of a plan on', async () => {
    const seen: unknown[] = [];
    const flags = ['--optimize', '--name-stages', '--chains', '--assume', 'A=1', '--assume', 'b=dir'];
    await runRestage(makeProject(), ['apply', 'build.sh', ...flags], {
      planProject: (_project, options) => {
        seen.push(options);
        return { plan: samplePlan([]), changes: [] };
      },
    });
    expect(seen).toEqual([
      {
        optimize: true,
        nameStages: true,
        chains: true,
        assume: ['A=1', 'b=dir'],
        entries: ['build.sh'],
      },
    ]);
  });

  test('shows names and messages so that a terminal obeys nothing in them', async () => {
    const bad = samplePipeline({
      ...DECLINED,
      diagnostics: [diagnose('artifact/path-unknown', 'warning', 'x\u001b]0;owned\u0007')],
    });
    const root = makeDirectory();
    const name = 'a\u202eb\u001b[2J';
    const change = toChange(name, undefined, 'x');
    const file = { kind: 'write', path: name, mode: 0o644, parts: [] } as const;
    const { stdout } = await runRestage(root, ['apply'], {
      plan: samplePlan([samplePipeline({ files: [file] }), bad]),
      changes: [change],
      isTerminal: true,
    });
    expect(stdout).toContain('a\\u{202e}b^[[2J');
    expect(stdout.replaceAll(/\u001b\[\d+m/g, '')).not.toMatch(/[\u001b\u0007\u202e]/);
  });
});
