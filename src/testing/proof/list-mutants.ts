import type { Files } from '../certify-files.ts';

/** What a mutation of a conversion damages. */
export const MUTANT_KINDS = [
  'owner',
  'mode',
  'path',
  'stage',
  'lost',
  'argument',
  'ignore file',
  'order',
  'base',
  'script',
] as const;
export type MutantKind = (typeof MUTANT_KINDS)[number];

/** The new files of a conversion with one thing wrong. */
export interface Mutant {
  readonly kind: MutantKind;
  /** For the list of survivors: the line before and after. */
  readonly what: string;
  readonly files: Files;
}

/** Every mutation of the changed files of a conversion, in a fixed order. */
export function listMutants(before: Files, after: Files): readonly Mutant[] {
  const paths = Object.keys(after).filter((path) => after[path] !== before[path] || path === '.dockerignore');
  return paths.flatMap((path) => {
    const text = after[path] ?? '';
    if (path.endsWith('.dockerignore')) return mutateLines(after, path, mutateIgnoreLine);
    if (/^\s*FROM\s/im.test(text)) return [...mutateLines(after, path, mutateInstruction), ...swapLines(after, path)];
    const isScript = path.endsWith('.sh');
    return [...mutateLines(after, path, mutateCommand), ...(isScript ? [] : mutateHost(after, path))];
  });
}

