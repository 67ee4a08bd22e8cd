import {
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

/** A YAML file whose document is a mapping. Every scalar of it is a string, as written. */
export interface YamlFile {
  readonly source: string;
  readonly document: Document.Parsed;
  readonly root: YAMLMap;
}

/** The document of a YAML file; `undefined` where it has errors or is no mapping. Never throws. */
export function parseYaml(source: string): YamlFile | undefined {
  try {
    const document = parseDocument(source, { schema: 'failsafe', logLevel: 'error', prettyErrors: false });
    return document.errors.length === 0 && isMap(document.contents) ? { source, document, root: document.contents } : undefined;
  } catch (error) {
    // Thousands of nested brackets: not a file that somebody works with.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** A node with its aliases followed. */
export function followAlias({ document }: YamlFile, node: unknown): Node | undefined {
  const found = isAlias(node) ? node.resolve(document) : node;
  return isNode(found) && !isAlias(found) ? found : undefined;
}

/** The entries of a mapping in order, those that `<<` merges into it behind its own. A name that comes twice: the first one counts. */
export function listEntries(file: YamlFile, node: unknown, depth = 0): readonly (readonly [string, Node])[] {
  const map = followAlias(file, node);
  if (!isMap(map) || depth > 9) return [];
  const pairs = map.items.map(({ key, value }) => [readString(file, key) ?? '', value] as const);
  const own = pairs.flatMap(([name, value]) => {
    const found = name === '<<' ? undefined : followAlias(file, value);
    return found ? [[name, found] as const] : [];
  });
  const merged = pairs.flatMap(([name, value]) => {
    if (name !== '<<') return [];
    return listItems(file, value).flatMap((item) => listEntries(file, item, depth + 1));
  });
  return [...own, ...merged];
}

/** The value under a name, or under names inside of each other. */
export function findEntry(file: YamlFile, node: unknown, ...path: readonly string[]): Node | undefined {
  let found = followAlias(file, node);
  for (const name of path) found = listEntries(file, found).find(([key]) => key === name)?.[1];
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
