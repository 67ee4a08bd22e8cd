import { joinHostPath } from '../../model/host-path.ts';
import type { ProjectFile } from '../../model/project.ts';
import { parseShellFile } from '../../parse/parse-file.ts';
import { callHost } from './call-host.ts';
import { showDirectory } from './expand.ts';
import { demandShort } from './find-file.ts';
import { toToken } from './image.ts';
import { type Call, decide, logCall, loseTrack } from './log.ts';
import { loseWrapped } from './may-touch-images.ts';
import { exportWords, runProcess } from './process.ts';
import { runDescribed } from './run-described.ts';
import { runDocker } from './run-docker.ts';
import { runHostCommand } from './run-host-command.ts';
import type { Shell } from './run-section.ts';
import { unpackFile } from './stream.ts';
import { testWords } from './test-words.ts';
import { exists, type LogEntry, type World } from './world.ts';

interface Mode extends Shell {
  readonly isCondition: boolean;
}

const PREFIXES = /^(?:sudo|env|time|exec|command|nohup|nice|\w+=.*)$/s;
/** Commands that are taken to succeed: those of the round trip, and what cannot well fail. */
const SURE =
  /^(?:docker (?:(?:container|image|buildx) )?(?:build|create|run|cp|rm|start|wait|stop|kill)\b.*|echo|printf|true|:|set|export|local)$/s;
const DOCKER = /^(?:.*\/)?(?:docker|podman|nerdctl)$/;

/** Runs one command. Gives whether it succeeds; where that is not known and counts, it is decided one way for each run. */
export function runCall(world: World, given: Call, mode: Mode): boolean {
  const words = takeWords(given.words);
  if (words === undefined) return true;
  const [program = '', ...rest] = words;
  if (/^(?:.*\/)?(?:docker|podman)-compose$/.test(program)) loseTrack(world, 'what compose does is not followed', given.span);
  if (program.includes('\0')) loseTrack(world, 'the script runs a command that only a real run knows', given.span);
  const passed = given.words.slice(0, given.words.indexOf(program)).filter((word) => /^\w+=/.test(word));
  const call: Call = { ...given, words, environment: [...(given.environment ?? []), ...passed] };
  const isDocker = DOCKER.test(program);
  const isSure = SURE.test(isDocker ? `docker ${rest.join(' ')}` : program);
  world.unsure = isSure ? undefined : words.join(' ');
  const settled =
    runBuiltin(world, call, mode) ??
    (isDocker ? undefined : runDescribed(world, call)) ??
    callHost(world, call, mode) ??
    runFile(world, call, mode);
  if (settled !== undefined) return settled;
  if (isDocker && runDocker(world, { ...call, words: ['docker', ...rest] })) return true;
  if (runHostCommand(world, call) || unpackFile(world, call)) return true;
  loseWrapped(world, call);
  if (world.output) world.output.push(toToken(`$(${given.words.join(' ')})`));
  logCall(world, isDocker ? { ...given, words: ['docker', ...rest] } : given);
  return mode.isCondition && !isSure ? decide(world, `${world.directory} $ ${given.words.join(' ')}`, given.span) : true;
}

/** The words behind prefixes such as `sudo`; `undefined` for assignments alone. */
function takeWords(given: readonly string[]): readonly string[] | undefined {
  const start = given.findIndex((word, index) => !PREFIXES.test(word) && !(index > 0 && /^-[EHn]+$/.test(word)));
  if (given.length === 0 || (start === -1 && /=/.test(given[0] ?? ''))) return undefined;
  const isLookup = given[0] === 'command' && /^-[vV]$/.test(given[1] ?? '');
  const words = isLookup || start === -1 ? given : given.slice(start);
  // `$SUDO docker build`: a variable in front of the engine may be a prefix.
  return words[0]?.includes('\0') && DOCKER.test(words[1] ?? '') ? words.slice(1) : words;
}

