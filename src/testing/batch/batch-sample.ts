import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runCli } from '../../cli/main.ts';
import type { BatchReport } from '../../report/batch/batch-report.ts';
import type { Said } from '../run-restage.ts';
import { git, makeDirectory } from '../temporary-directory.ts';
import { generateRepository, type Recipe } from './generate-repository.ts';

/** What a batch directory holds, by name: a generated repository, or files. */
export type SampleRepositories = Readonly<Record<string, Recipe | Readonly<Record<string, string>>>>;

/** A repository that rests on an assumption: nothing says whether the artifact is a file. */
export const NEEDS_REVIEW = {
  'Dockerfile.build': 'FROM node:20\nWORKDIR /site\nCOPY . .\nRUN npm run build\n',
  Dockerfile: 'FROM nginx:1.27\nCOPY public /usr/share/nginx/html\n',
  'build.sh':
    'docker build -t site:build -f Dockerfile.build .\nid=$(docker create site:build)\ndocker cp $id:/site/out public\ndocker rm $id\ndocker build -t site .\n',
};

/** A repository whose pattern cannot be converted: the path in the image comes from outside. */
export const DECLINED = {
  'Dockerfile.build': 'FROM golang:1.22\nWORKDIR /src\nCOPY . .\nRUN make\n',
  Dockerfile: 'FROM alpine:3\nCOPY app /app\n',
  'build.sh':
    'docker build -t app:build -f Dockerfile.build .\ndocker create --name x app:build\ndocker cp x:"$OUT" app\ndocker rm x\ndocker build -t app .\n',
};

/** A repository with the pattern. */
export const CONVERTIBLE: Recipe = { number: 1, shape: 0 };
/** A repository without. */
export const PLAIN: Recipe = { number: 2, shape: undefined };

/** A directory with these as git repositories in which everything is committed. */
export function makeBatch(repositories: SampleRepositories, files: Readonly<Record<string, string>> = {}): string {
  const directory = makeDirectory(files);
  for (const [name, content] of Object.entries(repositories)) makeSample(join(directory, name), content);
  return directory;
}

/** Makes one of them at a path. */
export function makeSample(root: string, content: SampleRepositories[string]): void {
  const files = isRecipe(content) ? generateRepository(content) : content;
  mkdirSync(root, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  git(root, 'init', '--quiet', '--initial-branch=main');
  git(root, 'add', '.');
  git(root, 'commit', '--quiet', '-m', 'Start');
}

/** Runs `restage batch …` in a directory; `worker` is what `bundleEntry` made of the worker's entry. */
export async function runBatchVerb(
  { directory, worker }: { readonly directory: string; readonly worker: string },
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = {},
): Promise<Said> {
  const said = { stdout: '', stderr: '' };
  const makeOutput = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      said[name] += text;
    },
    isTTY: false,
  });
  const own = { RESTAGE_BATCH_WORKER: worker, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  const exitCode = await runCli(['batch', ...words], {
    ...{ stdout: makeOutput('stdout'), stderr: makeOutput('stderr'), directory },
    environment: { PATH: process.env.PATH, HOME: directory, ...own, ...environment },
  });
  return { exitCode, ...said };
}

/** A manifest that names who commits. */
export function makeManifest(more: object = {}): { readonly 'restage.batch.json': string } {
  const author = { name: 'Robin', email: 'robin@example.org' };
  const commit = { author, message: 'Use one Dockerfile\n\nThe image stays the same.', trailers: { 'Ticket-Id': 'OPS-7' } };
  return { 'restage.batch.json': JSON.stringify({ branch: 'one-dockerfile', commit, ...more }) };
}

/** The report in standard output. */
export function readReport({ stdout }: Said): BatchReport {
  return JSON.parse(stdout);
}

/** The state of every repository of a report, by name. */
export function listStates({ repositories }: BatchReport): Readonly<Record<string, string>> {
  return Object.fromEntries(
    repositories.map(({ name, state, reasons: [first] }) => [name, state === 'failed' ? (first?.code ?? '') : state]),
  );
}

function isRecipe(content: SampleRepositories[string]): content is Recipe {
  return 'number' in content && typeof content.number === 'number';
}
