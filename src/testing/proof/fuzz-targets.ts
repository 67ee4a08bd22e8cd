import { readHostScripts } from '../../discover/hosts/index.ts';
import type { Project } from '../../model/project.ts';
import { parseDockerfile } from '../../parse/dockerfile.ts';
import { isIgnored, parseDockerignore } from '../../parse/dockerignore.ts';
import { parseShell } from '../../parse/shell.ts';
import { planProject } from '../../pipeline.ts';
import { printFiles } from '../../print/print-files.ts';
import { certify } from '../../verify/certificate/certify.ts';
import { makeProject } from '../interpret-text.ts';
import { measureCpu } from './measure.ts';

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
  /** Milliseconds of processor time of the slowest one for each target. */
  readonly slowest: Readonly<Record<string, number>>;
  /** Megabytes that the process grew by at most. */
  readonly growth: number;
  readonly findings: readonly FuzzFinding[];
}

/** Milliseconds of processor time for 1 MB of input. */
export const MOST_TIME = 2000;
/** Megabytes. */
export const MOST_MEMORY = 512;

type Files = Readonly<Record<string, string>>;
type Target = (files: Files, path: string) => void;

/** A file of each kind that has shell in it, by the name of its reader. */
const HOST_FILES: Readonly<Record<string, string>> = {
  make: 'Makefile',
  npm: 'package.json',
  gitlab: '.gitlab-ci.yml',
  github: '.github/workflows/ci.yml',
  travis: '.travis.yml',
  circleci: '.circleci/config.yml',
  jenkins: 'Jenkinsfile',
  taskfile: 'Taskfile.yml',
  markdown: 'README.md',
};

/** What reads text of a repository; each gets a file of any name and content. */
const TARGETS: Readonly<Record<string, Target>> = {
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
  ...Object.fromEntries(
    Object.entries(HOST_FILES).map(([name, host]): [string, Target] => [
      name,
      (files, path) => {
        readHostScripts([{ path: host, text: files[path] ?? '', mode: 0o644 }]);
      },
    ]),
  ),
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

/** Names of the readers. */
export const FUZZ_TARGETS = Object.keys(TARGETS);

/** The file that a reader takes a text for; `undefined` for one that takes a project. */
export function findReadFile(target: string): string | undefined {
  return { ...HOST_FILES, shell: 'build.sh', dockerfile: 'Dockerfile', dockerignore: '.dockerignore' }[target];
}

/** Files of a project, and which of them is mutated. */
export interface FuzzInput {
  readonly files: Files;
  readonly path: string;
}

/** Runs one reader; what it must not do is a finding. */
export function runTarget(target: string, { files, path }: FuzzInput, slowest: Record<string, number>): readonly FuzzFinding[] {
  const input = files[path] ?? '';
  const passed = measureCpu();
  try {
    TARGETS[target]?.(files, path);
  } catch (error) {
    return [{ target, problem: (error instanceof Error ? (error.stack ?? error.message) : String(error)).slice(-1000), input }];
  }
  const time = passed();
  slowest[target] = Math.max(slowest[target] ?? 0, time);
  return time > MOST_TIME
    ? [{ target, problem: `takes ${Math.round(time)} ms of processor time for ${input.length} characters`, input }]
    : [];
}
