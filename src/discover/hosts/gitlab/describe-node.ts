import { isMap, isSeq } from 'yaml';
import { followAlias, listEntries, readString, type YamlFile } from '../yaml-nodes.ts';

/** Nesting up to which a value is looked at. */
const DEEPEST = 9;

/** A value as plain data: equal for two that say the same, however they are written. `undefined` for none. */
export function describeNode(file: YamlFile, node: unknown, depth = 0): unknown {
  const found = followAlias(file, node);
  if (!found || depth > DEEPEST) return undefined;
  if (isMap(found)) return listEntries(file, found).map(([name, value]) => [name, describeNode(file, value, depth + 1)]);
  if (isSeq(found)) return found.items.map((item) => describeNode(file, item, depth + 1));
  return readString(file, found);
}
