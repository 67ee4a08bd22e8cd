import type { HostVariable } from '../../model/script-host.ts';
import { findScalar, listEntries, readString, type YamlFile } from './yaml-nodes.ts';

/** How the values of a mapping of variables are read. */
export interface VariableStyle {
  /** The shell word for a value; `undefined` when it cannot be told. */
  readonly toWord: (value: string) => string | undefined;
}

/** The variables of a mapping such as `env: {IMAGE: app}`, in order; `{value: app}` counts as its value. */
export function readVariables(file: YamlFile, path: string, node: unknown, style: VariableStyle): readonly HostVariable[] {
  return listEntries(file, node).flatMap(([name, value]) => {
    const scalar = findScalar(file, value) ?? findScalar(file, listEntries(file, value).find(([key]) => key === 'value')?.[1]);
    const [start = 0, end = 0] = scalar?.range ?? value.range ?? [];
    const text = readString(file, scalar);
    if (!/^[A-Za-z_]\w*$/.test(name)) return [];
    return [
      { name, word: text === undefined ? undefined : style.toWord(text), isDefault: false, span: { file: path, start, end } },
    ];
  });
}

/** A value that the host takes as it is, as a shell word. */
export function quoteWord(value: string): string {
  return /^[\w./:@%+=,-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}

/** A value in which the host replaces `$NAME` and `${NAME}`, and nothing else, as a shell word; `undefined` for other uses of `$`. */
export function quoteExpandedWord(value: string): string | undefined {
  if (/\$(?!\w|\{\w+\})/.test(value) || /\$\d/.test(value)) return undefined;
  return /^[\w./:@%+=,-]+$/.test(value) ? value : `"${value.replace(/["\\`]/g, '\\$&')}"`;
}