function runBuiltin(world: World, call: Call, mode: Mode): boolean | undefined {
  const [program = '', first = '', second = ''] = call.words;
  const body = world.functions.get(program);
  if (body) {
    const { positional } = world;
    world.positional = call.words.slice(1);
    mode.runStatements(world, [{ type: 'Statement', pos: body.pos, end: body.end, background: undefined, command: body }]);
    Object.assign(world, { positional, stopped: world.stopped === 'return' ? 'no' : world.stopped });
    return true;
  }
  switch (program) {
    case 'true':
    case ':':
      return true;
    case 'false':
      return false;
    case '[':
      return testWords(world, call.words.slice(1, -1), call.span);
    case 'test':
      return testWords(world, call.words.slice(1), call.span);
    case 'cd':
    case 'pushd':
      world.stack.push(world.directory);
      world.directory = joinHostPath(
        world.directory,
        first === '-P' || first === '--' ? second : first === '' ? toToken('~') : first,
      );
      return true;
    case 'popd':
      world.directory = world.stack.pop() ?? world.directory;
      return true;
    case 'shift':
      world.positional = world.positional?.slice(Number(first === '' ? 1 : first));
      return true;
    case 'local':
    case 'readonly':
    case 'declare':
    case 'typeset':
      if (/^-\w*x/.test(first)) exportWords(world, call.words.slice(2));
      return true;
    case 'export':
      exportWords(world, call.words.slice(1));
      logCall(world, call, { isSpare: () => 'maybe' });
      return true;
    case 'return':
    case 'exit':
      if (program === 'exit') logCall(world, call);
      Object.assign(world, { stopped: program, exitWord: first });
      return true;
    case 'trap':
      if (!/\b(?:EXIT|0)\b/.test(call.words.slice(2).join(' '))) return undefined;
      world.atExit.push(first);
      return true;
    default:
      return print(world, call);
  }
}

/** Commands whose output inside `$( )` is known. */
function print(world: World, { words }: Call): boolean | undefined {
  const [program, first = ''] = words;
  const text = first.replace(/\/+$/, '');
  if (!world.output) return undefined;
  if (program === 'mktemp') world.output.push(toToken(`fresh-path:${words.join(' ')}`));
  else if (program === 'pwd') world.output.push(showDirectory(world));
  else if (program === 'echo' && !first.startsWith('-')) world.output.push(words.slice(1).join(' '));
  else if (program === 'basename' && words.length === 2) world.output.push(text.slice(text.lastIndexOf('/') + 1));
  else if (program === 'dirname' && words.length === 2)
    world.output.push(text.includes('/') ? text.slice(0, text.lastIndexOf('/')) : '.');
  else return undefined;
  return true;
}

/** `. lib.sh`, `sh scripts/build.sh`, `./build.sh`: scripts of the repository that were read. */
function runFile(world: World, { words, environment = [] }: Call, mode: Mode): boolean | undefined {
  const [program = ''] = words;
  const isSourced = program === '.' || program === 'source';
  const hasShell = isSourced || /^(?:.*\/)?(?:ba|da)?sh$/.test(program);
  const path = joinHostPath(world.directory, (hasShell ? words[1] : program) ?? '');
  const file = program.includes('/') || hasShell ? world.project.files.get(path) : undefined;
  if (!file || !exists(world, path) || !(isSourced || isFollowed(world, file))) return undefined;
  demandShort(path, file.text);
  const { tree, positional, isRecipe } = world;
  const first = world.log.length;
  world.buildFiles.add(path);
  const run = () => {
    Object.assign(world, { tree: parseShellFile(file).tree, positional: words.slice(hasShell ? 2 : 1), isRecipe: false });
    mode.runStatements(world, world.tree.script.commands);
  };
  if (isSourced) {
    run();
    Object.assign(world, { tree, positional, isRecipe });
    return true;
  }
  runProcess(world, environment, run);
  spareSettings(world, first);
  return true;
}

/** A script that speaks of docker or of a program that runs other files, or did before the plan. */
function isFollowed({ before }: World, { path, text }: ProjectFile): boolean {
  return /\b(?:docker|podman|nerdctl|g?make|npm|yarn|pnpm|task)\b/.test(`${before.files.get(path)?.text ?? ''}\n${text}`);
}

/** What only the shell of a called script can tell was run may go together with all the rest of it. */
function spareSettings(world: World, first: number): void {
  const own = world.log.slice(first);
  const isSetting = ({ text }: LogEntry): boolean => /^\S* \$ (?:set|umask|shopt|export) /.test(text);
  const others = own.filter((entry) => !isSetting(entry));
  for (const [index, entry] of own.entries()) {
    const { isSpare } = entry;
    if (isSetting(entry))
      world.log[first + index] = { ...entry, isSpare: () => others.every((other) => other.isSpare() === true) || isSpare() };
  }
}
