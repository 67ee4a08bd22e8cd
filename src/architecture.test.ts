import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from '@swc/core';
import { CATALOGUE } from './model/diagnostic-catalogue.ts';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Who may import whom: a folder of `src`, a file of `src` by its name, or `transforms`. Types count; tests and `src/testing` do not. */
const PURE = ['model', 'parse', 'interpret', 'plan', 'transforms', 'print', 'verify'];
const MAY_IMPORT: Readonly<Record<string, readonly string[] | 'all'>> = {
  model: [],
  discover: ['model', 'hosts'],
  // Parsers of files that hold shell text: the certificate reads changed ones with them.
  hosts: ['model'],
  parse: ['model'],
  interpret: ['model', 'parse'],
  plan: ['model'],
  transforms: ['model'],
  print: ['model'],
  verify: ['model', 'parse', 'hosts'],
  review: ['model', 'report'],
  apply: ['model'],
  // A batch is the whole line for each of many repositories: it reads them, applies to them and fills the report.
  batch: ['model', 'pipeline', 'discover', 'hosts', 'apply', 'report'],
  report: ['model'],
  cli: 'all',
  pipeline: PURE,
  inspect: [...PURE, 'pipeline', 'report'],
  index: [...PURE, 'pipeline', 'discover', 'apply', 'report'],
};

/** Folders that work in memory only, with the parts of Node they may still use. */
const NODE_MODULES: Readonly<Record<string, readonly string[]>> = {
  model: [],
  parse: [],
  interpret: [],
  plan: [],
  transforms: [],
  print: [],
  report: ['node:util'],
  pipeline: [],
};

const TOP_LEVEL = [
  ...['package.json', 'package-lock.json', 'tsconfig.json', 'jest.config.ts', 'README.md', 'LICENSE'],
  ...['src', 'transforms', '__fixtures__'],
];
/** Made by npm and by the build; git ignores them. */
const GENERATED = ['node_modules', 'dist'];

interface AstNode {
  readonly type: string;
  readonly span?: { readonly start: number; readonly end: number };
  readonly [key: string]: unknown;
}

interface Source {
  /** Relative to the package, `/`-separated. */
  readonly path: string;
  readonly text: string;
  readonly lines: number;
  readonly imports: readonly string[];
  readonly functions: readonly { readonly place: string; readonly lines: number }[];
}

const SOURCES: readonly Source[] = ['src', 'transforms']
  .flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((path) =>
      posix.join(folder, path.replaceAll('\\', '/')),
    ),
  )
  .filter((path) => /\.tsx?$/.test(path))
  .sort()
  .map(readSource);
const PRODUCT = SOURCES.filter(({ path }) => !/\.test\.tsx?$/.test(path) && !path.startsWith('src/testing/'));

