import { ArchiveError } from './archive-error.ts';
import type { ArchiveFiles } from './archive-files.ts';
import { isRecord, readRecords, readStrings, readText } from './json.ts';

/** Where an image archive keeps the parts of one image. */
export interface ImageManifest {
  /** File name of the configuration. */
  readonly config: string;
  /** File names of the layers, lowest first. */
  readonly layers: readonly string[];
}

/**
 * The manifest of an image in a `docker save` archive (v1.2 `manifest.json`) or an OCI layout (`index.json`).
 * @param reference Name and tag, needed where the archive holds several images.
 * @throws ArchiveError when the archive is neither or has no such image.
 */
export async function readImageManifest(archive: ArchiveFiles, reference: string | undefined): Promise<ImageManifest> {
  if (archive.has('manifest.json')) return readDockerManifest(await archive.readJson('manifest.json'), reference);
  if (archive.has('index.json')) return readOciIndex(archive, 'index.json', reference);
  throw new ArchiveError('neither manifest.json nor index.json: this is no image archive');
}

function readDockerManifest(json: unknown, reference: string | undefined): ImageManifest {
  const images = readRecords(json);
  const image = reference === undefined ? images[0] : images.find((each) => readStrings(each.RepoTags).includes(reference));
  if (image === undefined) throw new ArchiveError(`the image archive does not hold ${reference ?? 'an image'}`);
  return { config: readText(image.Config), layers: readStrings(image.Layers) };
}

const NAME_ANNOTATIONS = ['io.containerd.image.name', 'org.opencontainers.image.ref.name'];

async function readOciIndex(archive: ArchiveFiles, name: string, reference: string | undefined): Promise<ImageManifest> {
  const index = await archive.readJson(name);
  const all = readRecords(isRecord(index) ? index.manifests : undefined);
  const images = all.filter((descriptor) => !isAttestation(descriptor));
  const image = reference === undefined ? images[0] : images.find((each) => isNamed(each, reference));
  if (image === undefined) throw new ArchiveError(`the image archive does not hold ${reference ?? 'an image'}`);
  const file = toBlobName(image);
  if (/index|manifest\.list/.test(readText(image.mediaType))) return readOciIndex(archive, file, undefined);
  const manifest = await archive.readJson(file);
  if (!isRecord(manifest) || !isRecord(manifest.config)) throw new ArchiveError(`${file} is no image manifest`);
  return { config: toBlobName(manifest.config), layers: readRecords(manifest.layers).map(toBlobName) };
}

/** BuildKit puts its build records beside the image, for a platform that does not exist. */
function isAttestation(descriptor: Readonly<Record<string, unknown>>): boolean {
  return isRecord(descriptor.platform) && descriptor.platform.os === 'unknown';
}

function isNamed(descriptor: Readonly<Record<string, unknown>>, reference: string): boolean {
  const annotations = isRecord(descriptor.annotations) ? descriptor.annotations : {};
  return NAME_ANNOTATIONS.some((key) => annotations[key] === reference || `${annotations[key]}`.endsWith(`/${reference}`));
}

function toBlobName(descriptor: Readonly<Record<string, unknown>>): string {
  return `blobs/${readText(descriptor.digest).replace(':', '/')}`;
}
