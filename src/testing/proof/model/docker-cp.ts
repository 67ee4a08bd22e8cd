import { posix } from 'node:path';
import { type Container, type Engine, findContainer } from './engine.ts';
import {
  copyPath,
  FailureError,
  find,
  follow,
  isDirectory,
  joinAbsolute,
  listBelow,
  packTar,
  UnknownToModelError,
} from './file-tree.ts';
import type { Shell } from './shell.ts';

interface Copied {
  /** As it is written: what a slash or a dot at its end means counts. */
  readonly source: string;
  readonly to: string;
  /** `-L` */
  readonly isFollowed: boolean;
}

/** `docker cp`, out of a container or into one. @throws FailureError */
export function copyFiles(engine: Engine, shell: Shell, words: readonly string[]): string {
  const isFollowed = words.some((word) => /^-\w*L/.test(word));
  const [from = '', to = ''] = words.filter((word) => word === '-' || !word.startsWith('-'));
  const [out, into] = [from.indexOf(':'), to.indexOf(':')];
  if (out !== -1)
    return copyOut(findContainer(engine, from.slice(0, out)), shell, { source: from.slice(out + 1), to, isFollowed });
  if (into === -1 || from === '-') throw new UnknownToModelError(`docker cp ${words.join(' ')}`);
  return copyInto(findContainer(engine, to.slice(0, into)), shell, { source: from, to: to.slice(into + 1), isFollowed });
}

/** Into a container: modes and owners are those of the host. A directory lands below one that is there, and else in its place. */
function copyInto({ tree }: Container, shell: Shell, { source, to, isFollowed }: Copied): string {
  const given = joinAbsolute(shell.cwd, source);
  const path = isFollowed
    ? follow(shell.tree, given, true)
    : posix.join(follow(shell.tree, posix.dirname(given), true), posix.basename(given));
  const node = shell.tree.get(path);
  if (!node || (node.type === 'file' && /\/\.?$/.test(source))) throw new FailureError(`no ${source}`);
  const target = follow(tree, joinAbsolute('/', to), true);
  const isThere = isDirectory(tree, target);
  const isContents = /(?:^|\/)\.$/.test(source);
  if (node.type !== 'directory' && /\/$/.test(to) && !isThere) throw new FailureError(`no directory ${to}`);
  if (!isDirectory(tree, posix.dirname(target))) throw new FailureError(`no directory above ${to}`);
  const end = isThere && !isContents ? posix.join(target, posix.basename(given)) : target;
  const topMode = isContents && isThere ? 'leave' : 'carry';
  copyPath({ tree: shell.tree, path }, { tree, path: end }, { owner: undefined, topMode });
  return '';
}

/** Out of a container: the table of the engine facts, section 4. */
function copyOut(container: Container, shell: Shell, { source, to, isFollowed }: Copied): string {
  const given = joinAbsolute('/', source);
  const parent = follow(container.tree, posix.dirname(given), true);
  const isContents = /(?:^|\/)\.$/.test(source);
  const path =
    isFollowed || /\/\.?$/.test(source) ? follow(container.tree, given, true) : posix.join(parent, posix.basename(given));
  const node = container.tree.get(path);
  if (!node || (node.type === 'file' && /\/\.?$/.test(source))) throw new FailureError(`no ${source}`);
  if (to === '-') {
    return packTar(
      listBelow(container.tree, path).flatMap((below) => {
        const each = container.tree.get(posix.join(path, below));
        return each ? [[posix.join(isContents ? '.' : posix.basename(given), below), each] as const] : [];
      }),
    );
  }
  const target = follow(shell.tree, joinAbsolute(shell.cwd, to), true);
  const isThere = isDirectory(shell.tree, target);
  if (node.type !== 'directory' && to.endsWith('/') && !isThere) throw new FailureError(`no directory ${to}`);
  if (!isDirectory(shell.tree, posix.dirname(target))) throw new FailureError(`no directory above ${to}`);
  const end = isThere && !isContents ? posix.join(target, posix.basename(given)) : target;
  if (node.type === 'directory' && find(shell.tree, end)?.type === 'file') throw new FailureError('not a directory');
  if (node.type !== 'directory' && find(shell.tree, end)?.type === 'directory') throw new FailureError('is a directory');
  const topMode = isContents && isThere ? 'leave' : 'carry';
  copyPath({ tree: container.tree, path }, { tree: shell.tree, path: end }, { owner: shell.owner, topMode });
  return '';
}
