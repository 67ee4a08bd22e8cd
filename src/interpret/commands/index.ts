import { readCompose } from '../compose/read-compose.ts';
import { type CommandReader, INERT, type Invocation, type Reading, silent } from '../invocation.ts';
import { readEval, readShell } from './call-script.ts';
import { readDocker } from './docker.ts';
import { readBuild } from './docker-build.ts';
import { readEditor } from './edit-in-place.ts';
import { readChmod, readCp, readMkdir, readMv, readRm, readWriter } from './host-files.ts';
import { readMake } from './make.ts';
import { readNpm } from './npm.ts';
import { readReader } from './read-files.ts';
import { readTrap } from './read-trap.ts';
import {
  readCat,
  readCd,
  readDeclare,
  readEcho,
  readEnd,
  readInput,
  readLet,
  readMktemp,
  readPathPart,
  readPopd,
  readPwd,
  readSet,
  readShift,
  readSource,
  readTest,
  readUnset,
} from './shell-builtins.ts';
import { readTar } from './tar.ts';
import { readUnknownCommand } from './unknown-command.ts';

/** Programs that change no file and no image, whatever their words. */
const HARMLESS =
  'shopt sleep date which type hash command exec uname whoami id hostname tput clear seq yes kill ps wait umask ulimit alias ' +
  'nproc arch tr printenv env expr bc time nslookup ping dig history times jobs disown';

/** Programs that only look at the files they name. */
const LOOKING =
  'ls stat du df file find tree diff cmp sha256sum sha1sum sha512sum md5sum cksum strings nm ldd objdump readelf xxd hexdump less more ' +
  'jq yq grep egrep fgrep awk sort uniq cut head tail wc';

/** Commands that concern images and containers, and those that run other commands: whoever looks for these finds them here. */
const STARTERS: readonly (readonly [string, CommandReader])[] = [
  ['docker', readDocker],
  ['buildah', readDocker],
  ['docker-buildx', (invocation) => readBuild(invocation)],
  ['docker-compose', readCompose],
  ['podman-compose', readCompose],
  ['.', readSource],
  ['source', readSource],
  ['trap', readTrap],
  ['eval', orUnknown(readEval)],
  ...['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh'].map((name) => [name, orUnknown(readShell)] as const),
  ...['make', 'gmake'].map((name) => [name, orUnknown(readMake)] as const),
  ...['npm', 'yarn', 'pnpm'].map((name) => [name, orUnknown(readNpm)] as const),
];

/** The names of commands that concern images or run other commands; all others of {@link COMMAND_READERS} do neither. */
export const STARTING_COMMANDS: ReadonlySet<string> = new Set(STARTERS.map(([name]) => name));

/** The reader of each command, by name; a command that is not here is read as unknown. */
export const COMMAND_READERS: ReadonlyMap<string, CommandReader> = new Map<string, CommandReader>([
  ...STARTERS,
  ...HARMLESS.split(' ').map((name) => [name, () => INERT] as const),
  ...LOOKING.split(' ').map((name) => [name, readReader] as const),
  [':', silent],
  ['true', silent],
  ['false', () => ({ effect: { kind: 'inert' }, status: 'failure' })],
  ['cd', readCd],
  ['pushd', readCd],
  ['popd', readPopd],
  ...['exit', 'return', 'break', 'continue'].map((name) => [name, readEnd] as const),
  ...['export', 'local', 'readonly', 'declare', 'typeset'].map((name) => [name, readDeclare] as const),
  ['unset', readUnset],
  ['shift', readShift],
  ['[', readTest],
  ['test', readTest],
  ['echo', readEcho],
  ['printf', readEcho],
  ['pwd', readPwd],
  ...['dirname', 'basename', 'realpath', 'readlink'].map((name) => [name, readPathPart] as const),
  ['mktemp', readMktemp],
  ['cat', readCat],
  ['set', readSet],
  ...['read', 'getopts', 'mapfile', 'readarray'].map((name) => [name, readInput] as const),
  ['let', readLet],
  ['mkdir', readMkdir],
  ['rm', readRm],
  ['rmdir', readRm],
  ['mv', readMv],
  ['cp', readCp],
  ['chmod', readChmod],
  ...['touch', 'ln', 'tee', 'chown'].map((name) => [name, readWriter] as const),
  ['tar', readTar],
  ['sed', readEditor],
  ['perl', readEditor],
  ['git', readReader],
]);

function orUnknown(read: (invocation: Invocation) => Reading | undefined): CommandReader {
  return (invocation) => read(invocation) ?? readUnknownCommand(invocation);
}