/** What a file of commands that is no shell script can have wrong besides: values, one of several commands in a line, their order. */
function mutateHost(files: Files, path: string): readonly Mutant[] {
  const lines = mutateLines(files, path, (line) => {
    const parts = line.split(' && ');
    const without = parts.map((part, index): LineMutation => {
      const rest = parts.filter((_, at) => at !== index).join(' && ');
      return ['script', parts.length > 1 && /docker/.test(part) && !/["\\]/.test(part) ? rest : line];
    });
    const value: LineMutation = ['argument', line.replace(/^(\s*\w+ *:?[:=] *)([\w./]+)$/, '$1other/$2')];
    return [...without, value];
  });
  return [...lines, ...swapCommands(files, path)];
}

/** Two commands that change places: lines of a recipe or a list, or neighbours in a chain. */
function swapCommands(files: Files, path: string): readonly Mutant[] {
  const text = files[path] ?? '';
  const pattern = /^(?:\t|\s+- )[^\n]*docker[^\n]*[^\\\n]\n(?=(?:\t|\s+- )[^\n]*docker)|(?<=&& )docker [^&"\n]+ && (?=docker)/gm;
  return [...text.matchAll(pattern)].flatMap(({ index, 0: first }): readonly Mutant[] => {
    const behind = text.slice(index + first.length);
    const second = first.endsWith('\n') ? behind.slice(0, behind.indexOf('\n') + 1) : (/^[^&"]+ && /.exec(behind)?.[0] ?? '');
    if (second === '' || second.endsWith('\\\n')) return [];
    const swapped = `${text.slice(0, index)}${second}${first}${behind.slice(second.length)}`;
    const what = `${path}: \`${first.trim()}\` behind \`${second.trim()}\``;
    return [{ kind: 'order', what, files: { ...files, [path]: swapped } }];
  });
}

type LineMutation = readonly [MutantKind, string | undefined];

function mutateLines(
  files: Files,
  path: string,
  mutate: (line: string, lines: readonly string[]) => readonly LineMutation[],
): readonly Mutant[] {
  const lines = (files[path] ?? '').split('\n');
  return lines.flatMap((line, index) =>
    mutate(line, lines).flatMap(([kind, now]): readonly Mutant[] => {
      if (now === line) return [];
      const text = lines.flatMap((each, at) => (at === index ? (now === undefined ? [] : [now]) : [each])).join('\n');
      return [{ kind, what: `${path}: \`${line.trim()}\` → \`${now?.trim() ?? ''}\``, files: { ...files, [path]: text } }];
    }),
  );
}

function mutateInstruction(line: string, lines: readonly string[]): readonly LineMutation[] {
  const keyword = /^\s*([A-Za-z]+)\s/.exec(line)?.[1]?.toUpperCase();
  if (keyword === undefined || line.endsWith('\\')) return [];
  const aliases = lines.flatMap((each) => /\sAS\s+(\S+)/i.exec(each)?.[1] ?? []);
  switch (keyword) {
    case 'FROM':
      return [
        [
          'base',
          line.replace(
            /^(\s*FROM\s+(?:--\S+\s+)*)(\S+)/i,
            (_, head: string, name: string) =>
              `${head}${name === 'scratch' ? 'alpine:3.14' : `${name.replace(/:[\w.-]*$/, '')}:9`}`,
          ),
        ],
      ];
    case 'COPY':
    case 'ADD':
      return [...mutateCopy(line, aliases), ['lost', undefined]];
    case 'RUN':
      return [
        ['lost', undefined],
        ['mode', line.replace(/\bchmod (-R )?[0-7]+/, 'chmod $1711')],
        ['mode', line.replace(/ && chmod (?:-R )?\S+ \S+/, '')],
        ['owner', line.replace(/ && chown (?:-R )?\S+ \S+/, '')],
        ['lost', line.replace(/ && [^&]*$/, '')],
      ];
    case 'ARG':
      return [
        ['argument', undefined],
        ['argument', line.replace(/(ARG\s+\w+)=\S*/i, '$1')],
        ['argument', line.replace(/(ARG\s+\w+)=\S*/i, '$1=other')],
        ['argument', line.replace(/ARG\s+(\w+)/i, 'ARG OTHER_$1')],
      ];
    default:
      return [['lost', undefined]];
  }
}

function mutateCopy(line: string, aliases: readonly string[]): readonly LineMutation[] {
  const from = /--from=(\S+)/.exec(line)?.[1];
  const words = line.trim().split(/\s+/);
  const target = words.at(-1) ?? '';
  const source = words.at(-2) ?? '';
  const isPlain = !line.includes('[') && !target.startsWith('--') && !source.startsWith('--');
  const replaceTarget = (now: string) => line.replace(/\S+(\s*)$/, `${now}$1`);
  const replaceSource = (now: string) => line.replace(/\S+(\s+\S+\s*)$/, `${now.replaceAll('$', '$$$$')}$1`);
  const paths: readonly LineMutation[] = isPlain
    ? [
        ['path', replaceTarget(target.endsWith('/') ? target.slice(0, -1) : `${target}/`)],
        ['path', replaceTarget(`${target.replace(/\/$/, '')}/${source.split('/').at(-1) || 'x'}`)],
        ['path', replaceTarget('/elsewhere')],
        ['path', replaceSource(source.replace(/\/[^/]+\/?$/, '') || '/')],
        ['path', replaceSource(`${source.replace(/\/$/, '')}-other`)],
      ]
    : [];
  return [
    ...(line.includes('--chown=')
      ? ([
          ['owner', line.replace(/--chown=\S+\s+/, '')],
          ['owner', line.replace(/--chown=\S+/, '--chown=4:5')],
        ] as const)
      : ([['owner', line.replace(/^(\s*\w+\s+)/, '$1--chown=1000:1000 ')]] as const)),
    ...(from === undefined
      ? []
      : aliases
          .filter((alias) => alias !== from)
          .map((alias) => ['stage', line.replace(/--from=\S+/, `--from=${alias}`)] as const)),
    ...(from === undefined
      ? []
      : ([
          ['stage', line.replace(/--from=\S+\s+/, '')],
          ['stage', line.replace(/--from=\S+/, '--from=alpine:3.14')],
        ] as const)),
    ...paths,
  ];
}

/** Two instructions of one stage that change places. */
function swapLines(files: Files, path: string): readonly Mutant[] {
  const lines = (files[path] ?? '').split('\n');
  const isMovable = (line: string | undefined) =>
    line !== undefined && /^\s*(?:COPY|ADD|RUN|WORKDIR|USER|ENV|ARG)\s/i.test(line) && !line.endsWith('\\');
  return lines.flatMap((line, index): readonly Mutant[] => {
    const next = lines[index + 1];
    if (!isMovable(line) || !isMovable(next) || next === undefined || line === next || lines[index - 1]?.endsWith('\\'))
      return [];
    const text = [...lines.slice(0, index), next, line, ...lines.slice(index + 2)].join('\n');
    return [{ kind: 'order', what: `${path}: \`${line.trim()}\` behind \`${next.trim()}\``, files: { ...files, [path]: text } }];
  });
}

function mutateIgnoreLine(line: string): readonly LineMutation[] {
  if (line.trim() === '') return [['ignore file', '*.go']];
  return [
    ['ignore file', undefined],
    ['ignore file', `!${line}`.replace('!!', '')],
  ];
}

function mutateCommand(line: string): readonly LineMutation[] {
  if (!/\bdocker\b/.test(line)) return [];
  return [
    ['script', undefined],
    ['script', line.replace(/(-t |--tag[= ])(\S+)/, '$1other/$2')],
    ['script', line.replace(/ (\S+)$/, ' docs')],
    ['argument', line.replace(/ --build-arg \S+/, '')],
    ['argument', line.replace(/(--build-arg \w+)=\S+/, '$1=other')],
    ['stage', line.replace(/ --target \S+/, '')],
    ['lost', line.replace(/docker push/, 'echo push')],
  ];
}
