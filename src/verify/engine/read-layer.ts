import type { LayerEntry, LayeredFile } from './apply-layer.ts';
import type { Bytes } from './bytes.ts';
import { hashContent } from './file-content.ts';
import { readTar, type TarEntry } from './read-tar.ts';

/** The members of a layer tar with their content hashed. `nextInode` gives a number never given before. */
export async function readLayer(bytes: Bytes, nextInode: () => number): Promise<readonly LayerEntry[]> {
  const entries: LayerEntry[] = [];
  for await (const member of readTar(bytes)) {
    const entry = await toLayerEntry(member, nextInode);
    if (entry) entries.push(entry);
  }
  return entries;
}

async function toLayerEntry(member: TarEntry, nextInode: () => number): Promise<LayerEntry | undefined> {
  const path = toAbsolutePath(member.name);
  const at = path.lastIndexOf('/');
  const name = path.slice(at + 1);
  const parent = path.slice(0, at) || '/';
  if (name === '.wh..wh..opq') return { kind: 'opaque', path: parent };
  // Other `.wh..wh.` names are the bookkeeping of one storage driver.
  if (name.startsWith('.wh..wh.')) return undefined;
  if (name.startsWith('.wh.')) return { kind: 'whiteout', path: toAbsolutePath(`${parent}/${name.slice(4)}`) };
  if (member.type === 'hard-link') return { kind: 'hard-link', path, target: toAbsolutePath(member.linkTarget) };
  return { kind: 'file', path, file: await readFileEntry(member, member.type, nextInode()) };
}

async function readFileEntry(member: TarEntry, type: LayeredFile['type'], inode: number): Promise<LayeredFile> {
  const isFile = type === 'file';
  return {
    type,
    mode: member.mode,
    uid: member.uid,
    gid: member.gid,
    size: isFile ? member.content.size : undefined,
    sha256: isFile ? await hashContent(member.content) : undefined,
    linkTarget: type === 'symlink' ? member.linkTarget : undefined,
    device: type.endsWith('-device') ? member.device : undefined,
    xattrs: member.xattrs,
    inode,
  };
}

/** `./a//b/` → `/a/b`; the root is `/`. */
function toAbsolutePath(name: string): string {
  return `/${name
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.')
    .join('/')}`;
}
