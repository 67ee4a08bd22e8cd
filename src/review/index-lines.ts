/** The lines of a text, each cut out when it is asked for: a hundred thousand strings take more room than the text. */
export interface LineIndex {
  readonly count: number;
  /** The line of a number, counted from 1, without its `\n`; `''` past the last. */
  readonly read: (line: number) => string;
}

/** The index of a text. A last line end starts no line. */
export function indexLines(text: string): LineIndex {
  const ends = findEnds(text);
  return {
    count: ends.length,
    read: (line) =>
      line < 1 || line > ends.length ? '' : text.slice(line === 1 ? 0 : (ends[line - 2] ?? 0) + 1, ends[line - 1]),
  };
}

function findEnds(text: string): Uint32Array {
  let count = text === '' || text.endsWith('\n') ? 0 : 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  const ends = new Uint32Array(count);
  let at = -1;
  for (let line = 0; line < count; line += 1) {
    const next = text.indexOf('\n', at + 1);
    at = next === -1 ? text.length : next;
    ends[line] = at;
  }
  return ends;
}
