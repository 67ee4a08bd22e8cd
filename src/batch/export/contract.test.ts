import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { assembleReport } from '../../report/batch/assemble-report.ts';
import type { RepositoryReport } from '../../report/batch/batch-report.ts';
import { CONVERTIBLE, DECLINED, makeSample, NEEDS_REVIEW, PLAIN } from '../../testing/batch/batch-sample.ts';
import { bundleEntry, removeBundles } from '../../testing/batch/bundle-entry.ts';
import { git, makeDirectory, removeDirectories } from '../../testing/temporary-directory.ts';
import { readManifest } from '../batch-manifest.ts';
import { writeRecipe } from './export-target.ts';

// Every case starts processes, on machines that do other things too.
jest.setTimeout(60_000);
const tool = bundleEntry('src/testing/new-file-tool.ts');
const scratch = makeDirectory();

afterAll(() => {
  removeBundles();
  removeDirectories();
});

const MANIFEST = readManifest(
  JSON.stringify({
    branch: 'one-dockerfile',
    commit: { message: 'It\'s one\n\nA "body" $HOME', trailers: { A: 'b' } },
    pullRequest: { title: "It's one", body: 'x: y' },
  }),
  'm.json',
);

function exportTo(target: Parameters<typeof writeRecipe>[0]) {
  const item: RepositoryReport = {
    name: 'https://github.com/acme/site',
    state: 'convertible',
    pipelines: [],
    reasons: [],
    files: [],
    result: null,
  };
  const others = (['no-pattern', 'needs-review', 'declined', 'failed', 'pending'] as const).map((state) => ({
    ...item,
    name: state,
    state,
  }));
  const report = assembleReport([item, ...others]);
  return writeRecipe(target, { report, manifest: MANIFEST, version: '1.2.3' });
}

/** `restage` on the PATH, as a host finds it. */
const bin = join(scratch, 'bin');
mkdirSync(bin);
writeFileSync(join(bin, 'restage'), `#!/bin/sh\nexec '${process.execPath}' '${tool}' "$@"\n`, { mode: 0o755 });

