import type { ImageBuild } from '../../src/model/build-graph.ts';
import { joinPath, normalise } from '../../src/model/host-path.ts';
import { findWorkdir } from './find-directory.ts';

/** The last mode that a `chmod` or `mkdir -m` of a build's final stage gives to a path that it names; `undefined` where none does. */
export function findSetMode(build: ImageBuild, path: string): string | undefined {
  const runs = build.dockerfile.stages[build.finalStage]?.instructions.filter(({ keyword }) => keyword === 'RUN') ?? [];
  return runs.flatMap((run) => readModes(run.body, findWorkdir(build, run) ?? '/', path)).at(-1);
}

function readModes(body: string, workdir: string, path: string): readonly string[] {
  let directory = workdir;
  return body.split(/&&|\|\||;|\n/).flatMap((command): readonly string[] => {
    const [program, ...words] = command.trim().split(/\s+/);
    if (program === 'cd' && words[0]) directory = resolve(directory, words[0]);
    if (!words.some((word) => resolve(directory, word) === path)) return [];
    if (program === 'chmod') return words.filter((word) => !word.startsWith('-')).slice(0, 1);
    return program === 'mkdir' ? [...command.matchAll(/\s(?:-p?m|--mode)[ =]?(\S+)/g)].map(([, mode = '']) => mode) : [];
  });
}

function resolve(directory: string, word: string): string {
  const path = word.replace(/^["']|["']$/g, '');
  return `/${normalise(path.startsWith('/') ? path : joinPath(directory, path))}`;
}
