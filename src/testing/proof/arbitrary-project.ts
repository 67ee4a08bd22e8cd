import fc from 'fast-check';
import type { ModelFiles } from './model/run-project.ts';

/** A repository with the builder pattern. */
export interface GeneratedProject {
  readonly files: ModelFiles;
  readonly script: string;
  /** The image that the script is for. */
  readonly image: string;
}

interface Artifact {
  readonly kind: 'file' | 'directory' | 'compiled' | 'archive';
  readonly name: string;
  readonly place: string;
  readonly mode: string | undefined;
  readonly owner: string | undefined;
  readonly hasLink: boolean;
}

interface TakeUp {
  readonly idiom: 'create' | 'run-name' | 'mount' | 'cat' | 'tar' | 'cp-stream' | 'quiet-id';
  readonly host: 'here' | 'renamed' | 'made-directory' | 'new-directory' | 'contents';
  readonly hostStep: 'none' | 'chmod' | 'mv' | 'rm-before';
  readonly form: 'exact' | 'into-slash' | 'into-dot' | 'renamed' | 'wide' | 'glob' | 'below' | 'added' | 'json' | 'owned';
}

interface Shape {
  readonly artifacts: readonly { readonly artifact: Artifact; readonly taken: TakeUp }[];
  readonly builder: {
    readonly base: string;
    readonly workdir: string;
    readonly isWide: boolean;
    readonly user: string | undefined;
    readonly argument: boolean;
    readonly file: string;
  };
  readonly runtime: {
    readonly base: string;
    readonly workdir: string | undefined;
    readonly user: string | undefined;
    readonly argument: boolean;
    readonly settings: readonly string[];
    readonly file: string;
  };
  readonly ignore: readonly string[];
  readonly noise: readonly string[];
  readonly style: {
    readonly errexit: boolean;
    readonly variable: boolean;
    readonly cleans: boolean;
    readonly wraps: boolean;
    readonly chained: boolean;
    readonly subdirectory: boolean;
    readonly pushes: 'none' | 'image' | 'builder';
  };
}

const option = <T>(arbitrary: fc.Arbitrary<T>, freq = 3) => fc.option(arbitrary, { nil: undefined, freq });
/** The first is by far the most likely, so that most projects have one peculiarity or two. */
const mostly = <T>(first: T, ...others: readonly T[]) =>
  fc.oneof(
    { weight: 2 + 2 * others.length, arbitrary: fc.constant(first) },
    ...others.map((each) => ({ weight: 1, arbitrary: fc.constant(each) })),
  );

const artifact: fc.Arbitrary<Artifact> = fc
  .record({
    kind: mostly<Artifact['kind']>('file', 'directory', 'compiled', 'archive'),
    name: fc.constantFrom('app', 'server', 'dist', 'tool.bin', 'a-b', 'out_1', 'page.html', 'app.jar'),
    place: fc.constantFrom('', '', '/out', '/usr/local/bin', 'build', '/srv/deep/er'),
    mode: option(fc.constantFrom('755', '644', '600', '700', '+x', '777'), 2),
    owner: option(fc.constantFrom('node:node', '1000:1000', '1234:4321'), 1),
    hasLink: fc.boolean(),
  })
  .map(nameArchive);

/** Archives say so by their name: what an engine unpacks is decided by content, and no reader of scripts can know that. */
function nameArchive<T extends { readonly kind: string; readonly name: string }>(each: T): T & { readonly name: string } {
  return each.kind === 'archive' ? { ...each, name: `${each.name}.tar` } : each;
}

const taken: fc.Arbitrary<TakeUp> = fc.record({
  idiom: mostly('create', 'run-name', 'mount', 'cat', 'tar', 'cp-stream', 'quiet-id'),
  host: mostly('here', 'renamed', 'made-directory', 'new-directory', 'contents'),
  hostStep: mostly('none', 'chmod', 'mv', 'rm-before'),
  form: mostly('exact', 'into-slash', 'into-dot', 'renamed', 'wide', 'glob', 'below', 'added', 'json', 'owned'),
});

