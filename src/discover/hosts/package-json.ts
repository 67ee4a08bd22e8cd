import { isMap, isScalar, parseDocument, type Scalar, type YAMLMap } from 'yaml';
import { isTooDeep } from '../../model/is-too-deep.ts';
import type { ProjectFile } from '../../model/project.ts';
import { type HostScript, NOTHING, type ScriptSection } from '../../model/script-host.ts';
import { drawShell } from './shell-text.ts';

/**
 * The scripts of a `package.json`: a section per script, with what npm runs before (`prebuild`) and behind it (`postbuild`). `undefined`
 * for a file without scripts or one that is no JSON.
 *
 * @example
 * // {"scripts": {"image": "docker build -t \"app\" ."}} → section `image` reads "docker build -t "app" ."
 */
export function readPackageJson({ path, text }: ProjectFile): HostScript | undefined {
  if (!text.includes('"scripts"')) return undefined;
  const scripts = findScripts(text);
  if (!scripts) return undefined;
  const found = scripts.items.flatMap(({ key, value }) => {
    const isScript = isScalar(key) && isScalar(value) && typeof value.value === 'string' && value.type === 'QUOTE_DOUBLE';
    return isScript ? [[String(key.value), value] as const] : [];
  });
  const names = new Set(found.map(([name]) => name));
  const called = findCalled(text);
  return {
    kind: 'package-json',
    file: path,
    sections: found.flatMap(([name, value]) => makeSection(text, { name, value, names, called }) ?? []),
  };
}

function findScripts(text: string): YAMLMap | undefined {
  if (isTooDeep(text)) return undefined;
  try {
    const { contents, errors } = parseDocument(text, { logLevel: 'silent', prettyErrors: false });
    const scripts = isMap(contents) ? contents.get('scripts', true) : undefined;
    return errors.length === 0 && isMap(scripts) ? scripts : undefined;
  } catch (error) {
    // Thousands of nested brackets.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

interface NamedScript {
  readonly name: string;
  readonly value: Scalar;
  readonly names: ReadonlySet<string>;
  /** Words that stand where a script of the file names another. */
  readonly called: ReadonlySet<string>;
}

function makeSection(text: string, { name, value, names, called }: NamedScript): ScriptSection | undefined {
  if (!value.range) return undefined;
  const [start, end] = [value.range[0] + 1, value.range[1] - 1];
  const shell = readEscapes(text.slice(start, end));
  return {
    name,
    needs: [`pre${name}`].filter((other) => names.has(other)),
    followers: [`post${name}`].filter((other) => names.has(other)),
    blocks: shell.trim() === '' ? [] : [{ start, end, itemStart: start, itemEnd: end, isOwnShell: true }],
    read: drawShell(text, [{ start, end, text: shell }]),
    directory: undefined,
    variables: [],
    positional: [],
    isEntry: !isHook(name, names) && !called.has(name),
    // npm refuses a script that is empty.
    emptyText: 'true',
  };
}

function isHook(name: string, names: ReadonlySet<string>): boolean {
  const [, called] = /^(?:pre|post)(.+)$/.exec(name) ?? [];
  return called !== undefined && names.has(called);
}

/** Characters of a word in which the end of a name is looked for. */
const LONGEST_NAME = 100;

/** The words behind `npm run` and its like, also up to each character that cannot be part of a name. */
function findCalled(text: string): ReadonlySet<string> {
  const called = new Set<string>();
  for (const [, run = '', word = ''] of text.matchAll(/\b(?:npm|pnpm|yarn)( run(?:-script)?)?(?: -s| --silent)? (\S+)/g)) {
    called.add(run.trim()).add(word);
    for (const { index } of word.slice(0, LONGEST_NAME).matchAll(/[^\w:-]/g)) called.add(word.slice(0, index));
  }
  return called;
}

/** The text of a JSON string at the same length: the `\` of `\"` is nothing, `\n` is a blank and a line end. */
function readEscapes(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (_, code: string | undefined, escaped: string) => {
    if (code !== undefined) return NOTHING.repeat(5) + String.fromCharCode(Number.parseInt(code, 16));
    if (escaped === 'n') return ' \n';
    return /[tbfr]/.test(escaped) ? '  ' : NOTHING + escaped;
  });
}
