import { findBelow, joinHostPath } from '../../model/host-path.ts';
import type { Image } from './image.ts';

/** Endings that nobody gives to a directory. */
const FILE_NAME = /\.(?:html?|js|css|json|jar|war|conf|ya?ml|toml|ini|xml|txt|sh|py|so|zip|t?gz|exe|wasm|pem|crt|key)$/;
const COMPILERS = /^(?:go|gcc|g\+\+|cc|c\+\+|clang|rustc|ld)$/;

/** Whether a path has a name of a file. */
export function isFileName(path: string): boolean {
  return FILE_NAME.test(path);
}

/** What a path in an image is, where the instructions that made it or its name leave no doubt; a program is what a compiler wrote. */
export function inferType(image: Image, path: string): 'directory' | 'file' | 'program' | undefined {
  const isPulled = typeof image.base === 'string';
  let found = isPulled ? undefined : inferType(image.base, path);
  let directory = isPulled ? '/' : image.base.workdir;
  for (const step of image.steps) {
    if (step.kind === 'copy') continue;
    if (step.text.startsWith('WORKDIR ')) directory = step.text.slice(8);
    if (step.text.startsWith('RUN ')) found = readRun(step.text.slice(4), directory, path) ?? found;
    if (findBelow(path, directory) !== undefined) found = 'directory';
  }
  return found ?? (isFileName(path) ? 'file' : undefined);
}

/** `-o app`, `> app` and `touch app` write files, `mkdir -p out` makes directories. Follows `cd` in a chain. */
function readRun(text: string, workdir: string, path: string): ReturnType<typeof inferType> {
  let directory = workdir;
  for (const command of text.split(/&&|\|\||[;\n]/)) {
    const words = command.split(/\s+/).map((word) => word.replace(/^(["'])(.*)\1$/, '$2'));
    const [program = '', first] = words.filter((word) => word !== '' && !/^\w+=/.test(word));
    const isPath = (word: string | undefined) => word !== undefined && joinHostPath(directory, word) === path;
    if (program === 'cd' && first) directory = joinHostPath(directory, first);
    if (program === 'mkdir' && words.some((word) => findBelow(path, joinHostPath(directory, word)) !== undefined))
      return 'directory';
    if (COMPILERS.test(program) && words.some((word, index) => word === '-o' && isPath(words[index + 1]))) return 'program';
    if (
      words.some((word, index) => /^>>?$/.test(word) && isPath(words[index + 1])) ||
      (program === 'touch' && words.some(isPath))
    )
      return 'file';
  }
  return undefined;
}