const shape: fc.Arbitrary<Shape> = fc.record({
  artifacts: fc.uniqueArray(fc.record({ artifact, taken }), {
    minLength: 1,
    maxLength: 3,
    selector: (each) => each.artifact.name,
  }),
  builder: fc.record({
    base: fc.constantFrom('golang:1.16', 'golang:1.16', 'node:14', 'gcc:12', 'alpine:3.14'),
    workdir: fc.constantFrom('/src', '/src', '/go/src/app', '/home/node/app', 'app', '/'),
    isWide: fc.boolean(),
    user: option(fc.constantFrom('node', '1000'), 1),
    argument: fc.boolean(),
    file: fc.constantFrom('Dockerfile.build', 'Dockerfile.build', 'build/Dockerfile', 'builder.dockerfile'),
  }),
  runtime: fc.record({
    base: fc.constantFrom('alpine:3.14', 'alpine:3.14', 'scratch', 'node:14', 'nginx:1.21', 'debian:11'),
    workdir: option(fc.constantFrom('/app', '/usr/share/nginx/html', 'srv')),
    user: option(fc.constantFrom('node', '1001'), 1),
    argument: fc.boolean(),
    settings: fc.subarray([
      'ENV PORT=80',
      'EXPOSE 80',
      'LABEL maintainer=me',
      'CMD ["/app/server"]',
      'ENTRYPOINT ["/bin/sh"]',
      'RUN mkdir -p /app',
    ]),
    file: fc.constantFrom('Dockerfile', 'Dockerfile', 'Dockerfile.run'),
  }),
  ignore: fc.subarray(['Dockerfile*', '*.sh', '.dockerignore', 'docs', '*.md', 'dist', 'app', '!dist/keep', '**/*.map'], {
    maxLength: 5,
  }),
  noise: fc.subarray(
    [
      'echo building',
      'docker images',
      '# a comment',
      'docker rmi -f old:image',
      'VERSION=1.2',
      'ls docs',
      'test -f main.go',
      'mkdir -p tmp',
    ],
    { maxLength: 2 },
  ),
  style: fc.record({
    errexit: fc.boolean(),
    variable: fc.boolean(),
    cleans: fc.boolean(),
    wraps: mostly(false, true),
    chained: mostly(false, true),
    subdirectory: mostly(false, true),
    pushes: mostly('none', 'image', 'builder'),
  }),
});

/** Repositories with the builder pattern: producers, idioms, path shapes, ignore files, arguments, owners and noise. */
export const arbitraryProject: fc.Arbitrary<GeneratedProject> = shape.map(writeProject);

// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: a table of cases, one after the other
function writeProject(given: Shape): GeneratedProject {
  const commands: string[] = given.style.errexit ? ['set -e'] : [];
  const artifacts = given.artifacts.map((each) => ({ ...each, path: findPath(given, each.artifact) }));
  const builderFile = writeBuilder(given, artifacts);
  const runtime: string[] = [
    ...(given.runtime.argument && given.runtime.base.startsWith('alpine')
      ? ['ARG TAG=3.14', 'FROM alpine:$TAG']
      : [`FROM ${given.runtime.base}`]),
  ];
  if (given.runtime.workdir !== undefined) runtime.push(`WORKDIR ${given.runtime.workdir}`);
  if (given.runtime.user !== undefined && given.runtime.base !== 'scratch') runtime.push(`USER ${given.runtime.user}`);
  if (given.runtime.argument) runtime.push('ARG VERSION=none', 'LABEL version=$VERSION');
  const isScratch = given.runtime.base === 'scratch';
  const settings = given.runtime.settings.filter((line) => !(isScratch && line.startsWith('RUN')));
  runtime.push(...settings.filter((line) => line.startsWith('RUN')));
  const name = given.style.variable ? '$IMAGE' : 'acme/app';
  if (given.style.variable) commands.push('IMAGE=acme/app');
  const args = given.builder.argument ? ' --build-arg VERSION=7' : '';
  const context = given.style.subdirectory && given.builder.file.startsWith('build/') ? 'build' : '.';
  commands.push(given.noise[0] ?? 'echo start');
  commands.push(`docker build -t ${name}:build${args} -f ${given.builder.file} ${context}`);
  for (const [index, each] of artifacts.entries()) {
    const { lines, copies } = writeTakeUp(each, { name: `${name}:build`, index });
    commands.push(...lines);
    runtime.push(...copies);
  }
  if (given.style.pushes === 'builder') commands.push(`docker push ${name}:build`);
  runtime.push(...settings.filter((line) => !line.startsWith('RUN')));
  const file = given.runtime.file === 'Dockerfile' ? '' : ` -f ${given.runtime.file}`;
  commands.push(`docker build -t ${name}:latest${given.runtime.argument ? ' --build-arg VERSION=8' : ''}${file} .`);
  if (given.noise[1] !== undefined) commands.push(given.noise[1]);
  if (given.style.pushes !== 'none') commands.push(`docker push ${name}:latest`);
  if (given.style.cleans) commands.push(...artifacts.map((each) => `rm -rf ${each.artifact.name}`));
  const files: Record<string, { text: string; mode: number }> = {};
  const add = (path: string, text: string, mode = 0o644) => {
    files[path] = { text, mode };
  };
  add('main.go', 'package main\n');
  add('docs/readme.md', 'read me\n');
  add('keep.txt', 'kept\n');
  if (context === 'build') add('build/main.go', 'package build\n');
  add(given.builder.file, builderFile);
  add(given.runtime.file, `${runtime.join('\n')}\n`);
  if (given.ignore.length > 0) add('.dockerignore', `${given.ignore.join('\n')}\n`);
  add('build.sh', writeScript(given, commands), 0o755);
  return { files, script: 'build.sh', image: 'acme/app:latest' };
}

function writeScript({ style }: Shape, commands: readonly string[]): string {
  const head = '#!/bin/sh\n';
  const hasComment = commands.some((line) => line.startsWith('#'));
  if (style.wraps) return `${head}main() {\n${commands.map((line) => `  ${line}\n`).join('')}}\nmain "$@"\n`;
  if (style.chained && !hasComment) return `${head}${commands.join(' &&\n')}\n`;
  return `${head}${commands.join('\n')}\n`;
}

function findPath({ builder }: Shape, { place, name }: Artifact): string {
  const base = builder.workdir.startsWith('/')
    ? builder.workdir
    : builder.base.startsWith('golang')
      ? `/go/${builder.workdir}`
      : `/${builder.workdir}`;
  const directory = place.startsWith('/') ? place : `${base}/${place}`;
  return `${directory}/${name}`.replace(/\/{2,}/g, '/');
}

interface Placed {
  readonly artifact: Artifact;
  readonly taken: TakeUp;
  readonly path: string;
}

