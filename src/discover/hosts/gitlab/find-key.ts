import { isMap, isScalar, type Pair, type Scalar } from 'yaml';
import { followAlias, type YamlFile } from '../yaml-nodes.ts';

/** The pair of a name that a mapping itself holds, not one that `<<` merges into it. */
export function findPair(file: YamlFile, node: unknown, name: string): Pair | undefined {
  const map = followAlias(file, node);
  return isMap(map) ? map.items.find(({ key }) => isScalar(key) && key.value === name) : undefined;
}

/** The key of such a pair. */
export function findKey(file: YamlFile, node: unknown, name: string): Scalar | undefined {
  const key = findPair(file, node, name)?.key;
  return isScalar(key) ? key : undefined;
}
