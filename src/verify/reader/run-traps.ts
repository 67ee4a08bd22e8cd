import { parseShell } from '../../parse/shell.ts';
import type { Shell } from './run-section.ts';
import type { World } from './world.ts';

/** Runs what `trap … EXIT` left for the end of a shell. */
export function runTraps(world: World, runStatements: Shell['runStatements']): void {
  const { stopped, tree, isRecipe } = world;
  for (const command of world.atExit.splice(0)) {
    world.stopped = 'no';
    const parsed = parseShell(tree.file, nameTokens(world, command));
    Object.assign(world, { tree: parsed.tree, isRecipe: false });
    runStatements(world, parsed.tree.script.commands);
  }
  Object.assign(world, { stopped, tree, isRecipe });
}

/** `trap "docker rm $id" EXIT` has its values already: those that are not known become variables again, so that each stays one word. */
function nameTokens(world: World, command: string): string {
  return command.replace(/\0[^\0]*\0/g, (token, at: number) => {
    const name = `__of_trap_${at}`;
    world.variables.set(name, token);
    return /["']/.test(command[at - 1] ?? '') ? `\${${name}}` : `"\${${name}}"`;
  });
}
