import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TarMember, writeTar } from '../write-tar.ts';
import { findKit, isBare, isNameless } from './kits.ts';
import { isRealCompiler, readCompiler } from './real-compiler.ts';
import { runDocker } from './run-docker.ts';

const PROGRAMS = join(import.meta.dirname, 'programs');
/** Linked statically, and thus all that an image needs. From Debian's `busybox-static`. */
export const BUSYBOX = '/usr/bin/busybox';

/** Names that go to the program of another name. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  gcc: ['cc', 'g++', 'c++', 'clang'],
  npm: ['pnpm'],
  'apt-get': ['apt', 'yum', 'dnf', 'microdnf'],
  pip: ['pip3'],
  python: ['python3'],
  strip: ['upx'],
  adduser: ['addgroup', 'useradd', 'groupadd', 'usermod'],
  idle: ['java', 'nginx', 'git', 'curl', 'ruby', 'php', 'redis-server', 'update-ca-certificates', 'ldconfig', 'setcap'],
};

/**
 * Makes an image under `name` that does for the real one: busybox, users, the usual directories, and small programs in place of compilers
 * and package managers. Each image holds its own name, in `/etc/stand-in`, so that a build on another base is another image.
 */
export async function importStandIn(host: string, name: string): Promise<void> {
  const { words, archive } = makeStandIn(name);
  await runDocker(host, words, archive);
}

/** The words of the client's command that imports a stand-in, and what it reads from standard input. */
export function makeStandIn(name: string): { readonly words: readonly string[]; readonly archive: Buffer } {
  const { changes, members } = findKit(name);
  const all = new Map([...listMembers(name), ...members].map((member) => [member.name, member]));
  const flags = changes.flatMap((change) => ['--change', change]);
  return { words: ['import', ...flags, '-', name], archive: writeTar([...all.values()]) };
}

function listMembers(name: string): readonly TarMember[] {
  const users = isNameless(name) ? [] : USERS;
  const own = { name: 'etc/stand-in', content: `${name}\n` };
  if (isBare(name)) return [...FOLDERS, ...users, own];
  const compiler = isRealCompiler(name) ? readCompiler() : [];
  const programs =
    compiler.length > 0
      ? listPrograms().filter((member) => !/\/(?:gcc|cc|g\+\+|c\+\+|clang|strip)$/.test(member.name))
      : listPrograms();
  return [...FOLDERS, ...users, own, ...listBusybox(), ...programs, ...compiler];
}

const FOLDERS: readonly TarMember[] = [
  ...'bin dev etc home lib media mnt opt proc run sbin srv sys usr var'.split(' '),
  ...'usr/bin usr/include usr/lib usr/sbin usr/share usr/src usr/local usr/local/bin usr/local/lib usr/local/sbin usr/local/share'.split(
    ' ',
  ),
  ...'var/cache var/lib var/log var/spool'.split(' '),
]
  .map((name): TarMember => ({ name, type: '5' }))
  .concat([
    { name: 'root', type: '5', mode: 0o700 },
    { name: 'tmp', type: '5', mode: 0o1777 },
    { name: 'home/node', type: '5', uid: 1000, gid: 1000 },
  ]);

const ACCOUNTS = [
  ['root', 0, '/root'],
  ['www-data', 33, '/var/www'],
  ['nginx', 101, '/nonexistent'],
  ['node', 1000, '/home/node'],
  ['app', 1001, '/home/app'],
  ['dev', 1002, '/home/dev'],
  ['nonroot', 65532, '/home/nonroot'],
  ['nobody', 65534, '/nonexistent'],
] as const;

const USERS: readonly TarMember[] = [
  { name: 'etc/passwd', content: ACCOUNTS.map(([name, id, home]) => `${name}:x:${id}:${id}::${home}:/bin/sh\n`).join('') },
  { name: 'etc/group', content: ACCOUNTS.map(([name, id]) => `${name}:x:${id}:\n`).join('') },
];

function listBusybox(): readonly TarMember[] {
  if (!existsSync(BUSYBOX)) throw new Error(`there is no ${BUSYBOX}: install busybox-static`);
  const applets = execFileSync(BUSYBOX, ['--list-full'], { encoding: 'utf8' }).trim().split('\n');
  const links = applets
    .filter((name) => name !== 'bin/busybox')
    .map((name): TarMember => ({ name, type: '2', linkTarget: '/bin/busybox' }));
  return [{ name: 'bin/busybox', mode: 0o755, content: readFileSync(BUSYBOX) }, ...links];
}

function listPrograms(): readonly TarMember[] {
  const programs = readdirSync(PROGRAMS).map((file): TarMember => {
    const content = readFileSync(join(PROGRAMS, file));
    return file === 'stand-in.sh'
      ? { name: `usr/local/lib/${file}`, content }
      : { name: `usr/local/bin/${file}`, mode: 0o755, content };
  });
  const links = Object.entries(ALIASES).flatMap(([program, names]) =>
    names.map((name): TarMember => ({ name: `usr/local/bin/${name}`, type: '2', linkTarget: program })),
  );
  return [...programs, ...links, { name: 'bin/bash', type: '2', linkTarget: '/usr/local/bin/bash' }];
}
