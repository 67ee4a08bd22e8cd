import type { ImageBuild } from '../../src/model/build-graph.ts';
import type { Instruction } from '../../src/model/dockerfile.ts';
import { findBelow, joinPath, normalise } from '../../src/model/host-path.ts';
import { findWorkdir } from './find-directory.ts';

/** Places where base images and package managers keep files of other users and groups, whoever runs the build. */
const SYSTEM_PLACES =
  /^\/(?:$|etc(?:$|\/g?shadow)|usr(?:\/(?:local|s?bin|lib|libexec|share))?$|(?:var|run|home)(?:$|\/))|\/dist-packages(?:$|\/)/;

/**
 * Whether a path of an image may hold files of others than root although every command of its build runs as root: system directories,
 * and `node_modules`, where older versions of npm leave the owners that the packages were published with.
 */
export function mayHoldForeignOwners(build: ImageBuild, path: string): boolean {
  if (SYSTEM_PLACES.test(path)) return true;
  const installs = build.dockerfile.instructions.filter(
    (instruction) => instruction.keyword === 'RUN' && /\b(?:npm|yarn|pnpm)\b/.test(instruction.body),
  );
  if (installs.length === 0) return false;
  return path.split('/').includes('node_modules') || installs.some((install) => holdsPackages(build, install, path));
}

/** Whether the directory that packages are installed in lies at or below the path. */
function holdsPackages(build: ImageBuild, install: Instruction, path: string): boolean {
  const workdir = findWorkdir(build, install);
  if (workdir === undefined) return true;
  const moves = [...install.body.matchAll(/(?:\bcd|--prefix|--cwd|-C)[ =]+([^\s;&|]+)/g)].map(([, to = '']) => to);
  const directories = moves.map((to) => `/${normalise(to.startsWith('/') ? to : joinPath(workdir, to))}`);
  return [workdir, ...directories].some((directory) => findBelow(path, directory) !== undefined);
}