function writeBuilder({ builder }: Shape, artifacts: readonly Placed[]): string {
  const lines = [`FROM ${builder.base}`, `WORKDIR ${builder.workdir}`, builder.isWide ? 'COPY . .' : 'COPY main.go ./'];
  if (builder.argument) lines.push('ARG VERSION=dev');
  for (const { artifact: each, path } of artifacts) lines.push(`RUN ${makeArtifact(each, path, builder.argument).join(' && ')}`);
  if (builder.user !== undefined) lines.push(`USER ${builder.user}`);
  lines.push('CMD ["sh"]');
  return `${lines.join('\n')}\n`;
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

// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: a table of cases, one after the other
function writeTakeUp(
  { artifact: each, taken: how, path }: Placed,
  { name, index }: { readonly name: string; readonly index: number },
) {
  const isDirectory = each.kind === 'directory';
  const container = `box${index}`;
  const lines: string[] = [];
  let host = each.name;
  if (how.host === 'renamed') host = `copy-${each.name}`;
  if (how.host === 'made-directory' || how.host === 'new-directory') host = `stage${index}/${each.name}`;
  if (how.host === 'contents' && isDirectory) host = `stage${index}`;
  const top = host.split('/')[0] ?? host;
  if (how.hostStep === 'rm-before') lines.push(`rm -rf ${top}`);
  if (host.includes('/') || (how.host === 'contents' && isDirectory)) lines.push(`mkdir -p stage${index}`);
  const source = how.host === 'contents' && isDirectory ? `${path}/.` : path;
  const parent = path.slice(0, path.lastIndexOf('/')) || '/';
  const into = host.includes('/') ? `stage${index}` : '.';
  switch (how.idiom) {
    case 'create':
      lines.push(
        `docker create --name ${container} ${name}`,
        `docker cp ${container}:${source} ${how.host === 'made-directory' ? `stage${index}/` : host}`,
        `docker rm ${container}`,
      );
      break;
    case 'quiet-id':
      lines.push(`id=$(docker create ${name})`, `docker cp $id:${source} ${host}`, 'docker rm $id');
      break;
    case 'run-name':
      lines.push(
        `docker run --name ${container} ${name} true`,
        `docker cp ${container}:${source} ${host}`,
        `docker rm -f ${container}`,
      );
      break;
    case 'mount':
      lines.push(
        `docker run --rm -v "$PWD/${into === '.' ? 'mounted' : into}:/target" ${name} cp -r ${path} /target/${host.split('/').at(-1)}`,
      );
      if (into === '.') host = `mounted/${host}`;
      break;
    case 'cat':
      if (isDirectory) lines.push(`docker run --rm ${name} tar -cf - -C ${parent} ${each.name} | tar -xf - -C ${into}`);
      else lines.push(`docker run --rm ${name} cat ${path} > ${host}`);
      if (isDirectory) host = into === '.' ? each.name : `${into}/${each.name}`;
      break;
    case 'tar':
      lines.push(`docker run --rm ${name} tar -cf - -C ${parent} ${each.name} | tar -xf - -C ${into}`);
      host = into === '.' ? each.name : `${into}/${each.name}`;
      break;
    case 'cp-stream':
      lines.push(
        `docker create --name ${container} ${name}`,
        `docker cp ${container}:${path} - | tar -xf - -C ${into}`,
        `docker rm ${container}`,
      );
      host = into === '.' ? each.name : `${into}/${each.name}`;
      break;
  }
  if (how.hostStep === 'chmod') lines.push(`chmod ${isDirectory ? '-R a+rX' : '+x'} ${host}`);
  if (how.hostStep === 'mv') {
    lines.push(`mv ${host} moved${index}`);
    host = `moved${index}`;
  }
  return { lines, copies: writeCopy(each, how, host) };
}

function writeCopy(each: Artifact, { form }: TakeUp, host: string): readonly string[] {
  const base = host.split('/').at(-1) ?? host;
  switch (form) {
    case 'into-slash':
      return [`COPY ${host} /app/`];
    case 'into-dot':
      return [`COPY ${host} .`];
    case 'renamed':
      return [`COPY ${host} /app/${base}.new`];
    case 'wide':
      return ['COPY . /app'];
    case 'glob':
      return host.includes('/') || each.kind === 'directory' ? [`COPY ${host} /app/x`] : [`COPY ${base.slice(0, 2)}* /app/`];
    case 'below':
      return [each.kind === 'directory' ? `COPY ${host}/sub /app/sub` : `COPY ${host} keep.txt /app/`];
    case 'added':
      return [`ADD ${host} /app/`];
    case 'json':
      return [`COPY ["${host}", "/app/"]`];
    case 'owned':
      return [`COPY --chown=1000:1000 ${host} /app/${base}`];
    default:
      return [`COPY ${host} /usr/bin/${base}`];
  }
}
