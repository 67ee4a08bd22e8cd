import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import { hasRepeatedKeys } from '../../model/has-repeated-keys.ts';
import { isTooDeep } from '../../model/is-too-deep.ts';
import { resolveAliases } from './yaml-aliases.ts';

/** A YAML file whose document is a mapping. Every scalar of it is a string, as written. */
export interface YamlFile {
  readonly source: string;
  /** What each alias stands for. */
  readonly targets: ReadonlyMap<Alias, Node>;
  readonly root: YAMLMap;
}

/** The document of a YAML file; `undefined` where it has errors, is no mapping, or would be huge with its aliases written out. Never throws. */
export function parseYaml(source: string): YamlFile | undefined {
  if (isTooDeep(source)) return undefined;
  try {
    const options = { schema: 'failsafe', logLevel: 'error', prettyErrors: false, uniqueKeys: false } as const;
    const document: Document.Parsed = parseDocument(source, options);
    if (document.errors.length > 0 || !isMap(document.contents) || hasRepeatedKeys(document.contents)) return undefined;
    const targets = resolveAliases(document);
    return targets && { source, targets, root: document.contents };
  } catch (error) {
    // Thousands of nested brackets: not a file that somebody works with.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A node with its aliases followed. */
export function followAlias({ targets }: YamlFile, node: unknown): Node | undefined {
  const found = isAlias(node) ? targets.get(node) : node;
  return isNode(found) && !isAlias(found) ? found : undefined;
}

type Entries = readonly (readonly [string, Node])[];

/** Mappings that were read, with the first value of each name. */
const known = new WeakMap<YAMLMap, { readonly list: Entries; readonly index: ReadonlyMap<string, Node> }>();

/** The entries of a mapping in order, those that `<<` merges into it behind its own. A name that comes twice: the first one counts. */
export function listEntries(file: YamlFile, node: unknown): Entries {
  return readMap(file, node)?.list ?? [];
}

function readMap(file: YamlFile, node: unknown) {
  const map = followAlias(file, node);
  if (!isMap(map)) return undefined;
  const before = known.get(map);
  if (before) return before;
  const list = readEntries(file, map, 0);
  const read = { list, index: new Map(list.toReversed()) };
  known.set(map, read);
  return read;
}

function readEntries(file: YamlFile, map: unknown, depth: number): Entries {
  if (!isMap(map) || depth > 9) return [];
  const pairs = map.items.map(({ key, value }) => [readString(file, key) ?? '', value] as const);
  const own = pairs.flatMap(([name, value]) => {
    const found = name === '<<' ? undefined : followAlias(file, value);
    return found ? [[name, found] as const] : [];
  });
  const merged = pairs.flatMap(([name, value]) => {
    if (name !== '<<') return [];
    return listItems(file, value).flatMap((item) => readEntries(file, item, depth + 1));
  });
  return [...own, ...merged];
}

/** The value under a name, or under names inside of each other. */
export function findEntry(file: YamlFile, node: unknown, ...path: readonly string[]): Node | undefined {
  let found = followAlias(file, node);
  for (const name of path) found = readMap(file, found)?.index.get(name);
  return found;
}

/** The items of a sequence, those of sequences in it too; a value that is no sequence is the only item, an empty one is none. */
export function listItems(file: YamlFile, node: unknown, depth = 0): readonly Node[] {
  const found = followAlias(file, node);
  if (!found || depth > 9) return [];
  if (isSeq(found)) return found.items.flatMap((item) => listItems(file, item, depth + 1));
  return isScalar(found) && readString(file, found) === '' ? [] : [found];
}

/** The string of a scalar. */
export function readString(file: YamlFile, node: unknown): string | undefined {
  const found = followAlias(file, node);
  if (!isScalar(found)) return undefined;
  if (typeof found.value === 'string') return found.value;
  return found.value === null ? '' : undefined;
}

/** The scalar a node is; `undefined` when it is none or stands for nothing. */
export function findScalar(file: YamlFile, node: unknown): Scalar | undefined {
  const found = followAlias(file, node);
  return isScalar(found) && typeof found.value === 'string' ? found : undefined;
}
