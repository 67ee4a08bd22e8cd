import type { ImageBuild, ImageReference } from '../model/build-graph.ts';
import { findFlag } from '../model/dockerfile.ts';
import { toImageKey } from '../model/image-name.ts';
import { readText } from '../model/value.ts';
import { expandDockerWord, readScopes } from './dockerfile-scope.ts';
import type { Machine } from './machine.ts';

/** Where a Dockerfile names images that the script built before: `FROM app:base`, `COPY --from=app:build`. */
export function findReferences(machine: Machine, build: ImageBuild): readonly ImageReference[] {
  const found: ImageReference[] = [];
  const aliases = new Set<string>();
  const findScope = readScopes(build);
  for (const stage of build.dockerfile.stages) {
    for (const instruction of [stage.from, ...stage.instructions]) {
      const name = instruction === stage.from ? stage.image : findFlag(instruction, 'from')?.value;
      if (!name || aliases.has(name.toLowerCase()) || /^\d+$/.test(name)) continue;
      const value = expandDockerWord(build, findScope(stage.from), name, stage.from);
      const key = toImageKey(value);
      const image = machine.tags.get(key);
      if (image !== undefined) found.push({ instruction, image });
      else if (machine.tags.has(key) || readText(value) === '') found.push({ instruction, image: `ambiguous:${key}` });
    }
    if (stage.alias) aliases.add(stage.alias.toLowerCase());
  }
  return found;
}
