import { findDefaultFile } from '../../model/default-makefile.ts';
import { hasUnknown, isInRepository, joinHostPath } from '../../model/host-path.ts';
import type { HostKind } from '../../model/script-host.ts';
import { show } from './image.ts';
import { type Call, logCall, loseTrack } from './log.ts';
import { runProcess } from './process.ts';
import { findSection, runSection, type Shell } from './run-section.ts';
import { exists, type World } from './world.ts';

/** What a command starts: sections of a file, or the goal of that file where it names none. */
interface Started {
  readonly directory: string;
  /** The file that it names; `undefined` for the usual one. */
  readonly file: string | undefined;
  /** `NAME=value` that the file cannot change. */
  readonly given: readonly string[];
  readonly sections: readonly string[];
}

const PROGRAMS: ReadonlyMap<string, HostKind> = new Map([
  ...['make', 'gmake'].map((name) => [name, 'makefile'] as const),
  ...['npm', 'yarn', 'pnpm'].map((name) => [name, 'package-json'] as const),
  ['task', 'taskfile'],
]);

/** Scripts that npm runs by their own name, and those that it runs in passing. */
const SHORT = /^(?:test|start|stop|restart)$/;
const IN_PASSING = /install|prepare|publish|pack$|version/;

/**
 * Runs `make image`, `npm run image` or `task image` as far as the repository has the file. Gives whether it succeeds, or `undefined` for
 * any other command. A call that is not understood may do anything.
 */
export function callHost(world: World, call: Call, shell: Shell): boolean | undefined {
  const kind = PROGRAMS.get(call.words[0] ?? '');
  if (!kind || ![...world.project.scripts.values()].some((host) => host.kind === kind)) return undefined;
  const started = kind === 'makefile' ? readMake(world, call) : readRunner(world, call, kind);
  if (started === 'other') return undefined;
  const path = started && findFile(world, kind, started);
  if (started && path === undefined) return undefined;
  const host = path === undefined ? undefined : world.project.scripts.get(path);
  const sections = started?.sections.length === 0 ? [host?.goal ?? ''] : (started?.sections ?? []);
  const isKnown = host?.kind === kind && sections.every((name) => findSection(world, host, name));
  if (!started || !host || !isKnown || world.calls > MOST_CALLS) {
    loseTrack(world, `cannot tell what \`${show(call.words.join(' '))}\` runs`, call.span);
    logCall(world, call, { isSpare: () => 'maybe', changesFiles: true });
    return true;
  }
  world.calls += 1;
  const { directory, given } = started;
  const isFine = runProcess(world, call.environment ?? [], () => {
    const isElsewhere = directory !== world.directory;
    const run = { host, directory, given, isElsewhere, done: new Set<string>(), shell };
    return sections.every((name) => runSection(world, run, name));
  });
  world.calls -= 1;
  return isFine;
}

/** Calls in calls. */
const MOST_CALLS = 20;

/** The file that the program reads there; `undefined` where the repository has none. */
function findFile(world: World, kind: HostKind, { directory, file }: Started): string | undefined {
  if (file !== undefined) return joinHostPath(directory, file);
  if (kind === 'makefile') return findDefaultFile(directory, (path) => exists(world, path));
  const names = kind === 'taskfile' ? ['Taskfile.yml', 'Taskfile.yaml'] : ['package.json'];
  return names.map((name) => joinHostPath(directory, name)).find((path) => exists(world, path));
}

/** The words of make (GNU make manual, 9.8); `undefined` for those that are not understood. */
function readMake(world: World, { words }: Call): Started | undefined {
  let [directory, file]: readonly [string, string | undefined] = [world.directory, undefined];
  const given: string[] = [];
  const sections: string[] = [];
  const rest = words.slice(1);
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const [, option = '', inline = ''] = /^(-[Cf]|--(?:directory|file|makefile)(?==|$))=?(.*)$/s.exec(word) ?? [];
    const operand = option === '' || inline !== '' ? inline : (rest.shift() ?? '');
    if (/^(?:-C|--directory)$/.test(option)) directory = joinHostPath(directory, operand);
    else if (option !== '') file = operand;
    else if (/^[A-Za-z_][\w.-]*:?=/.test(word))
      given.push(word.replace(':=', '=').replace(/^[^=]+/, (name) => name.replace(/\W/g, '_')));
    else if (!/^[-+]/.test(word) && !word.includes('\0')) sections.push(word);
    else if (!/^(?:-[sw]+|--silent|--quiet|--(?:no-)?print-directory)$/.test(word)) return undefined;
  }
  return isFollowed(directory + (file ?? '')) ? { directory, file, given, sections } : undefined;
}

/** `npm run image`, `yarn image`, `task image`; `other` for a command such as `npm ci` that runs no section. */
function readRunner(world: World, { words }: Call, kind: HostKind): Started | 'other' | undefined {
  const [program, ...rest] = words.filter((word) => !/^(?:-s|--silent|-q|--quiet)$/.test(word));
  const isTask = kind === 'taskfile';
  if (rest.length === 0 && !isTask) return 'other';
  const [first = '', ...more] = /^run(?:-script)?$/.test(rest[0] ?? '') && !isTask ? rest.slice(1) : rest;
  const isRun = isTask || first !== rest[0] || SHORT.test(first) || program === 'yarn' || program === 'pnpm';
  const { directory } = world;
  const host = world.project.scripts.get(findFile(world, kind, { directory, file: undefined, given: [], sections: [] }) ?? '');
  const isSection = host?.sections.some(({ name }) => name === first) ?? false;
  if (!isTask && !isSection && first === rest[0] && !/^(?:--?\w|workspaces?$)/.test(first)) {
    const passing = host?.sections.some(({ name, read }) => IN_PASSING.test(name) && /docker|podman/.test(read)) ?? false;
    return passing ? undefined : 'other';
  }
  if (!isRun || (!isTask && more.length > 0) || /^-|=/.test([first, ...more].join(' '))) return undefined;
  return isFollowed(directory)
    ? { directory, file: undefined, given: [], sections: [first, ...more].filter((word) => word !== '') }
    : undefined;
}

function isFollowed(path: string): boolean {
  return isInRepository(path) && !hasUnknown(path);
}
