import { posix } from 'node:path';
import { type EntryType, findBasename, findDirectory, type ProjectFile } from '../model/project.ts';
import { findExtension, isOtherExtension } from './find-extension.ts';
import { findRole } from './find-role.ts';

/** The files of a tree by the last segment of their paths. */
export type NameIndex = ReadonlyMap<string, readonly string[]>;

/** `docker build -f x`, `--file=x`, `dockerfile: x`, `DOCKERFILE=x`. */
const FILE_OPTION = /(?:^|[\s"'[(])-[a-z]*f|--file|(?:docker|container)file/i;
/** `. ./x`, `source x`, `bash x`. */
const CALL = /(?:^|[\s;&|(`"'])(?:\.|source|exec|(?:ba|da|a|k)?sh)\s/;
const WORD = /[^\s'"`;|&<>(){}[\],=:]+/g;
/** Extensions that are data to a probe and yet may be named as a file to build or to run. */
const NAMED_DATA = new Set(['conf', 'hcl', 'json', 'txt', 'yaml', 'yml']);
/** A word that fits more files than this stands for none of them in particular. */
const MANY = 16;

/** The index that `findNamedFiles` looks words up in. */
export function indexNames(tree: ReadonlyMap<string, EntryType>): NameIndex {
  const index = new Map<string, string[]>();
  for (const [path, type] of tree) {
    if (type === 'directory') continue;
    const name = findBasename(path);
    const paths = index.get(name);
    if (paths === undefined) index.set(name, [path]);
    else paths.push(path);
  }
  return index;
}

/**
 * Paths of the tree that a script, Makefile, CI file or document may name as a Dockerfile or a script, sorted. Only words are compared:
 * which directory a command runs in is not known yet, so `x/y` stands for every path that ends in `x/y`. Finding too many is
 * harmless, they are read and no more.
 */
export function findNamedFiles({ path, text }: ProjectFile, index: NameIndex): readonly string[] {
  const role = findRole(path);
  if (role === 'dockerfile' || role === 'ignore-file' || role === 'setting') return [];
  const lines = text.replace(/\\[ \t]*\r?\n/g, ' ').split('\n');
  const options = new Set(lines.filter((line) => FILE_OPTION.test(line)));
  // With a variable in the place of the file, the name stands anywhere.
  const isIndirect = role !== 'document' && [...options].some((line) => line.includes('$'));
  const telling = isIndirect ? lines : lines.filter((line) => options.has(line) || CALL.test(line));
  const words = new Set(telling.flatMap((line) => line.match(WORD) ?? []));
  const paths = [...words].flatMap((word) => findPaths(word, findDirectory(path), index));
  return [...new Set(paths)].filter(mayBeRead).sort();
}

function findPaths(word: string, directory: string, index: NameIndex): readonly string[] {
  const known = cutUnknownStart(word);
  const namesakes = index.get(findBasename(known)) ?? [];
  const fitting = namesakes.length > 1000 ? namesakes : namesakes.filter((path) => path === known || path.endsWith(`/${known}`));
  if (fitting.length <= MANY) return fitting;
  const beside = posix.join(directory, known);
  return fitting.filter((path) => path === known || path === beside);
}

/** Which directory `$DIR/x`, `../x` and `/x` start in is not known here; the rest is `x`. `a/../x` is `x` too. */
function cutUnknownStart(word: string): string {
  const variable = word.lastIndexOf('$');
  const slash = word.indexOf('/', variable);
  if (variable !== -1 && slash === -1) return '';
  // `posix.normalize` takes minutes for a mebibyte of `../`.
  const segments: string[] = [];
  for (const segment of word.slice(variable === -1 ? 0 : slash).split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return segments.join('/');
}

function mayBeRead(path: string): boolean {
  const extension = findExtension(path);
  return extension === undefined || NAMED_DATA.has(extension) || !isOtherExtension(extension);
}
