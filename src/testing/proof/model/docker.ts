import { addTag, applyChanges } from './build-image.ts';
import { build } from './docker-build.ts';
import { copyFiles } from './docker-cp.ts';
import { type Engine, findContainer, findImage } from './engine.ts';
import { FailureError, joinAbsolute, packTar, packTree, UnknownToModelError, writeText } from './file-tree.ts';
import { readFlags } from './read-flags.ts';
import { create, runContainer } from './run-container.ts';
import { attempt, type Ran, type Shell } from './shell.ts';

/** `docker …` on the host. */
export function runDocker(engine: Engine, shell: Shell, words: readonly string[], input: string): Ran {
  const ran = runVerb(engine, shell, words, input);
  if (ran.status !== 0 && /^(?:build|create|run|cp|commit|export)$/.test(words[0] ?? '')) engine.failed.push(words.join(' '));
  return ran;
}

function runVerb(engine: Engine, shell: Shell, words: readonly string[], input: string): Ran {
  const [first = '', ...rest] = /^(?:container|image|builder)$/.test(words[0] ?? '') ? words.slice(1) : words;
  switch (first) {
    case 'build':
      return attempt(() => build(engine, shell, rest, input));
    case 'create':
      return attempt(() => `${create(engine, shell, rest).name}\n`);
    case 'run':
      return runContainer(engine, shell, rest, input);
    case 'cp':
      return attempt(() => copyFiles(engine, shell, rest));
    case 'rm':
      return attempt(() => {
        for (const name of rest.filter((word) => !word.startsWith('-'))) {
          if (!engine.containers.delete(name) && !rest.includes('-f')) throw new FailureError(`no container ${name}`);
        }
        return '';
      });
    case 'rmi':
      return attempt(() => {
        for (const name of rest.filter((word) => !word.startsWith('-')))
          if (!engine.images.delete(addTag(name)) && !rest.includes('-f')) throw new FailureError('no image');
        return '';
      });
    case 'tag':
      return attempt(() => {
        engine.images.set(addTag(rest[1] ?? ''), findImage(engine, rest[0] ?? ''));
        return '';
      });
    case 'push':
      return attempt(() => {
        engine.pushed.push({ name: addTag(rest[0] ?? ''), image: findImage(engine, rest[0] ?? '') });
        return '';
      });
    case 'commit':
      return attempt(() => commit(engine, rest));
    case 'export':
      return attempt(() => exportContainer(engine, shell, rest));
    case 'images':
    case 'pull':
    case 'ps':
    case 'login':
      return { status: 0, out: '' };
    default:
      throw new UnknownToModelError(`docker ${words.join(' ')}`);
  }
}

/** `docker commit`: the image keeps the settings of the container, changed by each `--change`. @throws FailureError */
function commit(engine: Engine, words: readonly string[]): string {
  const { flags, rest } = readFlags(words, /^(?:-c|--change|-m|--message|-a|--author)$/);
  const { tree, config } = findContainer(engine, rest[0] ?? '');
  const changes = flags.flatMap(([name, value]) => (name === '-c' || name === '--change' ? [value] : []));
  engine.count += 1;
  const id = `sha-${engine.count}:id`;
  for (const name of [id, ...(rest[1] === undefined ? [] : [addTag(rest[1])])])
    engine.images.set(name, { tree: new Map(tree), config: applyChanges(config, changes) });
  return `${id}\n`;
}

/** `docker export`: all files of a container, to standard output or a file. What the engine adds to containers is not in this model. */
function exportContainer(engine: Engine, shell: Shell, words: readonly string[]): string {
  const { rest, find } = readFlags(words, /^(?:-o|--output)$/);
  const text = packTar(packTree(findContainer(engine, rest[0] ?? '').tree));
  const file = find('-o', '--output');
  if (file === undefined) return text;
  writeText(shell.tree, joinAbsolute(shell.cwd, file), text, shell.owner);
  return '';
}
