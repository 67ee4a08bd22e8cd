import type { JobFiles } from '../../../model/script-host.ts';
import { readGitlabCi } from '../gitlab-ci.ts';

const GIVER = 'a:\n  stage: build\n  script:\n    - make\n  artifacts: {paths: [./out/, bin/**]}\n';

function readJobs(text: string): ReadonlyMap<string, JobFiles | undefined> {
  const script = readGitlabCi({ path: '.gitlab-ci.yml', text, mode: 0o644 });
  return new Map(script?.sections.map(({ name, job }) => [name, job]));
}

function readReceived(text: string): readonly string[] | undefined {
  return readJobs(GIVER + text)
    .get('b')
    ?.receives.map(({ section, doubt }) => (doubt ? `${section}: ${doubt}` : section));
}

test('reads the paths that a job hands on', () => {
  expect(readJobs(GIVER).get('a')?.handsOn).toMatchObject({ paths: ['out', 'bin'], isForPeople: false });
});

test.each([
  ['exposes them', 'a:\n  script: [ls]\n  artifacts: {paths: [app], expose_as: app}\n'],
  ['publishes them', 'pages:\n  script: [ls]\n  artifacts: {paths: [public]}\n'],
])('they are for people where the job %s', (_, text) => {
  expect([...readJobs(text).values()][0]?.handsOn?.isForPeople).toBe(true);
});

test.each([
  ['comes later', 'b:\n  script: [ls]\n', ['a']],
  ['stands in the same stage', 'b:\n  stage: build\n  script: [ls]\n', []],
  ['wants none', 'b:\n  dependencies: []\n  script: [ls]\n', []],
  ['waits for nobody', 'b:\n  needs: []\n  script: [ls]\n', []],
  ['waits for it in its own stage', 'b:\n  stage: build\n  needs: [a]\n  script: [ls]\n', ['a']],
  ['waits for it without its files', 'b:\n  needs: [{job: a, artifacts: false}]\n  script: [ls]\n', []],
  ['runs on another machine', 'b:\n  tags: [arm]\n  script: [ls]\n', ['a: it runs on another machine than `b`']],
  [
    'has another checkout',
    'b:\n  variables: {GIT_STRATEGY: none}\n  script: [ls]\n',
    ['a: its checkout is another one than that of `b`'],
  ],
])('which files a job gets that %s', (_, text, expected) => {
  expect(readReceived(text)).toEqual(expected);
});

test.each([
  ['rules: [{if: $CI_COMMIT_TAG}]', 'it does not run whenever `b` does'],
  ['when: manual', 'it does not run whenever `b` does'],
  ['allow_failure: true', 'it may fail while others go on'],
  ['parallel: 3', 'it runs several times at once'],
])('files of a job with `%s` are in doubt', (line, doubt) => {
  const text = `${GIVER}  ${line}\nb:\n  script: [ls]\n`;
  expect(readJobs(text).get('b')?.receives[0]?.doubt).toBe(doubt);
});

test.each([
  [
    'its lines and the comment above them',
    `stages: [build, x]\n# a\n${GIVER}\nb:\n  script: [ls]\n`,
    'stages: [x]\nb:\n  script: [ls]\n',
  ],
  ['what waited for it', `${GIVER}b:\n  needs: [a]\n  script: [ls]\n`, 'b:\n  dependencies: []\n  script: [ls]\n'],
  ['what took its files', `${GIVER}b:\n  dependencies:\n    - a\n  script: [ls]\n`, 'b:\n  dependencies: []\n  script: [ls]\n'],
  ['both', `b:\n  needs: [a]\n  dependencies: [a]\n  script: [ls]\n\n${GIVER}`, 'b:\n  dependencies: []\n  script: [ls]\n'],
])('a job goes with %s', (_, text, expected) => {
  const cuts = [...(readJobs(text).get('a')?.removal ?? [])].sort((left, right) => right.start - left.start);
  expect(cuts.reduce((rest, cut) => rest.slice(0, cut.start) + cut.text + rest.slice(cut.end), text)).toBe(expected);
});

test.each([
  ['is extended', `${GIVER}b:\n  extends: a\n  stage: test\n`],
  ['is referred to', `${GIVER}b:\n  script: [!reference [a, script]]\n`],
  ['holds an anchor of another one', 'a:\n  script: &s [ls]\n  artifacts: {paths: [x]}\nb:\n  script: *s\n'],
  ['is one of several that another one waits for', `${GIVER}c:\n  script: [ls]\nb:\n  needs: [a, c]\n  script: [ls]\n`],
  ['may be named in another file', `include: x.yml\n${GIVER}`],
])('a job stays that %s', (_, text) => {
  const files = readJobs(text).get('a');
  expect(files?.removal).toBeUndefined();
});
