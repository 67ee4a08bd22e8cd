import type { BuildGraph } from '../model/build-graph.ts';
import { findDirectory, type Project, type ProjectFile } from '../model/project.ts';
import type { HostScript } from '../model/script-host.ts';
import { countFound } from './interpret-script.ts';
import { chainJobs } from './jobs/chain-jobs.ts';
import { type GoalToRun, runGoals } from './run-goals.ts';

/** Characters of a word in which the end of a name is looked for. */
const LONGEST_NAME = 100;

/** The sections of a file that people or machines start: its entries, and those that another file names in a command such as `make image`. */
export function listGoals(project: Project, host: HostScript, directory: string): readonly GoalToRun[] {
  const names = host.sections.filter(({ isEntry, name }) => isEntry || isStartedElsewhere(project, host, name));
  return chainJobs(
    project,
    host,
    names.map(({ name }) => ({ kind: 'section', host, section: name, directory })),
  );
}

/** What the sections of a file do, each from a clean checkout. It runs in its usual directory or at the root, whichever finds more. */
export function interpretHost(project: Project, host: HostScript, assumed: ReadonlyMap<string, string>): BuildGraph | undefined {
  const run = (directory: string): BuildGraph | undefined => {
    const [first, ...rest] = listGoals(project, host, directory);
    return first && runGoals(project, [first, ...rest], { assumed, entry: host.file });
  };
  const own = findUsualDirectory(host);
  const inPlace = run(own);
  if (!inPlace || own === '' || inPlace.builds.length > 0) return inPlace;
  const atRoot = run('');
  // At the root, `make` may be that of another Makefile.
  const isBetter = atRoot?.builds.some((build) => build.verb.file === host.file) && countFound(atRoot) > countFound(inPlace);
  return isBetter ? atRoot : inPlace;
}

/** `make` and `npm` work where their file lies; machines that build a commit work at its root. */
function findUsualDirectory({ kind, file }: HostScript): string {
  return kind === 'makefile' || kind === 'package-json' || kind === 'taskfile' ? findDirectory(file) : '';
}

function isStartedElsewhere(project: Project, { kind, file }: HostScript, name: string): boolean {
  if (kind !== 'makefile' && kind !== 'package-json') return false;
  const program = kind === 'makefile' ? 'make' : 'npm';
  return [...project.files.values()].some((other) => other.path !== file && findStarted(other)[program].has(name));
}

type Started = Readonly<Record<'make' | 'npm', ReadonlySet<string>>>;
const started = new WeakMap<ProjectFile, Started>();

/** The words of a file that stand behind `make` and behind `npm` or its like in a command. */
function findStarted(file: ProjectFile): Started {
  const known = started.get(file) ?? {
    make: findWordsBehind(file.text, /(?<![\w./-])make (?<words>[^\n;&|`"']*)/g),
    npm: findWordsBehind(file.text, /(?<![\w./-])(?:npm|yarn|pnpm) (?<words>[^\n;&|`"']*)/g),
  };
  started.set(file, known);
  return known;
}

/** Words as they are, and up to each character that cannot be part of a name: `image)` stands for `image` too. */
function findWordsBehind(text: string, command: RegExp): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { groups } of text.matchAll(command)) {
    for (const word of (groups?.words ?? '').split(' ')) {
      found.add(word);
      for (const { index } of word.slice(0, LONGEST_NAME).matchAll(/[^\w./-]/g)) found.add(word.slice(0, index));
    }
  }
  return found;
}
