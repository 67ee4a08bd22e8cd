import { findBelow, joinHostPath } from '../../model/host-path.ts';
import { SETTINGS_FILE } from '../../model/settings.ts';
import { matchesGlob } from '../engine/glob.ts';
import type { Origin } from './image.ts';
import { type Call, logCall, suppose } from './log.ts';
import type { World } from './world.ts';

/** Runs a command by what the repository's settings say of it, which proves nothing. Gives `undefined` for one that they do not describe. */
export function runDescribed(world: World, call: Call): true | undefined {
  const found = (world.project.settings?.commands ?? []).filter(({ words }) => startsWith(world, call.words, words));
  const longest = Math.max(...found.map(({ words }) => words.length));
  const description = found.find(({ words }) => words.length === longest);
  if (!description) return undefined;
  suppose(world, `\`${call.words[0]}\` is taken to do what \`${SETTINGS_FILE}\` says`, call.span);
  const operands = call.words.slice(longest).filter((word) => !word.startsWith('-'));
  const [reads, writes, spared] = [description.reads, description.writes, description.leavesAlone].map((paths) =>
    paths.flatMap((path) => locate(world, path, operands)),
  );
  const read = [...world.host].filter(
    ([key, origin]) => origin !== 'directory' && origin.kind === 'image' && reads?.some((path) => isNear(path, key)),
  );
  logCall(world, call, { changesFiles: description.writes.length > 0, reads: new Map(read as [string, Origin][]) });
  for (const path of writes ?? []) {
    const touched = [...world.host.keys()].filter((key) => isNear(path, key) && !spared?.some((item) => covers(item, key)));
    const origin: Origin = { kind: 'unclear', text: `\`${path}\` after \`${call.words[0]}\``, fact: { isDirectory: undefined } };
    for (const key of touched) if (world.host.get(key) !== 'directory') world.host.set(key, origin);
    if (touched.length === 0 && !/[*?[]/.test(path)) world.host.set(path, { ...origin, kind: 'made' });
  }
  return true;
}

function startsWith(world: World, words: readonly string[], [first = '', ...more]: readonly string[]): boolean {
  const [program = '', ...rest] = words;
  const isSame = first.includes('/')
    ? program.includes('/') && joinHostPath(world.directory, program) === joinHostPath('', first)
    : program.slice(program.lastIndexOf('/') + 1) === first;
  return isSame && more.every((word, index) => word === rest[index]);
}

/** `$1` and `$@` stand for words, `/x` for a path from the root, anything else for one from the directory of the command. */
function locate(world: World, path: string, operands: readonly string[]): readonly string[] {
  const words = path === '$@' ? operands : /^\$\d$/.test(path) ? operands.slice(Number(path[1]) - 1, Number(path[1])) : undefined;
  if (words) return words.map((word) => joinHostPath(world.directory, word));
  return [path.startsWith('/') ? joinHostPath('', path.slice(1)) : joinHostPath(world.directory, path)];
}

function covers(pattern: string, path: string): boolean {
  return path.split('/').some((_, index, all) => matchesGlob(`/${pattern}`, `/${all.slice(0, index + 1).join('/')}`));
}

/** Whether one of them is, or holds, the other. */
function isNear(pattern: string, path: string): boolean {
  return covers(pattern, path) || findBelow(path, pattern) !== undefined;
}
