import { isMap, isScalar, parseDocument, type Scalar } from 'yaml';
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
  const { contents, errors } = parseDocument(text, { logLevel: 'silent', prettyErrors: false });
  const scripts = isMap(contents) ? contents.get('scripts', true) : undefined;
  if (errors.length > 0 || !isMap(scripts)) return undefined;
  const found = scripts.items.flatMap(({ key, value }) => {
    const isScript = isScalar(key) && isScalar(value) && typeof value.value === 'string' && value.type === 'QUOTE_DOUBLE';
    return isScript ? [[String(key.value), value] as const] : [];
  });
  const names = new Set(found.map(([name]) => name));
  return {
    kind: 'package-json',
    file: path,
    sections: found.flatMap(([name, value]) => makeSection(text, { name, value, names }) ?? []),
  };
}

interface NamedScript {
  readonly name: string;
  readonly value: Scalar;
  readonly names: ReadonlySet<string>;
}

function makeSection(text: string, { name, value, names }: NamedScript): ScriptSection | undefined {
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
    isEntry: !isHook(name, names) && !isCalled(text, name),
    // npm refuses a script that is empty.
    emptyText: 'true',
  };
}

function isHook(name: string, names: ReadonlySet<string>): boolean {
  const [, called] = /^(?:pre|post)(.+)$/.exec(name) ?? [];
  return called !== undefined && names.has(called);
}

/** Whether another script of the file runs this one. */
function isCalled(text: string, name: string): boolean {
  const word = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`\\b(?:npm|pnpm|yarn)(?: run(?:-script)?)?(?: -s| --silent)? ${word}(?![\\w:-])`).test(text);
}

/** The text of a JSON string at the same length: the `\` of `\"` is nothing, `\n` is a blank and a line end. */
function readEscapes(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (_, code: string | undefined, escaped: string) => {
    if (code !== undefined) return NOTHING.repeat(5) + String.fromCharCode(Number.parseInt(code, 16));
    if (escaped === 'n') return ' \n';
    return /[tbfr]/.test(escaped) ? '  ' : NOTHING + escaped;
  });
}
