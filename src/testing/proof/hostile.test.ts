import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyChanges } from '../../apply/apply-changes.ts';
import { recover } from '../../apply/recover.ts';
import { undo } from '../../apply/undo.ts';
import { runCli } from '../../cli/main.ts';
import { findRepositoryRoot } from '../../discover/find-repository-root.ts';
import { readProject } from '../../discover/read-project.ts';
import { inspectFile } from '../../inspect.ts';
import { planProject } from '../../pipeline.ts';
import { isSafeForTerminal } from '../../report/escape-terminal.ts';
import { readTree } from '../file-changes.ts';
import { git, makeDirectory, removeDirectories } from '../temporary-directory.ts';

// Loaded before: Jest cannot load modules that share others at the same time.
const PHASES = { findRepositoryRoot, readProject, planProject, inspectFile, applyChanges, recover, undo };
/** Milliseconds that one verb may take on a busy machine. */
const PATIENCE = 20_000;

const BUILDER = 'FROM golang:1.16\nWORKDIR /src\nCOPY main.go .\nRUN go build -o app .\n';
const RUNTIME = 'FROM alpine:3.14\nCOPY app /app\n';
const SCRIPT = `docker build -t a:build -f Dockerfile.build .
docker create --name a a:build
docker cp a:/src/app app
docker rm a
docker build -t a:latest .
`;
const GOOD = { 'main.go': 'package main\n', 'Dockerfile.build': BUILDER, Dockerfile: RUNTIME, 'build.sh': SCRIPT };

interface Attack {
  /** Files of the repository beside or in place of the good ones. */
  readonly files?: Readonly<Record<string, string>>;
  /** Does what text cannot: links, odd names, git configuration. `marker` is a path that code, once run, would create. */
  readonly prepare?: (root: string, marker: string) => void;
}

/** The script with one text in place of another. */
function change(from: string, to: string): Attack {
  expect(SCRIPT).toContain(from);
  return { files: { 'build.sh': SCRIPT.replaceAll(from, () => to) } };
}

const EVIL = 'a\u001b[31m\u202eb\u0007';
/** Lists of aliases, each ten times as long as the one before, written out. */
function makeBomb(depth: number): string {
  const lines = Array.from(
    { length: depth - 1 },
    (_, at) => `b${at + 1}: &b${at + 1} [${Array(10).fill(`*b${at}`).join(', ')}]\n`,
  );
  return `b0: &b0 [docker build .]\n${lines.join('')}`;
}

