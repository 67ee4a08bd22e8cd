import { CATALOGUE, type CatalogueEntry } from '../model/diagnostic-catalogue.ts';
import { escapeTerminal } from './escape-terminal.ts';
import { findNearest } from './nearest.ts';
import { createPaint, type TextOptions } from './paint.ts';
import { findWidth } from './width.ts';

/** A page of the catalogue, or what is wrong with the code that was asked for. */
export type Explanation =
  | { readonly kind: 'page'; readonly text: string }
  /** `message` names the nearest codes. */
  | { readonly kind: 'unknown'; readonly message: string };

const ENTRIES: ReadonlyMap<string, CatalogueEntry> = new Map(Object.entries(CATALOGUE));

/** The page of one diagnostic code: title, why restage cares, what to do next. */
export function explain(code: string, options: TextOptions): Explanation {
  const entry = ENTRIES.get(code);
  if (!entry) return { kind: 'unknown', message: describeUnknown(code) };
  const paint = createPaint(options);
  const width = Math.min(options.width, 100);
  const parts = [
    `${paint('heading', code)}\n${wrap(entry.title, width)}`,
    `${paint('heading', 'Why')}\n${wrap(entry.why, width)}`,
    `${paint('heading', 'Next')}\n${wrap(entry.next, width)}`,
  ];
  return { kind: 'page', text: `${parts.join('\n\n')}\n` };
}

/** Every code with its title, one a line, in alphabetical order. */
export function listCodes({ color }: Pick<TextOptions, 'color'>): string {
  const paint = createPaint({ color });
  const codes = [...ENTRIES.keys()].sort();
  const width = Math.max(...codes.map((code) => code.length));
  const lines = codes.map(
    (code) => `${paint('heading', code)}${' '.repeat(width - code.length)}  ${ENTRIES.get(code)?.title ?? ''}`,
  );
  return `${lines.join('\n')}\n`;
}

function describeUnknown(code: string): string {
  const codes = [...ENTRIES.keys()];
  const sameArea = codes.filter((known) => known.startsWith(`${code}/`) || known.endsWith(`/${code}`));
  const nearest = sameArea.length > 0 ? sameArea : findNearest(code, codes);
  const message = `there is no diagnostic \`${escapeTerminal(code)}\``;
  if (nearest.length === 0) return `${message}; \`restage explain\` lists all`;
  return `${message}; did you mean ${nearest.map((known) => `\`${known}\``).join(' or ')}?`;
}

/** Breaks at blanks; a word wider than `width` stays whole, so that commands can be copied. */
function wrap(text: string, width: number): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && findWidth(`  ${last} ${word}`) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => `  ${line}`).join('\n');
}
