/** Enough to keep the four threads that Node reads files with busy, and far below any limit of open files. */
const CHUNK = 32;

/** The results in the order of the items, with at most 32 in work at a time. Rejects when one of them does. */
export async function mapInChunks<Item, Result>(
  items: readonly Item[],
  run: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const chunk of splitInChunks(items)) results.push(...(await Promise.all(chunk.map(run))));
  return results;
}

/** The items in groups of at most 32, in order. */
export function* splitInChunks<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let at = 0; at < items.length; at += CHUNK) yield items.slice(at, at + CHUNK);
}
