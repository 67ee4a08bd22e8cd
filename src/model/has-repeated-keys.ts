interface Nested {
  readonly items?: readonly unknown[];
  readonly key?: { readonly value?: unknown } | null;
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
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const { items } = (typeof node === 'object' && node !== null ? node : {}) as Nested;
    const names = new Set<unknown>();
    for (const item of items ?? []) {
      const { key, value } = item as Nested;
      if (key === undefined) {
        open.push(item);
        continue;
      }
      if (key && 'value' in key) {
        if (names.has(key.value)) return true;
        names.add(key.value);
      }
      if (value !== undefined && value !== null) open.push(value);
      if (key !== null) open.push(key);
    }
  }
  return false;
}
