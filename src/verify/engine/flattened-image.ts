/** What a path of a root filesystem is. */
export type FileType = 'file' | 'directory' | 'symlink' | 'character-device' | 'block-device' | 'fifo';

/** One path of a root filesystem. Times are left out on purpose: they say when something was built, not what. */
export interface ImageFile {
  readonly type: FileType;
  /** Permission bits with setuid, setgid and sticky. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes; of plain files only, as is `sha256`. */
  readonly size: number | undefined;
  readonly sha256: string | undefined;
  /** Of symbolic links, as stored. */
  readonly linkTarget: string | undefined;
  /** `major:minor` of a device. */
  readonly device: string | undefined;
  /** Name to value in hexadecimal. */
  readonly xattrs: ReadonlyMap<string, string>;
  /** All paths of this very file, itself included, sorted; `undefined` when it has one name. */
  readonly hardLinkGroup: readonly string[] | undefined;
}

/** The part of an image's configuration that says how it runs; spelled as the image specification spells it. */
export const CONFIG_FIELDS = [
  'Env',
  'Cmd',
  'Entrypoint',
  'WorkingDir',
  'User',
  'ExposedPorts',
  'Volumes',
  'Labels',
  'Healthcheck',
  'StopSignal',
  'Shell',
  'OnBuild',
] as const;

/** Fields beside the configuration that say what the image is. */
export const TOP_FIELDS = ['author', 'os', 'architecture', 'variant'] as const;

export type ConfigField = (typeof CONFIG_FIELDS)[number] | (typeof TOP_FIELDS)[number];

/** An image with its layers applied. */
export interface FlattenedImage {
  /** By absolute path; `/` is the root where the image has an entry for it. */
  readonly files: ReadonlyMap<string, ImageFile>;
  /** Fields that are there and not empty, as parsed JSON. */
  readonly config: ReadonlyMap<ConfigField, unknown>;
}
