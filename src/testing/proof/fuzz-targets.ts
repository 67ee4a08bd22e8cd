import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { readHostScripts } from '../../discover/hosts/index.ts';
import type { Project } from '../../model/project.ts';
import { parseDockerfile } from '../../parse/dockerfile.ts';
import { isIgnored, parseDockerignore } from '../../parse/dockerignore.ts';
import { parseShell } from '../../parse/shell.ts';
import { planProject } from '../../pipeline.ts';
import { printFiles } from '../../print/print-files.ts';
import { certify } from '../../verify/certificate/certify.ts';
import { makeProject } from '../interpret-text.ts';
import { type Random, startRandom } from './mutate-text.ts';

/** One thing that must not have happened. */
export interface FuzzFinding {
  readonly target: string;
  /** The exception, or what took too long or too much. */
  readonly problem: string;
  readonly input: string;
}

export interface FuzzResult {
  readonly seed: number;
  readonly executions: number;
  /** Milliseconds of the slowest one for each target. */
  readonly slowest: Readonly<Record<string, number>>;
  /** Megabytes that the process grew by at most. */
  readonly growth: number;
  readonly findings: readonly FuzzFinding[];
}

/** For 1 MB of input. */
const MOST_TIME = 2000;
/** Megabytes. */
export const MOST_MEMORY = 512;

/** What reads text of a repository; each gets a file of any name and content. */
const TARGETS: Readonly<Record<string, (files: Readonly<Record<string, string>>, path: string) => void>> = {
  shell: (files, path) => {
    parseShell('build.sh', files[path] ?? '');
  },
  dockerfile: (files, path) => {
    const text = files[path] ?? '';
    const { tree } = parseDockerfile('Dockerfile', text);
    if (tree.text !== text) throw new Error('the tree holds another text');
    const project = makeProject({ Dockerfile: text });
    const parts = [{ kind: 'cut' as const, file: 'Dockerfile', edits: [] }];
    if (printFiles(project, [{ kind: 'write', path: 'Dockerfile', parts }]).length > 0)
      throw new Error('print(parse(x)) is not x');
  },
  dockerignore: (files, path) => {
    isIgnored(parseDockerignore(files[path] ?? ''), 'some/path/to/a/file');
  },
  hosts: (files, path) => {
    const text = files[path] ?? '';
    const names = [
      'Makefile',
      'package.json',
      '.gitlab-ci.yml',
      '.github/workflows/ci.yml',
      '.travis.yml',
      '.circleci/config.yml',
      'Jenkinsfile',
      'Taskfile.yml',
      'README.md',
    ];
    readHostScripts(names.map((name) => ({ path: name, text, mode: 0o644 })));
  },
  plan: (files) => {
    planProject(makeProject(files), { nameStages: true, optimize: true });
  },
  certificate: (files, path) => {
    const project: Project = makeProject(files);
    const entry = Object.keys(files).find((name) => name.endsWith('.sh')) ?? path;
    certify({
      project,
      changes: [{ path, action: 'modify', before: '', after: files[path] ?? '', mode: 0o644, origins: [] }],
      entry,
      directory: '',
    });
  },
};

/** Files of a project, and which of them is mutated. */
export interface FuzzInput {
  readonly files: Readonly<Record<string, string>>;
  readonly path: string;
}

/** Runs one reader; what it must not do is a finding. */
export function runTarget(target: string, { files, path }: FuzzInput, slowest: Record<string, number>): readonly FuzzFinding[] {
  const input = files[path] ?? '';
  const start = performance.now();
  try {
    TARGETS[target]?.(files, path);
  } catch (error) {
    return [{ target, problem: (error instanceof Error ? (error.stack ?? error.message) : String(error)).slice(-1000), input }];
  }
  const time = performance.now() - start;
  slowest[target] = Math.max(slowest[target] ?? 0, time);
  return time > MOST_TIME ? [{ target, problem: `takes ${Math.round(time)} ms for ${input.length} characters`, input }] : [];
}

/** Inputs of 1 MB that are hard in different ways, by name. */
export function listLargeInputs(random: Random): Readonly<Record<string, string>> {
  const fill = (piece: string) => piece.repeat(Math.ceil(2 ** 20 / piece.length)).slice(0, 2 ** 20);
  return {
    'deep substitutions': `docker build -t a ${fill('$(')}`,
    'deep parentheses': fill('('),
    'deep braces': fill('{ '),
    backticks: fill('`a '),
    'one long line': `docker build ${fill('--build-arg A=1 ')} .`,
    'one long word': fill('x'),
    'many commands': fill('docker build -t a .\ndocker rm x\n'),
    'many containers': fill('id=$(docker create a)\ndocker cp $id:/x .\n'),
    'many stages': fill('FROM alpine AS a\nCOPY --from=a /x /y\n'),
    'many copies': `FROM a\n${fill('COPY a b\n')}`,
    continuations: `FROM a\nRUN a ${fill('\\\n')}`,
    'open quotes': fill('echo "\n'),
    'here-documents': fill('cat <<A\n'),
    'many rules': fill('*.a\n!b/**/c\n'),
    stars: fill('**/'),
    'aliases of YAML': `a: &a [x]\n${fill('b: [*a, *a, *a]\n')}`,
    'deep YAML': fill('- '),
    'deep JSON': fill('['),
    'raw bytes': Array.from({ length: 2 ** 20 }, () => String.fromCharCode(random.below(256))).join(''),
  };
}

/** Names of the readers. */
export const FUZZ_TARGETS = Object.keys(TARGETS);

/** Gives one reader one of the large inputs, cut to a number of characters, in this process. */
export function fuzzLargeInput(name: string, target: string, length = 2 ** 20): FuzzResult {
  const text = (listLargeInputs(startRandom(1))[name] ?? '').slice(0, length);
  const path =
    { shell: 'build.sh', dockerignore: '.dockerignore' }[target] ?? (text.includes('FROM') ? 'Dockerfile' : 'build.sh');
  const files = { Dockerfile: 'FROM a\nCOPY . .\n', 'build.sh': 'docker build .\n', [path]: text };
  const slowest: Record<string, number> = {};
  const memory = process.memoryUsage().rss;
  const findings = runTarget(target, { files, path }, slowest).map((each) => ({ ...each, problem: `${name}: ${each.problem}` }));
  const growth = (process.resourceUsage().maxRSS * 1024 - memory) / 2 ** 20;
  if (growth > MOST_MEMORY) findings.push({ target, problem: `${name}: grows by ${Math.round(growth)} MB`, input: '' });
  return { seed: 1, executions: 1, slowest, growth, findings };
}