/** Runs a script as a host does, in a clone. Nothing can be asked: there is no terminal and no input. */
function runIn(clone: string, script: string, environment: Readonly<Record<string, string>>): number {
  const path = join(scratch, 'script.sh');
  writeFileSync(path, script);
  chmodSync(path, 0o755);
  const base = {
    PATH: `${bin}:${process.env.PATH}`,
    HOME: scratch,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
  };
  const { status, error } = spawnSync(path, [], {
    cwd: clone,
    env: { ...base, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (error) throw error;
  return status ?? -1;
}

/** What a host does once its script has ended: the names it commits, or why it commits nothing. */
interface Host {
  readonly name: string;
  readonly script: () => string;
  readonly environment: Readonly<Record<string, string>>;
  /** The exit code that a refusal has for the host. */
  readonly declined: number;
  readonly commit: (clone: string) => void;
}

const findFile = (target: Parameters<typeof writeRecipe>[0], name: string) =>
  exportTo(target).find((file) => file.name === name)?.text ?? '';

const HOSTS: readonly Host[] = [
  {
    name: 'multi-gitter',
    script: () => findFile('multi-gitter', 'restage.sh'),
    environment: { DRY_RUN: 'true', REPOSITORY: 'acme/site' },
    declined: 3,
    // `git add .` and a commit of what is then staged.
    commit: (clone) => {
      git(clone, 'add', '.');
      git(clone, 'commit', '--quiet', '--no-verify', '-m', 'x');
    },
  },
  {
    name: 'turbolift',
    script: () => `#!/bin/sh\n${/foreach -- (restage [^|]*) \|\|/.exec(findFile('turbolift', 'campaign.sh'))?.[1]}\n`,
    environment: {},
    declined: 3,
    // What git does not track is left out.
    commit: (clone) => git(clone, 'commit', '--quiet', '--all', '-m', 'x'),
  },
  {
    name: 'git-xargs',
    script: () => findFile('git-xargs', 'restage.sh'),
    environment: { XARGS_DRY_RUN: 'true', XARGS_REPO_NAME: 'site', XARGS_REPO_OWNER: 'acme' },
    declined: 3,
    // Adds each file whose state in the work tree is untracked, then commits as `--all` does.
    commit: (clone) => {
      const lines = git(clone, 'status', '--porcelain').split('\n');
      for (const line of lines.filter((text) => text.startsWith('??'))) git(clone, 'add', line.slice(3));
      git(clone, 'commit', '--quiet', '--all', '-m', 'x');
    },
  },
  {
    name: 'sourcegraph',
    // The block of the step, without the line that installs restage.
    script: () =>
      `#!/bin/sh\n${findFile('sourcegraph', 'restage.batch.yaml')
        .split('\n')
        .filter((line) => line.startsWith('      ') && !line.includes('npm install'))
        .map((line) => line.trim())
        .join('\n')}\n`,
    environment: {},
    declined: 0,
    // `git add --all` and the difference of the index.
    commit: (clone) => {
      git(clone, 'add', '--all');
      git(clone, 'commit', '--quiet', '-m', 'x');
    },
  },
];

function makeClone(content: Parameters<typeof makeSample>[1]): string {
  const clone = join(makeDirectory(), 'clone');
  makeSample(clone, content);
  return clone;
}

describe.each(HOSTS)('$name', ({ script, environment, commit }) => {
  test('commits exactly the files of the plan, a new and a removed one among them, also in a dry run, and nothing the second time', () => {
    const clone = makeClone(CONVERTIBLE);
    expect(runIn(clone, script(), environment)).toBe(0);
    commit(clone);
    expect(git(clone, 'show', '--format=', '--name-status', '--no-renames')).toBe(
      'M\tDockerfile\nD\tDockerfile.build\nA\tNEW.md\nM\tbuild.sh\n',
    );
    expect(git(clone, 'status', '--porcelain', '--ignored')).toBe('');
    expect(runIn(clone, script(), environment)).toBe(0);
    expect(git(clone, 'status', '--porcelain', '--ignored')).toBe('');
  });
});

const [MULTI_GITTER, TURBOLIFT, GIT_XARGS, SOURCEGRAPH] = HOSTS;

test('three hosts run the same command', () => {
  const words = [MULTI_GITTER, TURBOLIFT, GIT_XARGS].map((host) => /restage apply.*/.exec(host?.script() ?? '')?.[0]);
  expect(words).toEqual(Array.from({ length: 3 }, () => expect.stringMatching(/^restage apply --stage *$/)));
});

describe.each([MULTI_GITTER, SOURCEGRAPH].flatMap((host) => (host === undefined ? [] : [host])))(
  'what is not converted, in $name,',
  ({ script, environment, declined }) => {
    test.each([
      ['nothing to do', PLAIN, 0],
      ['a refusal', DECLINED, declined],
      ['an open question', NEEDS_REVIEW, declined === 0 ? 0 : 4],
    ] as const)('%s leaves the clone clean and has its exit code', (_name, content, expected) => {
      const clone = makeClone(content);
      const names = readdirSync(clone);
      expect(runIn(clone, script(), environment)).toBe(expected);
      expect(git(clone, 'status', '--porcelain', '--ignored')).toBe('');
      expect(readdirSync(clone)).toEqual(names);
    });
  },
);

test('scripts and texts survive quotes, dollars and line ends', () => {
  const campaign = findFile('turbolift', 'campaign.sh');
  const run = findFile('git-xargs', 'run.sh');
  const fake = join(scratch, 'fake');
  mkdirSync(fake);
  for (const name of ['turbolift', 'git-xargs']) {
    writeFileSync(join(fake, name), `#!/bin/sh\nfor word; do printf '%s\\0' "$word"; done >> '${scratch}/words'\n`, {
      mode: 0o755,
    });
  }
  for (const text of [campaign, run]) {
    writeFileSync(join(scratch, 'recipe.sh'), text, { mode: 0o755 });
    const { status } = spawnSync(join(scratch, 'recipe.sh'), [], { env: { PATH: `${fake}:${process.env.PATH}` } });
    expect(status).toBe(0);
  }
  const words = readFileSync(join(scratch, 'words'), 'utf8').split('\0');
  const message = 'It\'s one\n\nA "body" $HOME\n\nA: b';
  expect(words.filter((word) => word === message)).toHaveLength(2);
  expect(words).toContain("It's one");
});

test('only repositories in which the policy converts something are listed', () => {
  expect(findFile('turbolift', 'repos.txt')).toBe('acme/site\n');
  expect(findFile('git-xargs', 'repos.txt')).toBe('acme/site\n');
  expect(findFile('multi-gitter', 'multi-gitter.yaml')).toContain('repo:\n  - "acme/site"\n');
  expect(findFile('sourcegraph', 'restage.batch.yaml')).toContain('on:\n  - repository: "github.com/acme/site"\n');
});
