interface Nested {
  readonly items?: readonly (Nested | null)[];
  readonly key?: Nested | null;
  readonly value?: unknown;
}

/**
 * Whether a mapping of a YAML document has one key twice, which is an error. The parser's own check compares each key with all before it,
 * which takes seconds for thousands of them.
 *
 * @param root A node of the package `yaml`: collections have `items`, those of a mapping a `key` and a `value`.
 */
export function hasRepeatedKeys(root: unknown): boolean {
  const open: unknown[] = [root];
  while (open.length > 0) {
    const { items = [] } = (open.pop() ?? {}) as Nested;
    const keys = items.flatMap((item) => item?.key ?? []);
    const names = keys.flatMap((key) => ('value' in key ? [key.value] : []));
    if (new Set(names).size < names.length) return true;
    open.push(...keys, ...items.map((item) => (item && 'key' in item ? item.value : item)));
  }
  return false;
}
