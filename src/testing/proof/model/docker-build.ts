import { posix } from 'node:path';
import { isIgnored, parseDockerignore } from '../../../parse/dockerignore.ts';
import { addTag, buildImage } from './build-image.ts';
import type { Engine } from './engine.ts';
import {
  copyPath,
  extractTar,
  FailureError,
  find,
  follow,
  joinAbsolute,
  listBelow,
  makeDirectories,
  packTar,
  packTree,
  type Tree,
  UnknownToModelError,
  unpackTar,
  writeText,
} from './file-tree.ts';
import type { Image } from './image.ts';
import { readFlags } from './read-flags.ts';
import type { Shell } from './shell.ts';

/** `docker build`. @throws FailureError */
// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: a table of cases, one after the other
export function build(engine: Engine, shell: Shell, words: readonly string[], input: string): string {
  // Flags may stand behind the context.
  const withValue = /^(?:-t|--tag|-f|--file|--build-arg|--target|--network|--platform|--label|-o|--output)$/;
  const first = readFlags(words, withValue);
  const second = readFlags(first.rest.slice(1), withValue);
  const flags = [...first.flags, ...second.flags];
  if (flags.some(([name]) => /^(?:--label|--platform)$/.test(name)))
    throw new UnknownToModelError(`docker build ${words.join(' ')}`);
  const [place = ''] = first.rest;
  if (second.rest.length > 0 || place === '') throw new FailureError('requires exactly 1 argument');
  const find2 = (...names: string[]) => flags.findLast(([name]) => names.includes(name))?.[1];
  const context = place === '-' ? readStream(input) : readContext(shell, joinAbsolute(shell.cwd, place));
  const file = find2('-f', '--file');
  const path =
    place === '-' ? joinAbsolute('/', file ?? 'Dockerfile') : joinAbsolute(shell.cwd, file ?? posix.join(place, 'Dockerfile'));
  const dockerfile = find(place === '-' ? context : shell.tree, path)?.content;
  if (dockerfile === undefined) throw new FailureError(`no ${path}`);
  const args = new Map<string, string>();
  for (const [name, value] of flags) {
    if (name !== '--build-arg') continue;
    const at = value.indexOf('=');
    if (at !== -1) args.set(value.slice(0, at), value.slice(at + 1));
    else if (shell.variables.has(value)) args.set(value, shell.variables.get(value) ?? '');
  }
  const output = find2('-o', '--output');
  const isLazy = output !== undefined;
  const image = buildImage({ dockerfile, context, args, target: find2('--target'), isLazy, images: engine.images });
  if (output !== undefined) {
    writeOutput(shell, image, output);
    return '';
  }
  engine.count += 1;
  const id = `sha-${engine.count}:id`;
  engine.images.set(id, image);
  for (const [name, value] of flags) if (name === '-t' || name === '--tag') engine.images.set(addTag(value), image);
  return flags.some(([name]) => name === '-q') ? `${id}\n` : 'Successfully built\n';
}

function readStream(input: string): Tree {
  if (input === '') throw new FailureError('nothing on standard input');
  const entries = unpackTar(input);
  if (!entries) throw new UnknownToModelError('a Dockerfile on standard input');
  const tree: Tree = new Map([['/', { type: 'directory', mode: 0o755, uid: 0, gid: 0, content: '' }]]);
  extractTar(tree, '/', entries);
  return tree;
}

function readContext(shell: Shell, directory: string): Tree {
  const real = follow(shell.tree, directory, true);
  if (shell.tree.get(real)?.type !== 'directory') throw new FailureError(`no context ${directory}`);
  const rules = parseDockerignore(shell.tree.get(posix.join(real, '.dockerignore'))?.content ?? '');
  const context: Tree = new Map([['/', { type: 'directory', mode: 0o755, uid: 0, gid: 0, content: '' }]]);
  for (const below of listBelow(shell.tree, real)) {
    const node = shell.tree.get(posix.join(real, below));
    if (below === '' || !node || isIgnored(rules, below)) continue;
    makeDirectories(context, posix.dirname(`/${below}`));
    context.set(`/${below}`, node);
  }
  return context;
}

/** `--output out`, `type=local,dest=out`, `type=tar,dest=out.tar`. */
function writeOutput({ tree, cwd, owner }: Shell, image: Image, output: string): void {
  const fields = new Map(output.split(',').map((field) => field.split('=') as [string, string]));
  const [type, place] = output.includes('=') ? [fields.get('type'), fields.get('dest')] : ['local', output];
  if (place === undefined || place === '-') throw new UnknownToModelError(`--output ${output}`);
  const to = joinAbsolute(cwd, place);
  if (type === 'tar') {
    writeText(tree, to, packTar(packTree(image.tree)), owner);
    return;
  }
  if (type !== 'local') throw new UnknownToModelError(`--output ${output}`);
  makeDirectories(tree, to, owner);
  copyPath({ tree: image.tree, path: '/' }, { tree, path: to }, { owner, topMode: 'leave' });
}
