import type { Artifact, Shape } from './shape.ts';
import type { Placed } from './write-take-up.ts';

/** Where a builder puts an artifact. */
export function findPath({ builder }: Shape, { place, name }: Artifact): string {
  const base = builder.workdir.startsWith('/')
    ? builder.workdir
    : builder.base.startsWith('golang')
      ? `/go/${builder.workdir}`
      : `/${builder.workdir}`;
  const directory = place.startsWith('/') ? place : `${base}/${place}`;
  return `${directory}/${name}`.replace(/\/{2,}/g, '/');
}

/** The Dockerfile of a builder. */
export function writeBuilder({ builder }: Shape, base: string, artifacts: readonly Placed[]): string {
  const lines = [`FROM ${base}`, `WORKDIR ${builder.workdir}`, builder.isWide ? 'COPY . .' : 'COPY main.go ./'];
  if (builder.argument) lines.push('ARG VERSION=dev');
  for (const { artifact: each, path } of artifacts) lines.push(`RUN ${makeArtifact(each, path, builder.argument).join(' && ')}`);
  if (builder.user !== undefined) lines.push(`USER ${builder.user}`);
  lines.push('CMD ["sh"]');
  return `${lines.join('\n')}\n`;
}

/** A builder whose last stage is there to be written to the host. */
export function writeOutput(given: Shape, base: string, each: Placed): string {
  const build = writeBuilder(given, base, [each]).replace(/^FROM .*/, `FROM ${base} AS compile`);
  return `${build}\nFROM scratch\nCOPY --from=compile ${each.path} /${each.artifact.name}\n`;
}

/** A builder that prints the context of the other image: its Dockerfile and what that takes up. */
export function writePrinter({ builder, runtime }: Shape, artifacts: readonly Placed[]): string {
  const made = artifacts.map(({ artifact: each, path }) => `RUN ${makeArtifact(each, path, builder.argument).join(' && ')}`);
  const gathered = artifacts.map(({ artifact: each, path }) => `RUN cp -r ${path} /context/${each.name}`);
  return [
    ...[`FROM ${builder.base}`, `WORKDIR ${builder.workdir}`, 'COPY main.go ./'],
    ...(builder.argument ? ['ARG VERSION=dev'] : []),
    ...made,
    ...['RUN mkdir -p /context', `COPY ${runtime.file} /context/Dockerfile`, ...gathered],
    'CMD ["tar", "-cf", "-", "-C", "/context", "."]\n',
  ].join('\n');
}

function makeArtifact(each: Artifact, path: string, hasArgument: boolean): readonly string[] {
  const parent = path.slice(0, path.lastIndexOf('/')) || '/';
  const text = hasArgument ? `${each.name}-$VERSION` : each.name;
  const owner = each.owner === undefined ? [] : [`chown -R ${each.owner} ${path}`];
  const start = [`mkdir -p ${parent}`];
  if (each.kind === 'compiled') return [...start, `go build -o ${path} .`, ...owner];
  if (each.kind === 'file')
    return [...start, `echo ${text} > ${path}`, ...(each.mode === undefined ? [] : [`chmod ${each.mode} ${path}`]), ...owner];
  const inner = each.kind === 'archive' ? `${path}.d` : path;
  const filled = [
    ...[
      ...start,
      `mkdir -p ${inner}/sub`,
      `echo ${text} > ${inner}/index`,
      `echo two > ${inner}/sub/b`,
      `chmod ${each.mode === '+x' ? '755' : (each.mode ?? '644')} ${inner}/sub/b`,
    ],
    ...(each.hasLink ? [`ln -s index ${inner}/link`] : []),
  ];
  if (each.kind === 'archive')
    return [...filled, ...(each.owner === undefined ? [] : [`chown -R ${each.owner} ${inner}`]), `tar -cf ${path} -C ${inner} .`];
  return [...filled, ...(each.mode === '700' || each.mode === '777' ? [`chmod ${each.mode} ${inner}`] : []), ...owner];
}
