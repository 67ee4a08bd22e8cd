import type { Project } from '../model/project.ts';
import { findDirectory } from '../model/project.ts';
import type { InstructionStyle } from './lay-out-instruction.ts';

/** Dockerfiles hold long paths; below this width an instruction is left on one line. */
const DEFAULT = { width: 120, indent: 4, useTabs: false } as const;

/**
 * The style for instructions in a file: `printWidth`, `tabWidth` and `useTabs` of the nearest `.prettierrc` (JSON), over
 * `max_line_length`, `indent_size` and `indent_style` of the `.editorconfig` sections that hold for it, over defaults.
 */
export function readStyle(project: Project, path: string, escapeCharacter: string): InstructionStyle {
  const style: { width: number; indent: number; useTabs: boolean } = { ...DEFAULT };
  for (const directory of listAncestors(findDirectory(path))) {
    applyEditorConfig(style, readText(project, directory, '.editorconfig'), path.slice(path.lastIndexOf('/') + 1));
    applyPrettier(style, readText(project, directory, '.prettierrc') ?? readText(project, directory, '.prettierrc.json'));
  }
  return { ...style, escape: escapeCharacter };
}

/** The root first, so that nearer files win. */
function listAncestors(directory: string): readonly string[] {
  const segments = directory === '' ? [] : directory.split('/');
  return ['', ...segments.map((_, index) => segments.slice(0, index + 1).join('/'))];
}

function readText(project: Project, directory: string, name: string): string | undefined {
  return project.files.get(directory === '' ? name : `${directory}/${name}`)?.text;
}

interface Style {
  width: number;
  indent: number;
  useTabs: boolean;
}

function applyPrettier(style: Style, text: string | undefined): void {
  const options = text === undefined ? undefined : parseJson(text);
  if (typeof options?.printWidth === 'number' && options.printWidth >= 40) style.width = options.printWidth;
  if (typeof options?.tabWidth === 'number' && options.tabWidth >= 1) style.indent = options.tabWidth;
  if (typeof options?.useTabs === 'boolean') style.useTabs = options.useTabs;
}

/** A `.prettierrc` may be YAML or TOML; only JSON is read, anything else leaves the defaults. */
function parseJson(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function applyEditorConfig(style: Style, text: string | undefined, name: string): void {
  let holds = false;
  for (const line of (text ?? '').split(/\r?\n/)) {
    const section = /^\s*\[(.+)\]\s*$/.exec(line)?.[1];
    if (section !== undefined) holds = matchesSection(section, name);
    const [, key, value] = /^\s*([\w-]+)\s*=\s*(\S+)\s*$/.exec(line) ?? [];
    if (!holds || key === undefined || value === undefined) continue;
    if (key === 'max_line_length' && Number(value) >= 40) style.width = Number(value);
    if (key === 'indent_size' && Number(value) >= 1) style.indent = Number(value);
    if (key === 'indent_style') style.useTabs = value === 'tab';
  }
}

/** `*`, `Dockerfile*`, `{Dockerfile,*.docker}`: patterns over the file's name. */
function matchesSection(section: string, name: string): boolean {
  const alternatives = /^\{(.*)\}$/.exec(section)?.[1]?.split(',') ?? [section];
  return alternatives.some((pattern) => {
    const source = pattern
      .replace(/[.+^$()|[\]\\{}]/g, '\\$&')
      .replace(/\*+/g, '.*')
      .replaceAll('?', '.');
    return new RegExp(`^${source}$`).test(name);
  });
}
