import { NOTHING } from '../../../model/script-host.ts';
import { fillGap, type ShellText } from '../shell-text.ts';
import type { GroovyToken } from './scan-groovy.ts';

/**
 * The shell text in a Groovy string where it stands: `\"` loses its backslash, a line that ends in `\` goes on, and in double quotes
 * `${env.TAG}` is the parameter `${env_TAG}`. `undefined` where it cannot be given at the same length.
 */
export function readGroovyString(source: string, { start, end, text: quotes }: GroovyToken): ShellText | undefined {
  const from = start + quotes.length;
  const inner = source.slice(from, end - quotes.length);
  let isPossible = true;
  const pattern = quotes.startsWith('"')
    ? /\\(\r?\n[ \t]*|[\s\S])|\$\{([^{}\n]*)\}|\$([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)/g
    : /\\(\r?\n[ \t]*|[\s\S])/g;
  const text = inner.replace(pattern, (all, escaped?: string, braced?: string, plain?: string, at?: number | string) => {
    const index = typeof at === 'number' ? at : inner.indexOf(all);
    if (escaped === undefined)
      return braced === undefined ? `$${(plain ?? '').replaceAll('.', '_')}` : `\${${nameGroovyValue(braced)}}`;
    if (/^\r?\n/.test(escaped)) return fillGap(inner[index - 1], inner[index + all.length], all.length);
    isPossible &&= /["'\\$/]/.test(escaped);
    return NOTHING + escaped;
  });
  if (!isPossible || hasHiddenValue(inner, quotes)) return undefined;
  const before = text.length - text.trimStart().length;
  const kept = text.trim();
  return { start: from + before, end: from + before + kept.length, text: kept };
}

/** The parameter for a Groovy expression, as long as it: `env.TAG` → `env_TAG`. */
export function nameGroovyValue(expression: string): string {
  return expression.replace(/\W/g, '_').replace(/^\d/, '_');
}

/** Groovy puts values into `'…'` of the shell, too, where a parameter would be left alone. */
function hasHiddenValue(inner: string, quotes: string): boolean {
  return (
    quotes.startsWith('"') && /'[^'\n]*(?<!\\)\$[A-Za-z_{][^'\n]*'/.test(inner.replace(/"(?:\\.|[^"\\])*"|\\"[^"\n]*\\"/g, ''))
  );
}
