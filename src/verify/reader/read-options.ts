/** The words of a command of docker. */
export interface Options {
  /** In order, long or short as written; `''` for a switch. */
  readonly options: readonly (readonly [name: string, value: string])[];
  readonly operands: readonly string[];
}

/** Parts options from operands; with `stops`, the first operand ends the options (`docker run IMAGE …`). */
export function readOptions(words: readonly string[], values: RegExp, { stops }: { readonly stops: boolean }): Options {
  const options: [string, string][] = [];
  const operands: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    // `-itv` is `-i -t -v`.
    const word = (words[at] ?? '').replace(/^-[idtP]+(?=[evwu](?:$|[^a-z]))/, '-');
    const [, name = word, inline] = /^(--[^=]+)=(.*)$/s.exec(word) ?? /^(-[ftevwu])(.+)$/s.exec(word) ?? [];
    if (!/^-./.test(word)) operands.push(word);
    else if (inline !== undefined) options.push([name, inline]);
    else {
      options.push([word, values.test(word) ? (words[at + 1] ?? '') : '']);
      if (values.test(word)) at += 1;
    }
    if (stops && operands.length > 0) return { options, operands: [...operands, ...words.slice(at + 1)] };
  }
  return { options, operands };
}
