import type { Statement } from 'unbash';
import { joinHostPath } from '../../model/host-path.ts';
import { findDirectory } from '../../model/project.ts';
import type { HostScript, ScriptSection } from '../../model/script-host.ts';
import { type ParsedBlock, parseSection } from '../../parse/host-shell.ts';
import type { Capture } from './expand.ts';
import { decideOnce, logCall, loseTrack, note, suppose } from './log.ts';
import { mayTouchImages } from './may-touch-images.ts';
import { isPhony, listConditions, tellUnread } from './read-makefile.ts';
import { runTraps } from './run-traps.ts';
import { listIncluded, setVariables } from './set-variables.ts';
import { exists, type World } from './world.ts';

/** One start of `make`, `npm run` or a job: each section runs once in it. */
export interface SectionRun {
  readonly host: HostScript;
  readonly directory: string;
  /** `NAME=value`, which the file cannot change. */
  readonly given: readonly string[];
  readonly done: Set<string>;
  /** Whether its program was told to go to `directory`, and did not start there. */
  readonly isElsewhere: boolean;
  readonly shell: Shell;
}

/** What runs the commands of a section. */
export interface Shell {
  readonly runStatements: (world: World, statements: readonly Statement[]) => boolean;
  readonly capture: Capture;
}

interface Found {
  readonly host: HostScript;
  readonly section: ScriptSection;
}

/** How a section is called among those that ran. */
export function nameSection(file: string, name: string): string {
  return `${file} ${name}`;
}

/** The section of a name in a file or in what it includes. */
export function findSection({ project }: Pick<World, 'project'>, host: HostScript, name: string): Found | undefined {
  return [host, ...listIncluded(project, host)].flatMap((each): readonly Found[] => {
    const section = each.sections.find((item) => item.name === name);
    return section ? [{ host: each, section }] : [];
  })[0];
}

