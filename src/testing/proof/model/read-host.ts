import { posix } from 'node:path';
import { parse } from 'yaml';
import { UnknownToModelError } from './file-tree.ts';

/** A stretch of shell text that a file of some kind runs in one shell. */
export interface HostShell {
  readonly text: string;
  /** The shell ends with the first command that fails. */
  readonly errexit: boolean;
}

/** What a file runs, shell after shell; the first that fails ends it. */
export interface HostRun {
  readonly shells: readonly HostShell[];
  readonly variables: Readonly<Record<string, string>>;
}

/** Reads a file as the program that runs it would, sharing nothing with the readers of the product. @throws UnknownToModelError */
export function readHost(path: string, text: string): HostRun {
  try {
    return readKind(path, text);
  } catch (error) {
    throw new UnknownToModelError(error instanceof Error ? error.message : String(error));
  }
}

function readKind(path: string, text: string): HostRun {
  const name = posix.basename(path);
  if (name === 'Makefile') return readMakefile(text);
  if (name === 'package.json') return { shells: readPackage(text), variables: {} };
  if (name === '.gitlab-ci.yml') return readPipeline(parse(text));
  if (path.startsWith('.github/')) return readWorkflow(parse(text));
  return { shells: [{ text, errexit: false }], variables: {} };
}

/** The first target's recipe: each line in a shell of its own, `\` at its end takes the next one along. */
function readMakefile(text: string): HostRun {
  const values = new Map<string, string>();
  for (const [, name = '', value = ''] of text.matchAll(/^(\w+) *[:?]?= *(.*)$/gm)) values.set(name, value);
  const recipe = /^(?!\.)[\w.-]+:[^=\n]*\n((?:\t.*\n|\n)*)/m.exec(text)?.[1] ?? '';
  const lines = recipe
    .replaceAll(/\\\n\t/g, '\\\n')
    .split(/(?<!\\)\n/)
    .filter((line) => line.trim() !== '');
  const shells = lines.map((line) => {
    const [, marks = '', body = ''] = /^\t?([@-]*)([\s\S]*)$/.exec(line) ?? [];
    const expanded = body.replaceAll(/\$(\$|\((\w+)\))/g, (_, mark: string, name: string) =>
      mark === '$' ? '$' : (values.get(name) ?? ''),
    );
    return { text: marks.includes('-') ? `${expanded} || true` : expanded, errexit: false };
  });
  return { shells, variables: {} };
}

function readPackage(text: string): readonly HostShell[] {
  const { scripts } = JSON.parse(text) as { readonly scripts: Readonly<Record<string, string>> };
  return [{ text: scripts.image ?? '', errexit: false }];
}

interface Job {
  readonly variables?: Readonly<Record<string, string>>;
  readonly script: readonly string[];
}

/** All lines of a job in one shell. */
function readPipeline(file: Readonly<Record<string, Job>>): HostRun {
  const [job] = Object.values(file);
  if (!job) throw new UnknownToModelError('no job');
  return { shells: [{ text: job.script.join('\n'), errexit: true }], variables: job.variables ?? {} };
}

interface Workflow {
  readonly env?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>;
}

/** Each step in a shell of its own. */
function readWorkflow({ env = {}, jobs }: Workflow): HostRun {
  const [job] = Object.values(jobs);
  const shells = (job?.steps ?? []).flatMap(({ run }) => (run === undefined ? [] : [{ text: run, errexit: true }]));
  return { shells, variables: env };
}
