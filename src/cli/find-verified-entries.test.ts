import { join } from 'node:path';
import { readProject } from '../discover/read-project.ts';
import { planProject } from '../pipeline.ts';
import { FIXTURES } from '../testing/fixtures/fixture.ts';
import { makeProject } from '../testing/interpret-text.ts';
import { type Commands, findVerifiedEntries } from './find-verified-entries.ts';
import type { MadePlan } from './make-plan.ts';

const BUILDER = 'FROM golang:1.16\nCOPY main.go /src/\nRUN go build -o /src/server /src/main.go\n';
const SCRIPT =
  'docker build -t a:build -f Dockerfile.build .\ndocker create --name a a:build\ndocker cp a:/src/server server\ndocker rm a\ndocker build -t a .\n';

function make(project: MadePlan['project']): MadePlan {
  return { root: '/', project, ...planProject(project) };
}

function find(files: Readonly<Record<string, string>>, commands: Commands = {}) {
  const made = make(makeProject(files));
  return findVerifiedEntries(made.project, made.plan.pipelines, commands);
}

const AT_ROOT = { 'Dockerfile.build': BUILDER, Dockerfile: 'FROM alpine:3.14\nCOPY server /\n', 'main.go': '' };

describe('the commands that verify runs', () => {
  test.each([
    ['a script without a first line', { ...AT_ROOT, 'build.sh': SCRIPT }, '', ['sh', 'build.sh']],
    ['a script of bash', { ...AT_ROOT, 'build.sh': `#!/bin/bash\n${SCRIPT}` }, '', ['bash', 'build.sh']],
    ['a script below the directory it runs in', { ...AT_ROOT, 'ci/build.sh': SCRIPT }, '', ['sh', 'ci/build.sh']],
    [
      'a script that runs in its own directory',
      { 'app/build.sh': SCRIPT, 'app/Dockerfile.build': BUILDER, 'app/Dockerfile': AT_ROOT.Dockerfile, 'app/main.go': '' },
      'app',
      ['sh', 'build.sh'],
    ],
  ])('%s', (_, files, directory, command) => {
    expect(find(files)).toMatchObject([{ directory, before: command, after: command, mended: [] }]);
  });

  test('a command that is given, for both ways or for each', () => {
    const files = { ...AT_ROOT, 'build.sh': SCRIPT };
    const one = ['sh', '-c', 'make image'];
    expect(find(files, { run: 'make image' })).toMatchObject([{ before: one, after: one }]);
    expect(find(files, { run: 'make image', runAfter: 'docker build .' })).toMatchObject([
      { before: one, after: ['sh', '-c', 'docker build .'] },
    ]);
  });

  test('a script that cannot work as written gets its blanks behind a `\\` taken away', async () => {
    const { project } = await readProject(join(FIXTURES, 'projects/href-counter/input'));
    const made = make(project);
    const [entry] = findVerifiedEntries(made.project, made.plan.pipelines, {});
    expect(made.project.files.get('build.sh')?.text).toMatch(/\\[ \t]+$/m);
    expect(entry?.mended.map(({ path }) => path)).toEqual(['build.sh']);
    expect(entry?.mended[0]?.after).not.toMatch(/\\[ \t]+$/m);
  });
});
