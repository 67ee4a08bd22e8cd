import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { applyChanges } from '../apply/apply-changes.ts';
import { recover } from '../apply/recover.ts';
import { undo } from '../apply/undo.ts';
import { findRepositoryRoot } from '../discover/find-repository-root.ts';
import { readProject } from '../discover/read-project.ts';
import { inspectFile } from '../inspect.ts';
import { planProject } from '../pipeline.ts';
import { makeDirectory, removeDirectories } from '../testing/temporary-directory.ts';
import type { VerifyReport } from '../verify/engine/forms/verify-report.ts';
import { runCli } from './main.ts';
import { toVerifyJson, toVerifyText } from './show-verify.ts';

const schema = JSON.parse(readFileSync(join(import.meta.dirname, '../report/verify.schema.json'), 'utf8')) as object;
const validate = new Ajv2020({
  strict: true,
  allErrors: true,
  allowUnionTypes: true,
}).compile(schema);

afterAll(removeDirectories);

const FILES = {
  'Dockerfile.build': 'FROM golang:1.16\nCOPY main.go /src/\nRUN go build -o /src/server /src/main.go\n',
  Dockerfile: 'FROM alpine:3.14\nCOPY server /app/server\n',
  'main.go': 'package main\n',
  'build.sh':
    'docker build -t a:build -f Dockerfile.build .\ndocker create --name a a:build\ndocker cp a:/src/server server\ndocker rm a\ndocker build -t a .\n',
};

// Loaded before: Jest cannot load modules that share others at the same time.
const PHASES = { findRepositoryRoot, readProject, planProject, inspectFile, applyChanges, recover, undo };

async function run(directory: string, ...words: readonly string[]) {
  const said = { stdout: '', stderr: '' };
  const make = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => (said[name] += text),
  });
  const io = {
    stdout: make('stdout'),
    stderr: make('stderr'),
    directory,
    environment: { PATH: '/usr/bin:/bin' },
  };
  const exitCode = await runCli(['verify', directory, ...words], io, async () => PHASES);
  return { exitCode, ...said };
}

describe('restage verify', () => {
  test('says what it would run, and runs nothing where nobody can say yes', async () => {
    const { exitCode, stderr, stdout } = await run(makeDirectory(FILES));
    expect(exitCode).toBe(2);
    expect(stderr).toContain('runs what this project holds');
    expect(stderr).toContain('sh build.sh  in .');
    expect(stderr).toContain('`--yes` runs it without asking');
    expect(stdout).toBe('');
  });

  test.each([
    ['no engine that answers', ['--engine', 'unix:///nowhere.sock'], 'no engine answers'],
    ['a client that is none', ['--client', '/usr/bin/env'], 'is none of docker, podman, buildah'],
  ])('exits with 7 for %s, as text and as JSON', async (_, words, reason) => {
    const directory = makeDirectory(FILES);
    const text = await run(directory, '--yes', ...words);
    expect(text.exitCode).toBe(7);
    expect(text.stdout).toContain(reason);
    const json: unknown = JSON.parse((await run(directory, '--yes', '--json', ...words)).stdout);
    expect(json).toMatchObject({
      schema: 'restage.verify/1',
      outcome: 'unknown',
      reason: expect.stringContaining(reason),
    });
    expect(validate(json) ? [] : validate.errors).toEqual([]);
  });

  test('has nothing to verify where nothing is converted, and asks nothing', async () => {
    const { exitCode, stdout, stderr } = await run(makeDirectory({ Dockerfile: 'FROM alpine\n' }), '--json');
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(validate(JSON.parse(stdout)) ? [] : validate.errors).toEqual([]);
  });

  test.each([
    ['--timeout', '0'],
    ['--disk', 'much'],
    ['--builder', 'fast'],
  ])('does not take %s %s', async (flag, value) => {
    expect((await run(makeDirectory(FILES), '--yes', flag, value)).exitCode).toBe(2);
  });
});

const REPORT: VerifyReport = {
  ...{
    outcome: 'different',
    engine: 'docker 20.10.24',
    reason: undefined,
    missing: [],
  },
  entries: [
    {
      path: 'build.sh',
      builders: [
        {
          ...{
            builder: 'classic',
            outcome: 'different',
            reason: undefined,
            gone: ['a:build'],
          },
          images: [
            {
              name: 'a\u001b[31m:latest',
              differences: [
                {
                  ...{
                    kind: 'file',
                    path: '/app/\u202eserver',
                    what: 'owner',
                    left: '0:0',
                    right: '1000:1000',
                  },
                  ...{
                    oldMaker: 'COPY … /app',
                    newMaker: 'COPY /src/server /app',
                  },
                  instruction: {
                    path: 'Dockerfile',
                    line: 7,
                    text: 'COPY --from=builder /src/server /app',
                  },
                },
              ],
              noise: [
                {
                  kind: 'file',
                  path: '/etc/clock',
                  what: 'content',
                  left: 'a',
                  right: 'b',
                },
              ],
              excepted: [{ pattern: '/app/Dockerfile', paths: ['/app/Dockerfile'] }],
            },
          ],
        },
      ],
    },
  ],
};

describe('the report of verify', () => {
  test('names each path with the instruction behind it, without control characters', () => {
    expect(toVerifyText(REPORT, { color: false, width: 100 })).toMatchInlineSnapshot(`
     "build.sh, classic builder: different
       a^[[31m:latest  1 differences
         /app/\\u{202e}server: owner 0:0 → 1000:1000
           old: COPY … /app
           new: Dockerfile:7  COPY --from=builder /src/server /app
         /app/Dockerfile: differs by nature (1 paths)
         noise, differs between two old builds too: /etc/clock: content
       a:build  only carried files; the new way does not build it

     The images differ. (docker 20.10.24)
     "
    `);
  });

  test('keeps to its schema', () => {
    const json: unknown = JSON.parse(JSON.stringify({ schema: 'restage.verify/1', ...toVerifyJson(REPORT) }));
    expect(validate(json) ? [] : validate.errors).toEqual([]);
  });
});