describe('imports', () => {
  test('every file is in a folder of the table', () => {
    expect(PRODUCT.filter(({ path }) => MAY_IMPORT[findFolder(path)] === undefined).map(({ path }) => path)).toEqual([]);
  });

  test('go in one direction', () => {
    expect(PRODUCT.flatMap(findWrongImports)).toEqual([]);
  });

  test('let the second reader know nothing of what its readings are held against', () => {
    const reader = SOURCES.filter(({ path }) => path.startsWith('src/verify/reader/'));
    expect(reader.length).toBeGreaterThan(10);
    expect(reader.flatMap(({ imports }) => imports).filter((name) => name.includes('/certificate/'))).toEqual([]);
  });

  test('bring no file system, network or process into the phases that work in memory', () => {
    const wrong = PRODUCT.flatMap(({ path, imports }) => {
      const allowed = NODE_MODULES[findFolder(path)];
      if (allowed === undefined) return [];
      return imports
        .filter((name) => name.startsWith('node:') && !allowed.includes(name))
        .map((name) => `${path} imports ${name}`);
    });
    expect(wrong).toEqual([]);
  });

  test('name files with their ending', () => {
    const wrong = SOURCES.flatMap(({ path, imports }) =>
      imports.filter((name) => name.startsWith('.') && !/\.(?:tsx?|json)$/.test(name)).map((name) => `${path} imports ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  test('only the entry of the command line ends the process', () => {
    const pattern = /\bprocess\.(?:exit\b|exitCode\b|abort\b)/;
    expect(PRODUCT.filter(({ path, text }) => path !== 'src/cli/cli.ts' && pattern.test(text)).map(({ path }) => path)).toEqual(
      [],
    );
  });
});

describe('sizes', () => {
  const files = SOURCES.map(({ path, lines }) => ({ place: path, lines }));
  const functions = SOURCES.flatMap((source) => source.functions);

  test('files: median at most 100 lines, nine of ten at most 250, none over 400', () => {
    expect(files.filter(({ lines }) => lines > 400)).toEqual([]);
    expect(findQuantile(files, 0.5)).toBeLessThanOrEqual(100);
    expect(findQuantile(files, 0.9)).toBeLessThanOrEqual(250);
  });

  test('functions: nine of ten at most 40 lines, none over 80', () => {
    expect(functions.length).toBeGreaterThan(100);
    expect(functions.filter(({ lines }) => lines > 80)).toEqual([]);
    expect(findQuantile(functions, 0.9)).toBeLessThanOrEqual(40);
  });

  test('the pipeline stays the smallest part', () => {
    const pipeline = files.filter(({ place }) => place === 'src/pipeline.ts');
    expect(pipeline).toHaveLength(1);
    expect(pipeline.filter(({ lines }) => lines > 60)).toEqual([]);
  });
});

test('the top level holds the allowed names only', () => {
  const names = readdirSync(ROOT).filter((name) => !name.startsWith('.') && !GENERATED.includes(name));
  expect(names.filter((name) => !TOP_LEVEL.includes(name))).toEqual([]);
});

describe('the catalogue of diagnostics', () => {
  const known = Object.keys(CATALOGUE);
  const areas = [...new Set([...known.map((code) => code.split('/')[0]), 'path', 'image', 'argument', 'stage', 'tree', 'usage'])];
  const pattern = new RegExp(`['"\`]((?:${areas.join('|')})/[a-z][a-z-]*)['"\`]`, 'g');
  const users = PRODUCT.filter(
    ({ path }) => !path.startsWith('src/model/catalogue/') && path !== 'src/model/diagnostic-catalogue.ts',
  );
  const used = new Set(users.flatMap(({ text }) => [...text.matchAll(pattern)].map((match) => match[1] ?? '')));

  test('holds every code that the source gives', () => {
    expect([...used].filter((code) => !known.includes(code))).toEqual([]);
  });

  test('holds no code that the source never gives', () => {
    expect(known.filter((code) => !used.has(code))).toEqual([]);
  });
});

function readSource(path: string): Source {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const tree = parseSync(text, { syntax: 'typescript', tsx: path.endsWith('x'), target: 'es2023' });
  const nodes = collectNodes(tree);
  const bytes = Buffer.from(text);
  // swc counts bytes, from 1.
  const lineAt = (offset: number) =>
    bytes
      .subarray(0, offset - 1)
      .toString('latin1')
      .split('\n').length;
  const suites = new Set(nodes.filter(isSuite).flatMap((node) => collectNodes(node.arguments, 3)));
  const functions = nodes
    .filter((node) => isFunction(node) && !suites.has(node))
    .map(({ span = { start: 1, end: 1 } }) => {
      const first = lineAt(span.start);
      return { place: `${path}:${first}`, lines: lineAt(span.end) - first + 1 };
    });
  return { path, text, lines: text.replace(/\n$/, '').split('\n').length, imports: nodes.flatMap(findImport), functions };
}

/** Every node of a syntax tree; down to `depth` levels of objects and arrays. */
function collectNodes(value: unknown, depth = Number.POSITIVE_INFINITY): readonly AstNode[] {
  if (typeof value !== 'object' || value === null || depth === 0) return [];
  const below = Object.values(value).flatMap((item) => collectNodes(item, depth - 1));
  return 'type' in value && typeof value.type === 'string' ? [value as AstNode, ...below] : below;
}

function findImport(node: AstNode): readonly string[] {
  const isCall = node.type === 'CallExpression' && (node.callee as AstNode).type === 'Import';
  const [first] = isCall ? (node.arguments as readonly { readonly expression: AstNode }[]) : [];
  const from = first?.expression ?? (node.type === 'TsImportType' ? node.argument : node.source);
  return typeof from === 'object' && from !== null && 'value' in from && typeof from.value === 'string' ? [from.value] : [];
}

/** Arrow functions of one expression are part of the function around them. */
function isFunction(node: AstNode): boolean {
  if (node.type === 'ArrowFunctionExpression') return (node.body as AstNode).type === 'BlockStatement';
  return /^(?:FunctionDeclaration|FunctionExpression|ClassMethod|PrivateMethod|Constructor|MethodProperty)$/.test(node.type);
}

/** `describe(name, …)` groups tests; its callback is a chapter of the file and counted with the file. */
function isSuite(node: AstNode): boolean {
  return node.type === 'CallExpression' && (node.callee as AstNode).value === 'describe';
}

function findFolder(path: string): string {
  const [top = '', second = '', third = ''] = path.split('/');
  if (second === 'discover' && third === 'hosts') return third;
  return top === 'transforms' ? top : second.replace(/\.tsx?$/, '');
}

function findWrongImports({ path, imports }: Source): readonly string[] {
  const folder = findFolder(path);
  const allowed = MAY_IMPORT[folder] ?? [];
  return imports.flatMap((name) => {
    if (!name.startsWith('.')) return folder === 'model' ? [`${path} imports ${name}`] : [];
    const target = findFolder(posix.join(posix.dirname(path), name));
    const isAllowed = target === folder || (allowed === 'all' ? target !== 'testing' : allowed.includes(target));
    return isAllowed ? [] : [`${path} imports ${name}`];
  });
}

function findQuantile(items: readonly { readonly lines: number }[], share: number): number {
  const sorted = items.map(({ lines }) => lines).sort((left, right) => left - right);
  return sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
}
