import type { ImageId, PathType } from '../model/build-graph.ts';
import { joinPath, normalise } from '../model/host-path.ts';
import { findBasename } from '../model/project.ts';
import type { Machine } from './machine.ts';

/** What is known about a path in an image, and what its name suggests where nothing is. */
export interface TypeFact {
  readonly type: PathType;
  readonly likely: { readonly type: 'file' | 'directory'; readonly why: string } | undefined;
}

/** Names that nobody gives to a directory. */
const FILE_NAME =
  /\.(?:jar|war|ear|zip|tar|gz|tgz|bz2|xz|exe|so|a|o|deb|rpm|apk|whl|gem|js|css|map|svg|png|html?|json|conf|ya?ml|toml|txt|sh|py|wasm|bin)$/i;

/** Names that build tools give to directories, and those that file systems have. */
const DIRECTORY_NAME =
  /^(?:dist|build|out|output|target|release|debug|public|static|assets|www|html|htdocs|site|_site|docs|s?bin|lib|libs|lib64|include|share|etc|node_modules|vendor|site-packages|venv|\.venv|publish|classes|wheels|\.next|\.output)$/i;

/** Whether a path in an image is a file or a directory, read from the Dockerfile that builds it, from `--assume`, or from its name. */
export function inferType(machine: Machine, image: ImageId, imagePath: string): TypeFact {
  const assumed = machine.assumed.get(imagePath);
  if (assumed === 'file' || assumed === 'dir') return { type: assumed === 'dir' ? 'directory' : 'file', likely: undefined };
  const build = machine.trace.builds.find((item) => item.id === image);
  const stage = build?.dockerfile.stages[build.finalStage];
  let directory = '/';
  for (const instruction of stage?.instructions ?? []) {
    const [first] = instruction.operands;
    if (instruction.keyword === 'WORKDIR' && first) {
      directory = resolveIn(directory, first.text);
      if (isAtOrAbove(imagePath, directory)) return { type: 'directory', likely: undefined };
    }
    if (instruction.keyword === 'RUN') {
      const type = readRun(instruction.body, directory, imagePath);
      if (type) return { type, likely: undefined };
    }
  }
  return { type: 'unknown', likely: guessFromName(imagePath) };
}

/**
 * The type that a `RUN` gives to the path: `-o app` writes a file, `mkdir -p out` and `mkdir -p out/lib` make `out` a directory. Follows
 * `cd` in `&&` chains.
 */
function readRun(body: string, workdir: string, imagePath: string): 'file' | 'directory' | undefined {
  let directory = workdir;
  for (const command of body.split(/&&|\|\||;|\n/)) {
    const words = command.trim().split(/\s+/);
    const program = words.find((word) => !/^[A-Za-z_]\w*=/.test(word)) ?? '';
    const names = (word: string | undefined): boolean =>
      word !== undefined && resolveIn(directory, word.replace(/^["']|["']$/g, '')) === imagePath;
    if (program === 'cd' && words[1]) directory = resolveIn(directory, words[1]);
    const isInside = (word: string): boolean => isAtOrAbove(imagePath, resolveIn(directory, word.replace(/^["']|["']$/g, '')));
    if (program === 'mkdir' && words.slice(1).some((word) => !word.startsWith('-') && isInside(word))) return 'directory';
    if (program === 'tar' || program === 'zip') continue;
    const output = words.findIndex((word) => word === '-o' || word === '>' || word === '>>');
    const isDirectoryOutput = /^(?:npm|yarn|npx|ng|webpack|tsc|dotnet|hugo)$/.test(program);
    if (output !== -1 && !isDirectoryOutput && names(words[output + 1]) && !words[output + 1]?.endsWith('/')) return 'file';
    if (words.some((word) => /^>+[^&>]/.test(word) && names(word.replace(/^>+/, '')))) return 'file';
    if (program === 'touch' && words.some(names)) return 'file';
  }
  return undefined;
}

function guessFromName(imagePath: string): TypeFact['likely'] {
  const name = findBasename(imagePath);
  if (FILE_NAME.test(name)) return { type: 'file', why: `the name \`${name}\` is one of a file` };
  return DIRECTORY_NAME.test(name) ? { type: 'directory', why: `the name \`${name}\` is one of a directory` } : undefined;
}

function resolveIn(directory: string, path: string): string {
  return `/${normalise(path.startsWith('/') ? path : joinPath(directory, path))}`;
}

function isAtOrAbove(path: string, directory: string): boolean {
  return directory === path || directory.startsWith(`${path}/`);
}
