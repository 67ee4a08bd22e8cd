import { CONFIG_FIELDS, type FlattenedImage, type ImageFile, TOP_FIELDS } from './flattened-image.ts';
import { matchesGlob } from './glob.ts';
import { toCanonicalJson } from './json.ts';

/** One thing that is not the same in two images. */
export interface Difference {
  readonly kind: 'file' | 'config';
  /** Absolute path in the image, or the name of the configuration field. */
  readonly path: string;
  /** `presence`, `type`, `mode`, `owner`, `content`, `link`, `device`, `xattrs`, `hard links` of a file; `value` of a field. */
  readonly what: string;
  /** For people; `undefined` where there is nothing. */
  readonly left: string | undefined;
  readonly right: string | undefined;
}

/** What two images have not in common, and what was left out of account. */
export interface Comparison {
  readonly differences: readonly Difference[];
  /** For each pattern of `except`, the paths that it names and that do differ; empty for a pattern that nobody needs. */
  readonly excepted: readonly { readonly pattern: string; readonly paths: readonly string[] }[];
}

/**
 * Compares root filesystems and configuration. Times, layers, history, ids and what an engine notes for itself are not compared.
 * @param options.except Absolute glob patterns of paths left out.
 */
export function compareImages(
  left: FlattenedImage,
  right: FlattenedImage,
  options: { readonly except?: readonly string[] } = {},
): Comparison {
  const except = options.except ?? [];
  const isExcepted = (path: string) => except.some((pattern) => matchesGlob(pattern, path));
  const paths = [...new Set([...left.files.keys(), ...right.files.keys()])].sort();
  const differing = paths.filter((path) => compareFiles(path, left, right, () => false).length > 0);
  const kept = differing.filter((path) => !isExcepted(path));
  return {
    differences: [...kept.flatMap((path) => compareFiles(path, left, right, isExcepted)), ...compareConfigs(left, right)],
    excepted: except.map((pattern) => ({ pattern, paths: differing.filter((path) => matchesGlob(pattern, path)) })),
  };
}

/** One line for a person: `/app/server: owner 1000:1000 → 0:0`. */
export function showDifference({ path, what, left, right }: Difference): string {
  return `${path}: ${what} ${left ?? 'nothing'} → ${right ?? 'nothing'}`;
}

function compareFiles(
  path: string,
  left: FlattenedImage,
  right: FlattenedImage,
  isExcepted: (path: string) => boolean,
): readonly Difference[] {
  const before = left.files.get(path);
  const after = right.files.get(path);
  if (!before || !after) {
    return [{ kind: 'file', path, what: 'presence', left: before && showFile(before), right: after && showFile(after) }];
  }
  const one = describeFile(before, isExcepted);
  const other = describeFile(after, isExcepted);
  return [...one].flatMap(([what, text]): readonly Difference[] => {
    const otherText = other.get(what);
    return text === otherText ? [] : [{ kind: 'file', path, what, left: text, right: otherText }];
  });
}

function describeFile(file: ImageFile, isExcepted: (path: string) => boolean): ReadonlyMap<string, string | undefined> {
  const links = file.hardLinkGroup?.filter((path) => !isExcepted(path)) ?? [];
  return new Map([
    ['type', file.type],
    ['mode', showMode(file)],
    ['owner', `${file.uid}:${file.gid}`],
    ['content', file.sha256 && `${file.size} bytes ${file.sha256}`],
    ['link', file.linkTarget],
    ['device', file.device],
    ['xattrs', file.xattrs.size > 0 ? toCanonicalJson(Object.fromEntries(file.xattrs)) : undefined],
    ['hard links', links.length > 1 ? links.join(' ') : undefined],
  ]);
}

function showFile(file: ImageFile): string {
  return `${file.type} ${showMode(file)} ${file.uid}:${file.gid}`;
}

function showMode(file: ImageFile): string {
  return file.mode.toString(8).padStart(4, '0');
}

function compareConfigs(left: FlattenedImage, right: FlattenedImage): readonly Difference[] {
  return [...CONFIG_FIELDS, ...TOP_FIELDS].flatMap((field): readonly Difference[] => {
    const before = left.config.has(field) ? toCanonicalJson(left.config.get(field)) : undefined;
    const after = right.config.has(field) ? toCanonicalJson(right.config.get(field)) : undefined;
    return before === after ? [] : [{ kind: 'config', path: field, what: 'value', left: before, right: after }];
  });
}
