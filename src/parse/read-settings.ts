import { isMap, isNode, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { isTooDeep } from '../model/is-too-deep.ts';
import type { Project } from '../model/project.ts';
import { type CommandDescription, SETTINGS_FILE, type Settings } from '../model/settings.ts';
import type { Span } from '../model/span.ts';

/** Settings, or what is wrong with their file: nothing is planned on half of what somebody meant to say. */
export interface ReadSettings {
  readonly settings: Settings;
  readonly diagnostics: readonly Diagnostic[];
}

const KEYS = new Set(['run', 'reads', 'writes', 'leavesAlone']);

/** Reads `restage.config.json` at the root of a project: plain JSON, none of it is run. Without the file there are no settings. */
export function readSettings(project: Project): ReadSettings {
  const text = project.files.get(SETTINGS_FILE)?.text.replace(/^\uFEFF/, ' ');
  if (text === undefined) return { settings: { commands: [] }, diagnostics: [] };
  try {
    return { settings: { commands: readCommands(parseJson(text)) }, diagnostics: [] };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const help = 'see "Describing commands" in the README, or take the file away';
    const diagnostic = diagnose('file/bad-settings', 'error', error.message, { span: error.span, help });
    return { settings: { commands: [] }, diagnostics: [diagnostic] };
  }
}

/** Something that does not belong into the file, and where. Caught in this file. */
class Fault extends Error {
  readonly span: Span;

  constructor(message: string, span: Span) {
    super(message);
    this.span = span;
  }
}

/** JSON as nodes with offsets: a JSON text is a YAML text, once it is known to be JSON. */
function parseJson(text: string): unknown {
  if (isTooDeep(text)) throw new Fault('the file must be an object', { file: SETTINGS_FILE, start: 0, end: 0 });
  try {
    JSON.parse(text);
    return parseDocument(text, { logLevel: 'error', prettyErrors: false }).contents;
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof RangeError)) throw error;
    throw new Fault('this is not JSON', { file: SETTINGS_FILE, start: 0, end: 0 });
  }
}

function readCommands(root: unknown): readonly CommandDescription[] {
  const entries = listEntries(root, 'the file', new Set(['$schema', 'version', 'commands']));
  const version = entries.get('version');
  if (!isScalar(version) || version.value !== 1) throw fault(version ?? root, '`version` must be 1');
  const commands = entries.get('commands');
  if (commands === undefined) return [];
  if (!isSeq(commands)) throw fault(commands, '`commands` must be a list');
  return commands.items.map(readCommand);
}

function readCommand(node: unknown): CommandDescription {
  const entries = listEntries(node, 'a command', KEYS);
  const words = readText(entries.get('run') ?? node, '`run`')
    .trim()
    .split(/\s+/);
  if (words[0] === '' || words.some((word) => /["'`$\\;&|<>(){}*?]/.test(word)))
    throw fault(entries.get('run') ?? node, '`run` must be the plain words that the command starts with');
  return {
    words,
    reads: readPaths(entries.get('reads'), 'reads'),
    writes: readPaths(entries.get('writes'), 'writes'),
    leavesAlone: readPaths(entries.get('leavesAlone'), 'leavesAlone'),
    span: locate(node),
  };
}

function readPaths(node: unknown, key: string): readonly string[] {
  if (node === undefined) return [];
  if (!isSeq(node)) throw fault(node, `\`${key}\` must be a list of paths`);
  return node.items.map((item) => {
    const path = readText(item, `a path of \`${key}\``);
    const isWord = /^\$(?:[1-9]|@)$/.test(path);
    if (isWord || (!/[$`\\\0-\x1f]/.test(path) && path !== '' && !path.split('/').includes('..'))) return path;
    throw fault(item, `\`${key}\` names paths inside the repository, \`$1\` to \`$9\`, or \`$@\``);
  });
}

function readText(node: unknown, what: string): string {
  if (isScalar(node) && typeof node.value === 'string') return node.value;
  throw fault(node, `${what} must be a text`);
}

function listEntries(node: unknown, what: string, known: ReadonlySet<string>): ReadonlyMap<string, Node> {
  if (!isMap(node)) throw fault(node, `${what} must be an object`);
  return new Map(
    node.items.map(({ key, value }) => {
      const name = isScalar(key) ? String(key.value) : '';
      if (!known.has(name)) throw fault(key, `${what} cannot hold \`${name}\`; it holds ${[...known].join(', ')}`);
      return [name, value as Node];
    }),
  );
}

function fault(node: unknown, message: string): Fault {
  return new Fault(message, locate(node));
}

function locate(node: unknown): Span {
  const [start, end] = (isNode(node) && node.range) || [0, 0];
  return { file: SETTINGS_FILE, start, end };
}
