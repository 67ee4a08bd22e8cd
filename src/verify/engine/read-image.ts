import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyLayer, type LayeredFile, type Tree } from './apply-layer.ts';
import { indexArchive } from './archive-files.ts';
import { openBytes } from './bytes.ts';
import { CONFIG_FIELDS, type ConfigField, type FlattenedImage, type ImageFile, TOP_FIELDS } from './flattened-image.ts';
import { readImageManifest } from './image-manifest.ts';
import { createScratch } from './inflate-layer.ts';
import { isRecord, readRecords, readText } from './json.ts';
import { readLayer } from './read-layer.ts';

/**
 * Reads an image from an archive on disk, as `docker save` writes it or in the OCI layout, and applies its layers.
 * Holds the list of paths in memory, not the content.
 * @param reference Name and tag, needed where the archive holds several images.
 * @throws ArchiveError when the archive is damaged or of a kind that is not read.
 */
export async function readImage(path: string, reference?: string): Promise<FlattenedImage> {
  return (await readTracedImage(path, reference)).image;
}

/** An image with what its history says of the layer that wrote each path last. */
export interface TracedImage {
  readonly image: FlattenedImage;
  /** By absolute path, removed ones too: `created_by` of the image specification. */
  readonly makers: ReadonlyMap<string, string>;
}

/** As `readImage`, with the origin of each path. */
export async function readTracedImage(path: string, reference?: string): Promise<TracedImage> {
  const file = await open(path);
  let directory: string | undefined;
  const makeDirectory = async (): Promise<string> => {
    directory ??= await mkdtemp(join(tmpdir(), 'restage-layers-'));
    return directory;
  };
  const scratch = createScratch(makeDirectory);
  try {
    const archive = await indexArchive(await openBytes(file));
    const manifest = await readImageManifest(archive, reference);
    let tree: Tree = new Map();
    let inode = 0;
    const nextInode = (): number => ++inode;
    const config = await archive.readJson(manifest.config);
    const history = readHistory(config);
    const makers = new Map<string, string>();
    for (const [index, layer] of manifest.layers.entries()) {
      const entries = await readLayer(await scratch.inflate(archive.open(layer)), nextInode);
      tree = applyLayer(tree, entries);
      for (const entry of entries) makers.set(entry.path, history[index] ?? '');
    }
    return { image: { files: groupHardLinks(tree), config: readConfig(config) }, makers };
  } finally {
    await scratch.close();
    await file.close();
    if (directory !== undefined) await rm(directory, { recursive: true, force: true });
  }
}

function groupHardLinks(tree: Tree): ReadonlyMap<string, ImageFile> {
  const names = new Map<number, string[]>();
  for (const [path, file] of tree) if (file.type !== 'directory') names.set(file.inode, [...(names.get(file.inode) ?? []), path]);
  const toImageFile = ({ inode, ...file }: LayeredFile): ImageFile => {
    const group = names.get(inode) ?? [];
    return { ...file, hardLinkGroup: group.length > 1 ? [...group].sort() : undefined };
  };
  return new Map([...tree].map(([path, file]) => [path, toImageFile(file)]));
}

/** What made each layer, lowest first; steps of the history without a layer are left out. */
function readHistory(json: unknown): readonly string[] {
  const steps = readRecords(isRecord(json) ? json.history : undefined);
  return steps.filter((step) => step.empty_layer !== true).map((step) => readText(step.created_by));
}

function readConfig(json: unknown): ReadonlyMap<ConfigField, unknown> {
  const top = isRecord(json) ? json : {};
  const inner = isRecord(top.config) ? top.config : {};
  const fields = [
    ...CONFIG_FIELDS.map((field) => [field, inner[field]] as const),
    ...TOP_FIELDS.map((field) => [field, top[field]] as const),
  ];
  return new Map(fields.filter(([, value]) => !isEmpty(value)));
}

/** Engines write "none" as `null`, `""`, `[]`, `{}` or not at all. */
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
