// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts of shell and make
import { certifyFiles, type Files, tellProblems } from '../../testing/certify-files.ts';

/** A file that does the round trip, before and after. */
interface Host {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

const BUILDER = 'FROM golang:1.21\nWORKDIR /src\nCOPY app.go ./\nRUN go build -o app .\n';
const RUNTIME = 'FROM alpine:3\nCOPY app /bin/\n';
const MERGED = `${BUILDER.replace('1.21', '1.21 AS builder')}\nFROM alpine:3\nCOPY --from=builder /src/app /bin/\n`;
const ROUND_TRIP = [
  'docker build -t a:build -f Dockerfile.build .',
  'docker create --name x a:build',
  'docker cp x:/src/app app',
  'docker rm x',
];

const HOSTS = {
  makefile: {
    path: 'Makefile',
    before: `IMAGE := a\nTAG ?= dev\n\n.PHONY: image push\n\nimage: app\n\tdocker build -t $(IMAGE):$(TAG) .\n\napp: app.go Dockerfile.build\n${ROUND_TRIP.map((line) => `\t@${line}\n`).join('')}\npush: image\n\t-./notify\n\tdocker push $(IMAGE):$(TAG)\n`,
    after:
      'IMAGE := a\nTAG ?= dev\n\n.PHONY: image push\n\nimage: app\n\tdocker build -t $(IMAGE):$(TAG) .\n\napp: app.go\n\npush: image\n\t-./notify\n\tdocker push $(IMAGE):$(TAG)\n',
  },
  'package.json': {
    path: 'package.json',
    before: JSON.stringify({
      scripts: { lint: 'eslint .', extract: ROUND_TRIP.join(' && '), image: 'npm run extract && docker build -t a .' },
    }),
    after: JSON.stringify({ scripts: { lint: 'eslint .', extract: 'true', image: 'docker build -t a .' } }),
  },
  gitlab: {
    path: '.gitlab-ci.yml',
    before: `variables:\n  IMAGE: a\npackage:\n  script:\n${ROUND_TRIP.map((line) => `    - '${line}'\n`).join('')}    - docker build -t $IMAGE .\n    - docker push $IMAGE\n  only: [main]\n`,
    after:
      'variables:\n  IMAGE: a\npackage:\n  script:\n    - docker build -t $IMAGE .\n    - docker push $IMAGE\n  only: [main]\n',
  },
  github: {
    path: '.github/workflows/image.yml',
    before: `on: push\njobs:\n  image:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: |\n${ROUND_TRIP.map((line) => `          ${line}\n`).join('')}      - run: docker build -t a .\n      - if: github.ref == 'refs/heads/main'\n        run: docker push a\n`,
    after:
      "on: push\njobs:\n  image:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: docker build -t a .\n      - if: github.ref == 'refs/heads/main'\n        run: docker push a\n",
  },
  travis: {
    path: '.travis.yml',
    before: `language: go\nscript:\n${ROUND_TRIP.map((line) => `  - ${line}\n`).join('')}  - docker build -t a .\nafter_success:\n  - docker push a\n`,
    after: 'language: go\nscript:\n  - docker build -t a .\nafter_success:\n  - docker push a\n',
  },
  circleci: {
    path: '.circleci/config.yml',
    before: `version: 2.1\njobs:\n  image:\n    docker:\n      - image: cimg/base:2021.04\n    steps:\n      - checkout\n${ROUND_TRIP.map((line) => `      - run: ${line}\n`).join('')}      - run: docker build -t a .\n      - run: docker push a\n`,
    after:
      'version: 2.1\njobs:\n  image:\n    docker:\n      - image: cimg/base:2021.04\n    steps:\n      - checkout\n      - run: docker build -t a .\n      - run: docker push a\n',
  },
  taskfile: {
    path: 'Taskfile.yml',
    before: `version: "3"\nvars:\n  IMAGE: a\ntasks:\n  extract:\n    cmds:\n${ROUND_TRIP.map((line) => `      - ${line}\n`).join('')}  image:\n    deps: [extract]\n    cmds:\n      - docker build -t {{.IMAGE}} .\n      - docker push {{.IMAGE}}\n`,
    after:
      'version: "3"\nvars:\n  IMAGE: a\ntasks:\n  extract:\n    cmds:\n      - ":"\n  image:\n    deps: [extract]\n    cmds:\n      - docker build -t {{.IMAGE}} .\n      - docker push {{.IMAGE}}\n',
  },
  jenkinsfile: {
    path: 'Jenkinsfile',
    before: `pipeline {\n  agent any\n  stages {\n    stage('Image') {\n      steps {\n${ROUND_TRIP.map((line) => `        sh '${line}'\n`).join('')}        sh 'docker build -t a .'\n        sh 'docker push a'\n      }\n    }\n  }\n}\n`,
    after:
      "pipeline {\n  agent any\n  stages {\n    stage('Image') {\n      steps {\n        sh 'docker build -t a .'\n        sh 'docker push a'\n      }\n    }\n  }\n}\n",
  },
} as const satisfies Record<string, Host>;

type Kind = keyof typeof HOSTS;
type Change = (text: string) => string;

/** The verdict on a conversion with the old or the new file changed, and with further files. */
function certifyHost(kind: Kind, changes: { before?: Change; after?: Change; files?: Files; merged?: string } = {}) {
  const { path, before, after } = HOSTS[kind];
  const files = { 'app.go': 'package main', ...changes.files };
  return certifyFiles(
    { ...files, 'Dockerfile.build': BUILDER, Dockerfile: RUNTIME, [path]: changes.before?.(before) ?? before },
    { ...files, Dockerfile: changes.merged ?? MERGED, [path]: changes.after?.(after) ?? after },
    path,
  );
}

function replace(from: string, to: string): Change {
  return (text) => {
    expect(text).toContain(from);
    return text.replace(from, () => to);
  };
}

const KINDS = Object.keys(HOSTS) as readonly Kind[];

describe('certify follows the commands of', () => {
  test.each(KINDS)('%s and proves a right conversion', (kind) => {
    expect(tellProblems(certifyHost(kind))).toEqual([]);
  });

  test.each(KINDS)('%s and refutes another path in the stage', (kind) => {
    expect(certifyHost(kind, { merged: MERGED.replace('/src/app', '/src/other') }).verdict).toBe('refuted');
  });

  test.each(KINDS)('%s and refutes another tag', (kind) => {
    const change: Change = (text) => text.replace(/docker build -t /, 'docker build -t other/');
    expect(certifyHost(kind, { after: change }).verdict).toBe('refuted');
  });

  test.each(KINDS.filter((kind) => HOSTS[kind].after.includes('docker push')))('%s and refutes a lost push', (kind) => {
    expect(certifyHost(kind, { after: (text) => text.replace(/docker push [^'\n]*/, ':') }).verdict).toBe('refuted');
  });
});

/** Changes of the new file alone. */
const WRONG: readonly (readonly [what: string, kind: Kind, from: string, to: string, verdict: 'refuted' | 'unproved'])[] = [
  ['another value of a variable', 'makefile', 'IMAGE := a', 'IMAGE := b', 'refuted'],
  ['another default of a variable', 'makefile', 'TAG ?= dev', 'TAG ?= test', 'refuted'],
  ['a push that no longer needs the image', 'makefile', 'push: image', 'push:', 'refuted'],
  ['a file that is needed and gone', 'makefile', 'app: app.go', 'app: app.go Dockerfile.build', 'unproved'],
  ['a command that may no longer fail', 'makefile', '\t-./notify', '\t./notify', 'refuted'],
  ['another shell for all recipes', 'makefile', '.PHONY', 'SHELL := /bin/python3\n.PHONY', 'unproved'],
  ['a target that is a file now', 'makefile', '.PHONY: image push', '.PHONY: image', 'unproved'],
  ['a target that is gone', 'makefile', '\tdocker push $(IMAGE):$(TAG)\n', '', 'refuted'],
  ['a new target', 'makefile', 'push: image', 'all: push\n\npush: image', 'unproved'],
  ['a script that is gone', 'package.json', '"extract":"true",', '', 'unproved'],
  ['a new script', 'package.json', '"extract":"true"', '"extract":"true","postimage":"docker push a"', 'refuted'],
  ['another setting of a job', 'gitlab', 'only: [main]', 'only: [dev]', 'unproved'],
  ['another value of a variable of the file', 'gitlab', 'IMAGE: a', 'IMAGE: b', 'refuted'],
  ['a push without its test', 'github', "if: github.ref == 'refs/heads/main'\n        run", 'run', 'refuted'],
  ['a push under another test', 'github', 'heads/main', 'heads/dev', 'refuted'],
  ['another trigger', 'github', 'on: push', 'on: release', 'unproved'],
  ['a push in front of the build', 'circleci', 'docker build -t a .', 'docker push a', 'refuted'],
  ['a phase that also runs after a failure', 'travis', 'after_success', 'after_script', 'unproved'],
  ['another template', 'taskfile', 'push {{.IMAGE}}', 'push {{.OTHER}}', 'refuted'],
  ['a need that is lost', 'taskfile', '    deps: [extract]\n', '', 'unproved'],
  ['another agent', 'jenkinsfile', 'agent any', 'agent none', 'unproved'],
];

describe('certify does not let pass', () => {
  test.each(WRONG)('%s (%s)', (_, kind, from, to, verdict) => {
    expect(certifyHost(kind, { after: replace(from, to) }).verdict).toBe(verdict);
  });
});

/** Texts of both files that this reader does not follow. */
const UNFOLLOWED: readonly (readonly [what: string, kind: Kind, from: string, to: string, files: Files])[] = [
  ['a rule with two colons', 'makefile', 'push: image', 'push:: image', {}],
  ['text that make evaluates', 'makefile', '.PHONY', '$(eval X := 1)\n.PHONY', {}],
  ['a file that is included and not there', 'makefile', 'IMAGE := a', 'include secret.mk\nIMAGE := a', {}],
  ['a target that the repository has as a file', 'makefile', 'app: app.go', 'app: app.go', { app: 'old' }],
  ['a directory of the name of a target', 'makefile', '.PHONY: image push', '.PHONY: push', { 'image/x': '' }],
  ['a command that only make can tell', 'makefile', '\tdocker push', '\t$(call release,1)\n\tdocker push', {}],
  ['an unknown option of make', 'makefile', '\tdocker push', '\t$(MAKE) -k image\n\tdocker push', {}],
  ['a make of an unknown directory', 'makefile', '\tdocker push', '\t$(MAKE) -C $(DIR) image\n\tdocker push', {}],
  ['make in a pipe', 'makefile', '\tdocker push', '\tmake image | tee log\n\tdocker push', {}],
  ['a command in quotes', 'makefile', '\tdocker push', '\tsh -c "docker build -t b ."\n\tdocker push', {}],
  ['a target that works on a Dockerfile', 'makefile', '\t-./notify', '\tsed -i s/a/b/ Dockerfile', {}],
  ['a target that uses what another one leaves', 'makefile', 'push: image', 'sign:\n\tgpg --sign app\n\npush: image', {}],
  ['words that are handed on', 'package.json', '"lint":"eslint ."', '"lint":"npm run image -- --push"', {}],
];

describe('certify neither proves nor refutes', () => {
  test.each(UNFOLLOWED)('%s (%s)', (_, kind, from, to, files) => {
    expect(certifyHost(kind, { before: replace(from, to), after: replace(from, to), files }).verdict).toBe('unproved');
  });

  test('a script that changes and that nothing runs', () => {
    const { path, before, after } = HOSTS.makefile;
    const old = { 'app.go': '', 'Dockerfile.build': BUILDER, Dockerfile: RUNTIME, [path]: before, 'other.sh': 'docker push a' };
    const now = { 'app.go': '', Dockerfile: MERGED, [path]: after, 'other.sh': 'docker push b' };
    expect(certifyFiles(old, now, path).verdict).toBe('unproved');
  });
});

describe('certify follows a shell script that calls', () => {
  const SCRIPT = '#!/bin/sh\nset -e\nRUN\ndocker build -t a .\n';
  const RECIPE = `extract:\n${ROUND_TRIP.map((line) => `\t${line}\n`).join('')}`;
  const PACKAGE = JSON.stringify({ scripts: { extract: ROUND_TRIP.join(' && ') } });

  test.each([
    ['make', 'make extract', { Makefile: RECIPE }],
    ['make in a directory', 'make -C . extract', { Makefile: RECIPE }],
    ['npm', 'npm run extract', { 'package.json': PACKAGE }],
    ['yarn', 'yarn -s extract', { 'package.json': PACKAGE }],
  ])('%s', (_, call, files) => {
    const old = { 'app.go': '', 'Dockerfile.build': BUILDER, Dockerfile: RUNTIME, ...files };
    const certify = (merged: string) => {
      const now = { ...old, Dockerfile: merged, 'build.sh': SCRIPT.replace('RUN\n', '') };
      return certifyFiles({ ...old, 'build.sh': SCRIPT.replace('RUN', call) }, now, 'build.sh');
    };
    expect(tellProblems(certify(MERGED))).toEqual([]);
    expect(certify(MERGED.replace('/src/app', '/src/other')).verdict).toBe('refuted');
  });
});

test.each([
  ['is not run inside', 'RUN make app', true],
  ['is run inside', 'RUN make image', false],
])('a Makefile that an image has and that %s', (_, line, isProved) => {
  const { path, before, after } = HOSTS.makefile;
  const wide = (text: string) => text.replace('COPY app.go ./', `COPY . .\n${line}`);
  const recipe = (text: string) =>
    text.replace(/^app:/gm, 'extract:').replace('image: app', 'image: extract').concat('\napp:\n\tgo build\n');
  const old = { 'app.go': '', 'Dockerfile.build': wide(BUILDER), Dockerfile: RUNTIME, [path]: recipe(before) };
  const { verdict } = certifyFiles(
    old,
    { 'app.go': '', Dockerfile: wide(MERGED.replace('--from=builder', '--from=builder --chown=0:0')), [path]: recipe(after) },
    path,
  );
  expect(verdict === 'proved').toBe(isProved);
});

describe('certify reads make', () => {
  const both = (change: Change, files: Files = {}) => certifyHost('makefile', { before: change, after: change, files });

  test.each([
    ['the branches of a condition', 'TAG ?= dev', 'ifdef CI\nTAG := ci\nelse\nTAG := dev\nendif'],
    ['functions in values', 'TAG ?= dev', 'TAG := $(shell git describe)-$(firstword $(X))'],
    ['conditions in recipes', '\t-./notify', 'ifeq ($(CI),1)\n\t./notify\nelse\n\t./other\nendif'],
    ['variables of the shell beside its own', '\t-./notify', '\tTAG=1 && echo $$TAG $(TAG)'],
    ['calls of itself', 'push: image\n\t-./notify', 'push:\n\t$(MAKE) --no-print-directory -s image TAG=$(TAG)'],
  ])('%s', (_, from, to) => {
    expect(tellProblems(both(replace(from, to)))).toEqual([]);
  });

  test('and tells a variable of the shell from one of its own', () => {
    const change = (to: string) => replace('\tdocker push $(IMAGE):$(TAG)', `\tTAG=1; docker push $(IMAGE):${to}`);
    expect(certifyHost('makefile', { before: change('$(TAG)'), after: change('$$TAG') }).verdict).toBe('refuted');
  });

  test('and tells functions apart that only it can compute', () => {
    const change = (to: string) => replace('\t-./notify', `\tdocker tag a b:$(${to} X)`);
    expect(certifyHost('makefile', { before: change('sort'), after: change('word') }).verdict).toBe('refuted');
  });

  test('and gives a script what is exported, and nothing else', () => {
    const script = (text: string) => ({ 'run.sh': `docker push a:${text}` });
    const change = replace('\t-./notify', '\tsh run.sh');
    const { before, after } = HOSTS.makefile;
    const old = { 'app.go': '', 'Dockerfile.build': BUILDER, Dockerfile: RUNTIME };
    const verdict = (head: string, files: readonly [string, string]) =>
      certifyFiles(
        { ...old, Makefile: head + change(before), ...script(files[0]) },
        { 'app.go': '', Dockerfile: MERGED, Makefile: head + change(after), ...script(files[1]) },
        'Makefile',
      ).verdict;
    expect(verdict('VERSION := 2\nexport VERSION\n', ['$VERSION', '2'])).toBe('proved');
    expect(verdict('VERSION := 2\n', ['$VERSION', '2'])).toBe('refuted');
  });
});
