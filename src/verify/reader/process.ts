import { toToken } from './image.ts';
import type { World } from './world.ts';

/** Runs a program of its own: it sees what is exported and `environment`, and nothing that it sets or where it goes lasts. */
export function runProcess<Result>(world: World, environment: readonly string[], run: () => Result): Result {
  const { variables, exported, functions, directory, positional, tree, isRecipe, manner, stopped } = world;
  const inherited = new Map([...variables].flatMap(([name, value]) => inherit(name, value, exported)));
  Object.assign(world, { variables: inherited, exported: new Set(exported), functions: new Map(), isRecipe: false });
  for (const word of environment) setExported(world, word);
  const result = run();
  Object.assign(world, { variables, exported, functions, directory, positional, tree, isRecipe, manner, stopped });
  return result;
}

/** One that was only set may have been there before, and is seen then. */
function inherit(name: string, value: string, exported: ReadonlySet<string>): readonly (readonly [string, string])[] {
  if (name.startsWith('(')) return [];
  return [[name, exported.has(name) ? value : toToken(`$${name} if the environment has it, ${value}`)]];
}

/** `export NAME`, `export NAME=value`. */
export function exportWords(world: World, words: readonly string[]): void {
  for (const [, name = ''] of words.map((word) => /^(\w+)(?:=|$)/.exec(word) ?? [])) if (name !== '') world.exported.add(name);
}

function setExported(world: World, word: string): void {
  const at = word.indexOf('=');
  world.variables.set(word.slice(0, at), word.slice(at + 1));
  world.exported.add(word.slice(0, at));
}
