import { isMap, isScalar, type Pair, type Scalar, type YAMLMap } from 'yaml';
import type { DockerfileCaller } from '../model/caller.ts';
import { isInRepository, joinPath, normalise } from '../model/host-path.ts';
import { findBasename, findDirectory, type Project, type ProjectFile } from '../model/project.ts';
import { parseMapping } from './yaml-mapping.ts';

/** The services of compose files that are built from a Dockerfile with a name of its own. Source: compose specification, "build". */
export function readCallers(project: Project): readonly DockerfileCaller[] {
  const files = [...project.files.values()].filter(
    ({ path, text }) => /compose[^/]*\.ya?ml$/.test(findBasename(path)) && text.includes('dockerfile'),
  );
  return files.flatMap(readCompose);
}

function readCompose(file: ProjectFile): readonly DockerfileCaller[] {
  const root = parseMapping(file.text);
  const services = root && findValue(root, 'services');
  if (!isMap(services)) return [];
  return services.items.flatMap(({ value }) => {
    const build = isMap(value) ? findValue(value, 'build') : undefined;
    return isMap(build) ? readBuild(file, build) : [];
  });
}

function readBuild(file: ProjectFile, build: YAMLMap): readonly DockerfileCaller[] {
  const pair = findPair(build, 'dockerfile');
  const [context, dockerfile] = [findValue(build, 'context'), pair?.value];
  const isKnown = isText(dockerfile) && (context === undefined || isText(context));
  if (!pair || !isKnown || !isScalar(pair.key) || build.anchor !== undefined) return [];
  const directory = normalise(joinPath(findDirectory(file.path), isText(context) ? context.value : '.'));
  const path = normalise(joinPath(directory, dockerfile.value));
  const [start = 0, end = 0] = dockerfile.range ?? [];
  const [keyStart = 0] = pair.key.range ?? [];
  const indent = file.text.slice(file.text.lastIndexOf('\n', keyStart) + 1, keyStart);
  if (!isInRepository(directory) || !isInRepository(path)) return [];
  return [
    {
      file: file.path,
      context: directory,
      dockerfile: path,
      span: { file: file.path, start, end },
      hasTarget: findPair(build, 'target') !== undefined,
      hasArguments: findPair(build, 'args') !== undefined || findPair(build, '<<') !== undefined,
      nextKey: build.flow || indent.trim() !== '' ? undefined : { at: end, indent },
    },
  ];
}

function findPair(map: YAMLMap, name: string): Pair | undefined {
  return map.items.find(({ key }) => isScalar(key) && key.value === name);
}

function findValue(map: YAMLMap, name: string): unknown {
  return findPair(map, name)?.value;
}

/** A plain text without variables. */
function isText(node: unknown): node is Scalar<string> {
  return isScalar(node) && typeof node.value === 'string' && !node.value.includes('$') && node.anchor === undefined;
}