const ATTACKS: Readonly<Record<string, () => Attack>> = {
  'a context outside': () => change('a:latest .', 'a:latest ../outside'),
  'a Dockerfile outside': () => change('-f Dockerfile.build', '-f ../outside/secret'),
  'a Dockerfile by an absolute path': () => change('-f Dockerfile.build', '-f /etc/passwd'),
  'an artifact that goes outside': () => change('a:/src/app app', 'a:/src/app ../outside/app'),
  'an artifact over a secret': () => change('a:/src/app app', 'a:/src/app ../../../../etc/passwd'),
  'an artifact from a path that climbs': () => change('a:/src/app app', 'a:/../../src/app app'),
  'a copy that climbs': () => ({
    files: { Dockerfile: 'FROM alpine:3.14\nCOPY ../outside/secret /app\nCOPY app /../../../x\n' },
  }),
  'a script that is sourced from outside': () => change('docker rm a', '. ../outside/secret\n. /etc/profile'),
  'a removal outside': () => change('docker rm a', 'docker rm a\nrm -rf ../outside /'),
  'names with escape sequences': () => change('a:build', EVIL),
  'a tag that is an option': () => change('-t a:build', '-t --output=type=local,dest=/'),
  'a container that is an option': () => change('--name a', '--name=-rf'),
  'a tag of several lines': () => change('a:build', '"a:build\n\u001b]0;title\u0007"'),
  'a comment that hides text': () => ({
    files: { Dockerfile: `# \u202e${EVIL}\u2066\n${RUNTIME}`, 'build.sh': `# ${EVIL}\n${SCRIPT}` },
  }),
  'a stage that hides text': () => ({ files: { 'Dockerfile.build': BUILDER.replace('golang:1.16', `golang:1.16 AS ${EVIL}`) } }),
  'an error with escape sequences': () => ({
    files: { 'Dockerfile.build': `${BUILDER}FROMAGE ${EVIL}\n`, 'build.sh': `${SCRIPT}if ${EVIL}; then (\n` },
  }),
  'a line of 10 MB': () => ({ files: { 'build.sh': `${SCRIPT}echo ${'x'.repeat(10 * 2 ** 20)}\n` } }),
  'a line of 10 MB in a Dockerfile': () => ({ files: { Dockerfile: `${RUNTIME}RUN echo ${'x'.repeat(10 * 2 ** 20)}\n` } }),
  'deep substitutions': () => ({ files: { 'build.sh': `${SCRIPT}echo ${'$('.repeat(20_000)}\n` } }),
  'deep substitutions that are closed': () => ({
    files: { 'build.sh': `${SCRIPT}echo ${'$('.repeat(3000)}${')'.repeat(3000)}\n` },
  }),
  'deep parentheses': () => ({ files: { 'build.sh': `${SCRIPT}${'( '.repeat(20_000)}\n` } }),
  'a loop over loops': () => ({
    files: {
      'build.sh': `for a in 1 2 3 4 5; do for b in 1 2 3 4 5 6; do\n${SCRIPT}done; done\n`,
    },
  }),
  'a script that calls itself': () => ({ files: { 'build.sh': `${SCRIPT}sh build.sh\nf() { f; f; }\nf\n` } }),
  'a huge ignore file': () => ({ files: { '.dockerignore': 'some/**/path*\n!b\n'.repeat(60_000) } }),
  'an ignore file of stars': () => ({ files: { '.dockerignore': `${'**/*'.repeat(60)}x\n` } }),
  'a YAML bomb': () => ({
    files: {
      '.gitlab-ci.yml': `a: &a [x, x]\n${Array.from({ length: 40 }, (_, at) => `b${at}: &b${at} [*${at === 0 ? 'a' : `b${at - 1}`}, *${at === 0 ? 'a' : `b${at - 1}`}]\n`).join('')}build:\n  script: *b39\n`,
    },
  }),
  'a script that is a link to one outside': () => ({
    prepare: (root) => {
      writeFileSync(join(root, '../outside/build.sh'), `${SCRIPT}# canary\n`);
      symlinkSync('../outside/build.sh', join(root, 'other.sh'));
      writeFileSync(join(root, 'build.sh'), `. ./other.sh\nsh other.sh\n./other.sh\n${SCRIPT}`);
    },
  }),
  'an ignore file, a Makefile and an included one that are links': () => ({
    files: { 'rules.mk': 'include secret.mk sub/secret ../outside/secret /etc/passwd\nimage:\n\tsh build.sh\n' },
    prepare: (root) => {
      symlinkSync('../outside/secret', join(root, '.dockerignore'));
      symlinkSync('../outside/secret', join(root, 'Makefile'));
      symlinkSync('../outside/secret', join(root, 'secret.mk'));
      symlinkSync('../outside', join(root, 'sub'));
    },
  }),
  'an artifact and a Dockerfile below a directory that is a link': () => ({
    prepare: (root) => {
      writeFileSync(join(root, '../outside/Dockerfile'), 'FROM alpine:3.14\nCOPY app /canary\n');
      symlinkSync('../outside', join(root, 'sub'));
      const into = SCRIPT.replace('src/app app', 'src/app sub/app').replace('a:latest .', 'a:latest sub');
      writeFileSync(join(root, 'build.sh'), into);
    },
  }),
  'paths that climb in every place': () => ({
    files: {
      'build.sh': `cd ../outside
docker build -t x -f ../outside/secret ../outside
docker build --output ../outside --iidfile ../outside/id -t y .
docker run --rm -v "$PWD/../outside:/out" -v /etc:/etc2 -w ../../.. a:build cp /src/app /out/app
tar -C ../outside -xf ../outside/x.tar
cp ../outside/secret app; mv app ../outside/moved; ln -s ../outside/secret link; chmod 777 ../outside
cat ../outside/secret > ../outside/written
source ../outside/secret
make -C ../outside -f ../outside/secret
cd -
${SCRIPT}`,
      Dockerfile:
        'FROM alpine:3.14\nWORKDIR ../../outside\nADD ../outside/secret ../x\nCOPY ../outside/*.txt ../../\nCOPY app ../outside/app\n',
      'compose.yml': 'services: {a: {build: {context: ../outside, dockerfile: ../outside/secret}}}\n',
    },
  }),
  'a Makefile that runs programs': () => ({
    files: {
      Makefile:
        'X := $(shell touch MARKER)\n$(eval $(shell touch MARKER))\nY != touch MARKER\nimage:\n\tsh build.sh $(file >MARKER,x)\n',
    },
  }),
  'names in a Makefile and in CI files with escape sequences': () => ({
    files: {
      Makefile: `IMAGE = ${EVIL}\n${EVIL}: build\n\tdocker build -t $(IMAGE) .\nbuild:\n\tsh build.sh\n`,
      '.gitlab-ci.yml': `"a\\e[31m\\u202e":\n  script:\n    - docker build -t "x\\e[31m" .\n    - sh build.sh\n`,
      'package.json': '{"scripts": {"\\u001b[31m": "sh build.sh \\u202e", "a\\nb": "docker build ."}}',
    },
  }),
  'a tag, a container and a path of dashes, lines and marks': () => ({
    files: {
      'build.sh': SCRIPT.replaceAll('a:build', "'--rm\u202e\n'").replaceAll('src/app app', "src/app '-rf\n\u001b[2J'"),
      Dockerfile: 'FROM alpine:3.14\nCOPY ["-rf\\n\\u001b[2J", "/--app"]\n',
    },
  }),
  'a million rules to ignore': () => ({ files: { '.dockerignore': 'a\n'.repeat(1_000_000) } }),
  'half a million rules to ignore': () => ({ files: { '.dockerignore': 'a\n'.repeat(2 ** 19) } }),
  'a YAML bomb of lists of ten': () => ({ files: { '.gitlab-ci.yml': `${makeBomb(10)}build:\n  script: *b9\n` } }),
  'a YAML bomb of merged mappings': () => ({
    files: {
      '.travis.yml': `b0: &b0 {x: y}\n${Array.from({ length: 9 }, (_, at) => `b${at + 1}: &b${at + 1}\n  <<: [${Array(10).fill(`*b${at}`).join(', ')}]\n`).join('')}script: docker build .\nenv: *b9\n`,
    },
  }),
  'templates that extend ten others each': () => ({
    files: {
      '.gitlab-ci.yml': `.b0: {script: [docker build .]}\n${Array.from({ length: 10 }, (_, at) => `.b${at + 1}:\n  extends: [${Array(10).fill(`.b${at}`).join(', ')}]\n`).join('')}build:\n  extends: .b10\n`,
    },
  }),
  'variables that hold each other twice': () => ({
    files: {
      'build.sh': `A0=${'x'.repeat(100)}\n${Array.from({ length: 60 }, (_, at) => `A${at + 1}=$A${at}$A${at}\n`).join('')}${SCRIPT.replaceAll('a:latest', '$A60')}`,
      Makefile: `A0 = x\n${Array.from({ length: 60 }, (_, at) => `A${at + 1} = $(A${at})$(A${at})\n`).join('')}$(A60): $(A60)\n\tsh build.sh $(A60)\n`,
    },
  }),
  'quotes that make a pattern try everything': () => ({
    files: {
      Makefile: `image:\n\tsh build.sh '${'$(a)'.repeat(5000)}\n`,
      Jenkinsfile: `node { sh "sh build.sh ${`\${a}`.repeat(5000)}\n${'/* '.repeat(50_000)}`,
    },
  }),
  'a chain of ten thousand targets': () => ({
    files: { Makefile: Array.from({ length: 10_000 }, (_, at) => `t${at}: t${at + 1}\n\tsh build.sh\n`).join('') },
  }),
  'deep JSON': () => ({ files: { 'package.json': `{"scripts": ${'['.repeat(100_000)}` } }),
  'settings that are code': () => ({
    files: {
      'restage.config.json': '{"extends": "./evil.js", "transforms": ["./evil.js"], "plugins": ["./evil.js"]}',
      'restage.config.js': 'require("fs").writeFileSync("MARKER", "")',
      '.prettierrc.js': 'require("fs").writeFileSync("MARKER", ""); module.exports = {}',
      '.prettierrc': '{"plugins": ["./evil.js"], "tabWidth": 2}',
      'package.json': '{"prettier": "./evil.js", "restage": "./evil.js", "scripts": {"build": "sh build.sh; touch MARKER"}}',
      'evil.js': 'require("fs").writeFileSync("MARKER", "")',
      '__proto__.json': '{}',
    },
    prepare: (root, marker) => {
      for (const name of ['restage.config.js', '.prettierrc.js', 'evil.js'])
        writeFileSync(join(root, name), `require("fs").writeFileSync(${JSON.stringify(marker)}, "")`);
    },
  }),
  'settings that reach the prototype': () => ({
    files: {
      'restage.config.json': '{"__proto__": {"force": true}, "constructor": {"prototype": {"x": 1}}}',
      '.prettierrc': '{"__proto__": {"tabWidth": 9}}',
    },
  }),
  'git that runs programs': () => ({
    prepare: (root, marker) => {
      git(root, 'init', '--quiet');
      git(root, 'config', 'core.fsmonitor', `touch ${marker}; false`);
      git(root, 'config', 'core.hooksPath', 'hooks');
      git(root, 'config', 'filter.evil.clean', `touch ${marker}`);
      git(root, 'config', 'core.pager', `touch ${marker}`);
      git(root, 'config', 'diff.external', `touch ${marker}`);
      git(root, 'config', 'alias.status', `!touch ${marker}`);
      writeFileSync(join(root, '.gitattributes'), '* filter=evil diff=evil\n');
      for (const folder of ['hooks', '.git/hooks']) {
        mkdirSync(join(root, folder), { recursive: true });
        for (const hook of ['pre-commit', 'post-index-change', 'post-checkout', 'fsmonitor-watchman'])
          writeFileSync(join(root, folder, hook), `#!/bin/sh\ntouch ${marker}\n`, { mode: 0o755 });
      }
    },
  }),
  'links to secrets': () => ({
    prepare: (root) => {
      symlinkSync('../outside/secret', join(root, 'Dockerfile.link'));
      symlinkSync('/etc', join(root, 'etc'));
      symlinkSync('../outside', join(root, 'sub'));
      symlinkSync('loop', join(root, 'loop'));
      writeFileSync(
        join(root, 'build.sh'),
        `docker build -t b -f Dockerfile.link .\ndocker build -t c -f sub/secret sub\ndocker build -t d loop\n${SCRIPT}`,
      );
    },
  }),
  'an output that is a link': () => ({
    prepare: (root) => {
      symlinkSync('../outside/secret', join(root, 'Dockerfile.run'));
      writeFileSync(join(root, 'build.sh'), SCRIPT.replace('a:latest .', 'a:latest -f Dockerfile.run .'));
    },
  }),
  'names that are options and escape sequences': () => ({
    prepare: (root) => {
      for (const name of [
        '--help',
        '-rf',
        '--output=x',
        'a\nb',
        '\u001b[2J',
        '\u202ex.sh',
        ' ',
        'Dockerfile\n',
        '$(touch x)',
        '`x`',
        ';rm -rf x',
        '%s%n',
        '__proto__',
        'constructor',
      ]) {
        writeFileSync(join(root, name), 'docker build -t x .\n');
      }
      writeFileSync(join(root, '-x.sh'), SCRIPT);
      writeFileSync(join(root, '\u001b[31m.sh'), SCRIPT.replaceAll('a:', 'other:'));
      writeFileSync(join(root, 'Dockerfile.\u202e'), RUNTIME);
    },
  }),
  'a script that is a directory, and a directory that is a script': () => ({
    files: { 'build.sh/build.sh': SCRIPT, 'Dockerfile.d/Dockerfile': RUNTIME },
  }),
};

