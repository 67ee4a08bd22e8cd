import { ArchiveError } from './archive-error.ts';
import type { ImageFile } from './flattened-image.ts';

/** A file below construction: files with the same `inode` are names of one file. */
export interface LayeredFile extends Omit<ImageFile, 'hardLinkGroup'> {
  readonly inode: number;
}

/** One member of a layer. */
export type LayerEntry =
  | { readonly kind: 'file'; readonly path: string; readonly file: LayeredFile }
  | { readonly kind: 'hard-link'; readonly path: string; readonly target: string }
  /** `.wh.name`: the path is gone. */
  | { readonly kind: 'whiteout'; readonly path: string }
  /** `.wh..wh..opq`: what the directory held is gone, the directory stays. */
  | { readonly kind: 'opaque'; readonly path: string };

export type Tree = ReadonlyMap<string, LayeredFile>;

/**
 * The tree with one more layer on it (OCI image specification, *Image Layer Filesystem Changeset*). Whiteouts reach the layers
 * below only, wherever in the layer they stand.
 * @throws ArchiveError for a hard link to nothing.
 */
export function applyLayer(tree: Tree, layer: readonly LayerEntry[]): Tree {
  const result = removeWhiteouts(tree, layer);
  for (const entry of layer) {
    if (entry.kind === 'whiteout' || entry.kind === 'opaque') continue;
    const file = entry.kind === 'file' ? entry.file : result.get(entry.target);
    if (file === undefined) throw new ArchiveError(`${entry.path} is a hard link to a path that is not there`);
    addParents(result, entry.path);
    if (file.type !== 'directory' && result.get(entry.path)?.type === 'directory') removeBelow(result, entry.path);
    result.set(entry.path, file);
  }
  return result;
}

function removeWhiteouts(tree: Tree, layer: readonly LayerEntry[]): Map<string, LayeredFile> {
  const gone = new Set(layer.flatMap((entry) => (entry.kind === 'whiteout' ? [entry.path] : [])));
  const emptied = new Set(layer.flatMap((entry) => (entry.kind === 'opaque' ? [entry.path] : [])));
  if (gone.size === 0 && emptied.size === 0) return new Map(tree);
  const isGone = (path: string) => gone.has(path) || findAncestors(path).some((above) => gone.has(above) || emptied.has(above));
  return new Map([...tree].filter(([path]) => !isGone(path)));
}

/** `/a/b/c` → `/`, `/a`, `/a/b`. */
function findAncestors(path: string): readonly string[] {
  if (path === '/') return [];
  const ancestors = ['/'];
  for (let at = path.indexOf('/', 1); at !== -1; at = path.indexOf('/', at + 1)) ancestors.push(path.slice(0, at));
  return ancestors;
}

/** An engine that unpacks `a/b` without having `a` makes it; a link or file in its place gives way. */
function addParents(tree: Map<string, LayeredFile>, path: string): void {
  for (const parent of findAncestors(path).slice(1)) if (tree.get(parent)?.type !== 'directory') tree.set(parent, MADE_DIRECTORY);
}

const MADE_DIRECTORY: LayeredFile = {
  type: 'directory',
  mode: 0o755,
  uid: 0,
  gid: 0,
  size: undefined,
  sha256: undefined,
  linkTarget: undefined,
  device: undefined,
  xattrs: new Map(),
  inode: -1,
};

function removeBelow(tree: Map<string, LayeredFile>, directory: string): void {
  for (const path of tree.keys()) if (path.startsWith(`${directory}/`)) tree.delete(path);
}
