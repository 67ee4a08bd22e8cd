/** Flags with their values, and what stands behind them. */
export function readFlags(words: readonly string[], withValue: RegExp) {
  const flags: (readonly [string, string])[] = [];
  let at = 0;
  for (; at < words.length && /^-./.test(words[at] ?? ''); at += 1) {
    const [name = '', value] = /^(--[\w-]+)(?:=(.*))?$/s.exec(words[at] ?? '')?.slice(1) ?? [words[at] ?? ''];
    if (value !== undefined) flags.push([name, value]);
    else if (withValue.test(name)) {
      at += 1;
      flags.push([name, words[at] ?? '']);
    } else flags.push([name, '']);
  }
  return { flags, rest: words.slice(at), find: (...names: string[]) => flags.findLast(([name]) => names.includes(name))?.[1] };
}
