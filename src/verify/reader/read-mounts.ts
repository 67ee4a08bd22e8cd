import { isInRepository, joinHostPath } from '../../model/host-path.ts';
import type { Span } from '../../model/span.ts';
import { REPOSITORY_ROOT } from '../../model/value.ts';
import { suppose } from './log.ts';
import type { Mount, World } from './world.ts';

/** Where a stage has what a container had at the repository's own path on the host. */
const OWN_PLACE = '/src';

const CACHE =
  /(?:^|[-_./])caches?(?:$|[-_./])|^(?:\/root|\/home\/[^/]+|~)?\/\.(?:m2|gradle|npm|yarn|cargo|ivy2|sbt|composer|pub-cache|nuget)(?:\/|$)|^\/go(?:\/pkg(?:\/mod)?)?$|^\/usr\/local\/cargo\/registry/i;

/** The mounts that options of `docker run` ask for; `problem` says why one cannot be followed. Named volumes are places of their own. */
export function readMounts(
  world: World,
  options: readonly (readonly [name: string, value: string])[],
  span: Span,
): { readonly mounts: readonly Mount[]; readonly problem: string | undefined } {
  const mounts: Mount[] = [];
  let problem: string | undefined;
  for (const [option, value] of options) {
    if (option === '--volumes-from') problem = 'it has the volumes of another container';
    const read = /^(?:-v|--volume)$/.test(option) ? splitColons(value) : option === '--mount' ? readPairs(value) : undefined;
    if (read && read.target === undefined && read.source.startsWith('/'))
      suppose(world, `holds if the engine fills the volume at \`${read.source}\` when it makes the container`, span);
    const mount = read && placeMount(world, read);
    if (mount) mounts.push(mount);
    if (mount && !isKnown(mount)) problem = `it mounts \`${read.source.replaceAll('\0', '')}\``;
  }
  return { mounts, problem };
}

/** `undefined` for what only the container has, and for a cache. */
function placeMount(world: World, { source, target, isReadOnly }: Spelled): Mount | undefined {
  if (!target || CACHE.test(placeOwn(target)) || CACHE.test(source)) return undefined;
  const host = /^[./~\0]/.test(source) ? joinHostPath(world.directory, source) : `\0fresh-path:volume:${source}\0`;
  return { host, target: joinHostPath('/', placeOwn(target)), isReadOnly };
}

/** Whether the place on the host is in the repository, or a fresh one. */
function isKnown({ host }: Mount): boolean {
  return host.includes('\0') ? /^\0fresh-path:[^\0]*\0[^\0]*$/.test(host) : isInRepository(host);
}

/** The repository's own path in a word for a container becomes the place that a stage has it at. */
export function placeOwn(word: string): string {
  return word.replaceAll(`\0${REPOSITORY_ROOT}\0`, OWN_PLACE);
}

interface Spelled {
  readonly source: string;
  readonly target: string | undefined;
  readonly isReadOnly: boolean;
}

/** `host:container[:options]`, `name:container`; what a container alone names is nobody else's. */
function splitColons(value: string): Spelled {
  const [source = '', target, options = ''] = value.match(/(?:\0[^\0]*\0|[^:\0])+/g) ?? [];
  return { source, target, isReadOnly: /(?:^|,)ro(?:,|$)/.test(options) };
}

/** `type=bind,source=host,target=/src,readonly`. */
function readPairs(value: string): Spelled {
  const pairs = new Map(value.split(',').map((pair) => [pair.split('=')[0] ?? '', pair.slice(pair.indexOf('=') + 1)] as const));
  const source = pairs.get('source') ?? pairs.get('src') ?? '';
  const target = pairs.get('target') ?? pairs.get('destination') ?? pairs.get('dst');
  const isOwn = pairs.get('type') === 'tmpfs' || source === '';
  const isReadOnly = ['readonly', 'ro'].some((name) => pairs.has(name) && pairs.get(name) !== 'false');
  return { source, target: isOwn ? undefined : target, isReadOnly };
}
