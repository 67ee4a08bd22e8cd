import { restoreExpressions } from './host-expressions.ts';
import type { HostKind } from './script-host.ts';

/** A place in a file that holds shell text. */
export interface HostPlace {
  readonly kind: HostKind | undefined;
  readonly text: string;
  /** Where the block that it lies in starts. */
  readonly blockStart: number;
  readonly blockEnd: number;
}

/**
 * Words of a command as the file must spell them there; `undefined` where it cannot hold them. An option that the file has already is
 * spelled for it.
 */
export function spellInHost(words: string, place: HostPlace): string | undefined {
  const options = words.split(/(?= -)/).map((option) => {
    const isThere = option.trim() !== '' && place.kind !== 'jenkinsfile' && place.text.includes(option.trim());
    return isThere ? option : spellOption(restoreExpressions(option, place.kind, place.text), place);
  });
  return options.every((option) => option !== undefined) ? options.join('') : undefined;
}

function spellOption(words: string, place: HostPlace): string | undefined {
  switch (place.kind) {
    case undefined:
    case 'shell':
    case 'markdown':
      return words;
    case 'makefile':
      return spellInMakefile(words, place);
    case 'package-json':
      return JSON.stringify(words).slice(1, -1);
    default:
      return spellInQuotes(words, place);
  }
}

/** A variable of make, or of the environment, is `$(NAME)`, and stays as it is where the file has it so; one that the recipe itself sets, and any other `$`, is doubled. */
function spellInMakefile(words: string, { text, blockStart, blockEnd }: HostPlace): string | undefined {
  if (/[\n#]/.test(words)) return undefined;
  const block = text.slice(blockStart, blockEnd);
  return words.replace(
    /\$\([A-Za-z_]\w*\)|\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))|\$/g,
    (all, braced: string | undefined, bare: string | undefined) => {
      const name = braced ?? bare;
      if (all.endsWith(')') && text.includes(all)) return all;
      const isOfRecipe = name === undefined || new RegExp(`(?:^|[\\s;&|(])${name}=`).test(block);
      return isOfRecipe ? all.replace('$', () => '$$') : `$(${name})`;
    },
  );
}

/** YAML scalars, and strings of a Jenkinsfile. A plain scalar ends at ` #` and must not hold `: `. */
function spellInQuotes(words: string, { kind, text, blockStart }: HostPlace): string | undefined {
  const quote = text[blockStart - 1];
  if (words.includes('\n')) return undefined;
  if (kind === 'jenkinsfile') return /["'$\\]/.test(words) ? undefined : words;
  if (quote === '"') return JSON.stringify(words).slice(1, -1);
  if (quote === "'") return words.replaceAll("'", "''");
  return /: |\s#|^[#&*!|>%@`"']/.test(words) ? undefined : words;
}
