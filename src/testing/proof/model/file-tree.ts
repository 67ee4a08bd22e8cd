import { posix } from 'node:path';

/** A path of a virtual file system. Links are kept as written. */
export interface Node {
  readonly type: 'file' | 'directory' | 'link';
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Of files the text, of links the target. */
  readonly content: string;
}

/** By absolute path, `/` included. */
export type Tree = Map<string, Node>;

/** Thrown for what the model does not know; such a project says nothing. */
export class UnknownToModelError extends Error {
  override readonly name = 'UnknownToModelError';
}

/** A command or an instruction that fails, as a shell or a builder sees it. */
export class FailureError extends Error {
  override readonly name = 'FailureError';
}

export function makeDirectoryNode(mode = 0o755, uid = 0, gid = 0): Node {
  return { type: 'directory', mode, uid, gid, content: '' };
}

export function joinAbsolute(directory: string, path: string): string {
  const joined = posix.resolve('/', directory, path);
  return joined;
}

/** The path with links in it followed; the last segment only when told so. */
export function follow(tree: Tree, path: string, isLastToo: boolean): string {
  let at = '/';
  const rest = path.split('/').filter((segment) => segment !== '');
  for (let steps = 0; rest.length > 0; steps += 1) {
    if (steps > 200) throw new FailureError(`too many links: ${path}`);
    const segment = rest.shift() ?? '';
    const next = posix.join(at, segment);
    const node = tree.get(next);
    if (node?.type === 'link' && (rest.length > 0 || isLastToo)) {
      rest.unshift(
        ...posix
          .resolve(at, node.content)
          .split('/')
          .filter((each) => each !== ''),
      );
      at = '/';
    } else at = next;
  }
  return at;
}

export function find(tree: Tree, path: string): Node | undefined {
  return tree.get(follow(tree, path, true));
}

export function isDirectory(tree: Tree, path: string): boolean {
  return find(tree, path)?.type === 'directory';
}

/** Names directly below a directory, sorted. */
export function listNames(tree: Tree, directory: string): readonly string[] {
  const prefix = directory === '/' ? '/' : `${directory}/`;
  return [...tree.keys()]
    .filter((path) => path !== '/' && path.startsWith(prefix) && !path.slice(prefix.length).includes('/'))
    .map((path) => path.slice(prefix.length))
    .sort();
}

/** Paths below a directory relative to it, parents first; the directory itself is `''`. */
export function listBelow(tree: Tree, directory: string): readonly string[] {
  const prefix = directory === '/' ? '/' : `${directory}/`;
  return [...tree.keys()]
    .filter((path) => path === directory || path.startsWith(prefix))
    .map((path) => (path === directory ? '' : path.slice(prefix.length)))
    .sort();
}

export function removeBelow(tree: Tree, path: string): void {
  for (const below of listBelow(tree, path)) tree.delete(below === '' ? path : posix.join(path, below));
}

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** Makes a directory and those above it where they are not there. */
export function makeDirectories(tree: Tree, path: string, owner: Owner = { uid: 0, gid: 0 }): void {
  const real = follow(tree, path, true);
  const there = tree.get(real);
  if (there?.type === 'directory') return;
  if (there) throw new FailureError(`not a directory: ${path}`);
  if (real !== '/') makeDirectories(tree, posix.dirname(real), owner);
  tree.set(real, makeDirectoryNode(0o755, owner.uid, owner.gid));
}

/** Writes a file as a shell's `>` does: the mode and owner of one that is there stay. */
export function writeText(tree: Tree, path: string, content: string, owner: Owner): void {
  const real = follow(tree, path, true);
  const there = tree.get(real);
  if (there && there.type !== 'file') throw new FailureError(`is a directory: ${path}`);
  if (tree.get(posix.dirname(real))?.type !== 'directory') throw new FailureError(`no such directory: ${posix.dirname(path)}`);
  tree.set(real, there ? { ...there, content } : { type: 'file', mode: 0o644, ...owner, content });
}

/** How copied paths come out. */
export interface CopyMode {
  /** `undefined` keeps the source's. */
  readonly owner: Owner | undefined;
  /** What the destination's own directory does: `cp -a` and `docker cp` carry its mode, `COPY` does not. */
  readonly topMode: 'carry' | 'leave';
}

/** Copies a path and what lies below it to exactly this destination; directories merge. */
// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: a table of cases, one after the other
export function copyPath(
  from: { readonly tree: Tree; readonly path: string },
  to: { readonly tree: Tree; readonly path: string },
  mode: CopyMode,
): void {
  for (const below of listBelow(from.tree, from.path)) {
    const node = from.tree.get(below === '' ? from.path : posix.join(from.path, below));
    if (!node) continue;
    const target = below === '' ? to.path : posix.join(to.path, below);
    const there = to.tree.get(target);
    if (node.type === 'directory') {
      if (there && there.type !== 'directory') throw new FailureError(`cannot overwrite a file with a directory: ${target}`);
      const isTop = below === '' && mode.topMode === 'leave';
      if (isTop && there) continue;
      const owner = mode.owner ?? { uid: node.uid, gid: node.gid };
      to.tree.set(target, isTop ? makeDirectoryNode(0o755, owner.uid, owner.gid) : { ...node, ...owner });
    } else {
      if (there?.type === 'directory') throw new FailureError(`cannot overwrite a directory: ${target}`);
      to.tree.set(target, { ...node, ...(mode.owner ?? {}) });
    }
  }
}

const TAR = '\u0001tar ';

/** The text of a tar archive in this model. */
export function packTar(entries: readonly (readonly [string, Node])[]): string {
  return TAR + JSON.stringify(entries);
}

/** All that is in a tree as members of an archive: `usr/bin/app`, without a slash or a dot in front. */
export function packTree(tree: Tree): readonly (readonly [string, Node])[] {
  return [...tree].flatMap(([path, node]) => (path === '/' ? [] : [[path.slice(1), node] as const]));
}

/** The members of an archive, or `undefined` for a text that is none. */
export function unpackTar(content: string): readonly (readonly [string, Node])[] | undefined {
  return content.startsWith(TAR) ? (JSON.parse(content.slice(TAR.length)) as [string, Node][]) : undefined;
}

/** Writes the members of an archive below a directory. */
export function extractTar(tree: Tree, directory: string, entries: readonly (readonly [string, Node])[]): void {
  for (const [name, node] of entries) {
    const path = joinAbsolute(directory, name);
    makeDirectories(tree, posix.dirname(path));
    const there = tree.get(path);
    if (node.type === 'directory' && there?.type === 'directory' && name === '.') continue;
    if (there?.type === 'directory' && node.type !== 'directory') removeBelow(tree, path);
    tree.set(path, node);
  }
}