/** Runs what a section needs, its commands and what follows it. Gives whether the next command of its caller still runs. */
export function runSection(world: World, run: SectionRun, name: string): boolean {
  const found = findSection(world, run.host, name);
  if (run.done.has(name) || !found) return true;
  world.fuel -= 1;
  if (world.fuel < 0) throw new Error('the script runs too many commands');
  const { host, section } = found;
  run.done.add(name);
  world.sections.add(nameSection(host.file, name));
  checkHost(world, run, found);
  const needed = [...new Set([...(section.prerequisites ?? []).map((word) => word.name), ...section.needs])];
  for (const need of needed) {
    if (findSection(world, run.host, need)) {
      if (!runSection(world, run, need)) return false;
    } else if (!/[$*?%[]/.test(need) && !exists(world, joinHostPath(run.directory, need)))
      note(world, `\`${need}\`, which \`${name}\` needs, is nothing that the repository has`, startOf(host));
  }
  if (!runBlocks(world, run, found)) return false;
  return (section.followers ?? []).every((follower) => runSection(world, run, follower));
}

/** What this reader does not know of a file. */
function checkHost(world: World, run: SectionRun, { host, section }: Found): void {
  const text = world.project.files.get(host.file)?.text ?? '';
  const isThere = exists(world, host.file) && !world.host.has(host.file);
  world.buildFiles.add(host.file);
  if (!isThere || host.isCut) note(world, `\`${host.file}\` is not there or was not read`, startOf(host));
  if (host.kind === 'markdown') note(world, 'nobody says in which order people follow a document', startOf(host));
  if (host.kind !== 'makefile') return;
  for (const path of host.includes ?? [])
    if (!world.project.files.has(joinHostPath(findDirectory(host.file), path)) || findDirectory(host.file) !== run.directory)
      note(world, `cannot tell what \`${path}\` holds, which \`${host.file}\` includes`, startOf(host));
  if (run.isElsewhere && /\$[({]PWD[)}]/.test(text)) note(world, '`$(PWD)` is where make was started', startOf(host));
  if (findDirectory(host.file) !== run.directory && text.includes('MAKEFILE_LIST'))
    note(world, '`MAKEFILE_LIST` is not where make runs', startOf(host));
  const unread = tellUnread(text);
  if (unread !== undefined) note(world, `\`${host.file}\` uses \`${unread}\`, which the check does not read`, startOf(host));
  const isFile = exists(world, joinHostPath(run.directory, section.name)) && !isPhony(text, section.name);
  if (isFile && section.blocks.length > 0)
    note(world, `\`${section.name}\` is there, so make may take it for up to date`, startOf(host));
}

function startOf({ file }: HostScript) {
  return { file, start: 0, end: 0 };
}

/** Runs the commands of a section. Gives whether all that ended it was its end. */
function runBlocks(world: World, run: SectionRun, { host, section }: Found): boolean {
  const text = world.project.files.get(host.file)?.text ?? section.read;
  const outer = takeShell(world);
  world.directory = section.directory ?? run.directory;
  const included = listIncluded(world.project, run.host).flatMap((each) => each.sections[0]?.variables ?? []);
  const { given, shell } = run;
  setVariables(world, { host, section, included, given, capture: shell.capture });
  const { tree, blocks } = parseSection(host, section, text);
  for (const span of tree.mended) suppose(world, 'blanks behind a `\\` are read as a continuation', span);
  Object.assign(world, { tree, functions: new Map(), isRecipe: host.kind === 'makefile' });
  const start = takeShell(world);
  let goesOn = true;
  for (const [index, parsed] of blocks.entries()) {
    if (index > 0 && parsed.block.isOwnShell) Object.assign(world, start, takeCopies(start));
    if (!listConditions(text, host, parsed.block).every(({ question, answer }) => decideOnce(world, question) === answer))
      continue;
    goesOn = runBlock(world, run, { host, parsed, isLast: blocks[index + 1]?.block.isOwnShell ?? true });
    if (goesOn) continue;
    const isJob = !/^(?:makefile|package-json|taskfile)$/.test(host.kind);
    if (isJob && index < blocks.length - 1) note(world, 'cannot tell what still runs behind this', startOf(host));
    break;
  }
  Object.assign(world, outer, { stopped: 'no' });
  return goesOn;
}

function takeShell({ variables, exported, functions, directory, positional, tree, isRecipe, manner }: World) {
  return { ...takeCopies({ variables, exported, functions }), directory, positional, tree, isRecipe, manner };
}

function takeCopies({ variables, exported, functions }: Pick<World, 'variables' | 'exported' | 'functions'>) {
  return { variables: new Map(variables), exported: new Set(exported), functions: new Map(functions) };
}

interface BlockRun {
  readonly host: HostScript;
  readonly parsed: ParsedBlock;
  /** Whether its shell ends with it. */
  readonly isLast: boolean;
}

/** Programs that start one shell after the other stop at the first that fails. */
function runBlock(world: World, run: SectionRun, { host, parsed: { block, statements }, isLast }: BlockRun): boolean {
  const span = { file: host.file, start: block.start, end: block.end };
  const isLenient = host.kind === 'makefile' && /-/.test(world.tree.text.slice(block.itemStart, block.start));
  world.manner = isLenient ? '-' : '';
  world.lastBuilt = undefined;
  if (!statements) {
    const words = [world.tree.text.slice(block.start, block.end)];
    if (mayTouchImages(world, words.join(''))) loseTrack(world, 'this cannot be read', span);
    logCall(world, { words, redirects: [], span });
    return true;
  }
  const isFine = run.shell.runStatements(world, statements);
  if (isLenient && world.lastBuilt) logCall(world, { words: ['|| true'], redirects: [], span }, { about: world.lastBuilt });
  if (isLast) runTraps(world, run.shell.runStatements);
  if (world.stopped === 'no') return isFine || isLenient || !/^(?:makefile|package-json|taskfile)$/.test(host.kind);
  if (world.stopped === 'exit' && !/^\d+$/.test(world.exitWord))
    note(world, 'cannot tell whether this `exit` is a failure', span);
  const isFailure = world.stopped === 'exit' && world.exitWord !== '0' && !isLenient;
  if (isLast) world.stopped = 'no';
  return !isFailure;
}
