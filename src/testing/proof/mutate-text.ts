/** Numbers that a seed decides. */
export interface Random {
  /** A whole number of `[0, limit)`. */
  readonly below: (limit: number) => number;
  readonly pick: <T>(items: readonly T[]) => T | undefined;
}

/** A generator of its own, so that a seed gives the same run on every machine (mulberry32). */
export function startRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (limit: number) => (limit <= 0 ? 0 : next() % limit);
  return { below, pick: (items) => items[below(items.length)] };
}

/** What stands in scripts and Dockerfiles where it hurts. */
const PIECES = [
  ...[
    '\\',
    '\\\n',
    '\n',
    '\r\n',
    '\r',
    '\0',
    '\u001b[31m',
    '\ufeff',
    '\u202e',
    '\ud800',
    '"',
    "'",
    '`',
    '$',
    '${',
    '$(',
    '$((',
    '}',
    ')',
    '<<EOF\n',
    '<<-X\n',
    '|',
    '||',
    '&&',
    ';',
    ';;',
    '#',
    '=',
    '--',
    '-',
  ],
  ...['*', '**', '[', ']', '[!', '?', '~', '!', '/', '..', '../../', '/./', ':', '@', '%', '${a%%', '${a:-', '${#', '"$@"'],
  ...[
    'FROM ',
    'FROM scratch AS ',
    'COPY --from=',
    'COPY --chown=',
    'ADD ',
    'RUN ',
    'ARG ',
    'ONBUILD ',
    'HEALTHCHECK NONE',
    '# escape=`\n',
    '# syntax=x\n',
    'COPY ["a", "b"]\n',
    'COPY <<E /x\n',
  ],
  ...[
    'docker build -t a .\n',
    'docker create --name x a\n',
    'docker cp x:/a .\n',
    'docker run --rm -v "$PWD":/a a sh -c "cp a b"\n',
    'docker run a | tar x\n',
    'for i in a b; do ',
    'done',
    'if ',
    'fi',
    'case x in ',
    'esac',
    'f() {',
    'set -e\n',
    'trap "rm x" EXIT\n',
  ],
  ...['\t', 'a: &a [*a]\n', '- |\n  x\n', '<<: *a\n', '$(shell x)', 'define x\n', '.PHONY: a\n', '{{.X}}', '```sh\n'],
];

/** A text with a few mutations: pieces that hurt, parts of other texts, lost, doubled and moved stretches, raw bytes. */
export function mutateText(text: string, others: readonly string[], random: Random): string {
  let result = text;
  for (let rounds = 1 + random.below(4); rounds > 0; rounds -= 1) result = mutateOnce(result, others, random);
  return result.slice(0, 2 ** 20);
}

function mutateOnce(text: string, others: readonly string[], { below, pick }: Random): string {
  const at = below(text.length + 1);
  const end = Math.min(text.length, at + below(40));
  const insert = (piece: string) => text.slice(0, at) + piece + text.slice(at);
  switch (below(9)) {
    case 0:
      return text.slice(0, at) + text.slice(end);
    case 1:
      return insert(pick(PIECES) ?? '');
    case 2:
      return insert(text.slice(at, end));
    case 3:
      return text.slice(0, at);
    case 4: {
      const other = pick(others) ?? '';
      const from = below(other.length);
      return insert(other.slice(from, from + below(200)));
    }
    case 5:
      return text.slice(0, at) + String.fromCharCode(below(256)) + text.slice(at + 1);
    case 6:
      return insert((pick(PIECES) ?? '').repeat(1 + below(200)));
    case 7:
      return insert(Array.from({ length: below(60) }, () => String.fromCharCode(below(256))).join(''));
    default:
      return text.slice(end) + text.slice(0, end);
  }
}