afterAll(removeDirectories);

async function run(root: string, home: string, ...words: readonly string[]) {
  const said = { stdout: '', stderr: '' };
  const make = (name: 'stdout' | 'stderr') => ({ write: (text: string) => (said[name] += text), columns: 100 });
  const environment = { PATH: process.env.PATH, HOME: home, XDG_STATE_HOME: home };
  const io = { stdout: make('stdout'), stderr: make('stderr'), directory: root, environment };
  return { exitCode: await runCli(words, io, async () => PHASES), ...said };
}

describe('a hostile repository', () => {
  test.each(Object.entries(ATTACKS))(
    '%s: nothing outside is read or written, nothing is run, the output is clean',
    async (_, makeAttack) => {
      const { files = {}, prepare } = makeAttack();
      const isReplaced = Object.keys(files).some((path) => path.startsWith('build.sh/'));
      const { 'build.sh': script, ...others } = GOOD;
      const all = { ...others, ...(isReplaced ? {} : { 'build.sh': script }), ...files };
      const top = makeDirectory({
        'outside/secret': 'FROM secret:canary\nCOPY app /canary\n',
        'home/keep': '',
        'markers/keep': '',
      });
      const root = join(top, 'repository');
      const marker = join(top, 'markers/run');
      for (const [path, text] of Object.entries(all)) {
        mkdirSync(join(root, path, '..'), { recursive: true });
        writeFileSync(join(root, path), text);
      }
      prepare?.(root, marker);
      const outside = readTree(join(top, 'outside'));

      const home = join(top, 'home');
      const results = [
        await run(root, home, 'plan', root),
        await run(root, home, 'plan', root, '--json'),
        await run(root, home, 'plan', root, '--name-stages', '--optimize', '--chains'),
        await run(root, home, 'check', root),
        await run(root, home, 'apply', root, '--include-review', '--allow-dirty'),
        await run(root, home, 'undo', root),
      ];
      for (const { stdout, stderr, exitCode } of results) {
        expect([0, 1, 2, 3, 4]).toContain(exitCode);
        expect(stderr).not.toContain('fault of restage');
        expect(isSafeForTerminal(stdout)).toBe(true);
        expect(isSafeForTerminal(stderr)).toBe(true);
        expect(stdout + stderr).not.toContain('canary');
        expect(stdout + stderr).not.toContain('root:x:0');
      }
      expect(() => JSON.parse(results[1]?.stdout ?? '')).not.toThrow();
      expect(readTree(join(top, 'outside'))).toEqual(outside);
      expect(existsSync(marker)).toBe(false);
      expect(existsSync(join(root, 'MARKER'))).toBe(false);
      expect(({} as Record<string, unknown>).x).toBeUndefined();
    },
    PATIENCE,
  );
});
