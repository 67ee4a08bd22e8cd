import type { Artifact, TakeUp } from './shape.ts';
import { writeExported } from './write-exported.ts';

/** An artifact with its path in its image. */
export interface Placed {
  readonly artifact: Artifact;
  readonly taken: TakeUp;
  readonly path: string;
}

/** The commands that bring an artifact to the host, in groups that need one shell, and the instructions that take it up. */
export interface WrittenTakeUp {
  readonly groups: readonly (readonly string[])[];
  readonly copies: readonly string[];
  /** Where it lies on the host in the end. */
  readonly host: string;
}

/** Commands that bring an artifact to the host, and where it lies then. */
export interface Fetched {
  readonly groups: readonly (readonly string[])[];
  readonly host: string;
}

export interface TakeUpSetting {
  /** The builder image, as the script names it. */
  readonly image: string;
  readonly index: number;
}

/** Writes what a script does to one artifact. */
export function writeTakeUp({ artifact: each, taken: how, path }: Placed, { image, index }: TakeUpSetting): WrittenTakeUp {
  const isDirectory = each.kind === 'directory';
  const groups: (readonly string[])[] = [];
  let host = each.name;
  if (how.host === 'renamed') host = `copy-${each.name}`;
  if (how.host === 'made-directory' || how.host === 'new-directory') host = `stage${index}/${each.name}`;
  if (how.host === 'contents' && isDirectory) host = `stage${index}`;
  const top = host.split('/')[0] ?? host;
  if (how.hostStep === 'rm-before') groups.push([`rm -rf ${top}`]);
  if (host.includes('/') || (how.host === 'contents' && isDirectory)) groups.push([`mkdir -p stage${index}`]);
  const fetched = writeFetch({ artifact: each, taken: how, path }, { image, index, host });
  groups.push(...fetched.groups);
  host = fetched.host;
  groups.push(...writeBetween(how, host, index));
  if (how.hostStep === 'chmod') groups.push([`chmod ${isDirectory ? '-R a+rX' : '+x'} ${host}`]);
  if (how.hostStep === 'thin' && isDirectory) groups.push([each.hasLink ? `rm ${host}/index` : `rm -f ${host}/sub/*`]);
  if (how.hostStep === 'mv') {
    groups.push([`mv ${host} moved${index}`]);
    host = `moved${index}`;
  }
  if (how.hostStep === 'mv-directory' && host.includes('/')) {
    groups.push([`mv ${host.slice(0, host.indexOf('/'))} moved${index}`]);
    host = `moved${index}${host.slice(host.indexOf('/'))}`;
  }
  return { groups, copies: writeCopy(each, how, host), host };
}

/** The same, with the name on the host that the artifact is to get where the way allows it. */
export interface FetchSetting extends TakeUpSetting {
  readonly host: string;
}

/** Each line in a group of its own. */
export const single = (...lines: readonly string[]) => lines.map((line) => [line]);

function writeFetch(placed: Placed, given: FetchSetting): Fetched {
  switch (placed.taken.idiom) {
    case 'mount':
    case 'cat':
    case 'tar':
    case 'cp-stream':
      return writeStream(placed, given);
    case 'commit':
      // Of an image that no Dockerfile makes, a name says what is a directory, and some of these names would lie.
      return placed.artifact.kind === 'directory' ? writeCopyOut(placed, given) : writeWork(placed, given);
    case 'export':
    case 'export-file':
    case 'stripped':
    case 'filled':
    case 'output':
      return writeExported(placed, given);
    case 'work':
    case 'work-mount':
    case 'source-mount':
    case 'external':
      return writeWork(placed, given);
    default:
      return writeCopyOut(placed, given);
  }
}

/** Where something that keeps its name on the way lands. */
function findInto({ artifact }: Placed, { host, index }: FetchSetting) {
  const into = host.includes('/') ? `stage${index}` : '.';
  return { into, unpacked: into === '.' ? artifact.name : `${into}/${artifact.name}`, mounted: into === '.' ? 'mounted' : into };
}

function findSource({ artifact, taken, path }: Placed): string {
  return taken.host === 'contents' && artifact.kind === 'directory' ? `${path}/.` : path;
}

/** `docker cp` out of a container of the builder. */
function writeCopyOut(placed: Placed, given: FetchSetting): Fetched {
  const { artifact: each, taken: how, path } = placed;
  const { image, index, host } = given;
  const container = `box${index}`;
  const source = findSource(placed);
  const { into, unpacked } = findInto(placed, given);
  const parent = path.slice(0, path.lastIndexOf('/'));
  const target = how.host === 'made-directory' ? `stage${index}/` : host;
  switch (how.idiom) {
    case 'loop':
      return {
        groups: single(
          `docker create --name ${container} ${image}`,
          `for f in ${each.name}; do docker cp ${container}:${parent}/$f ${into}; done`,
          `docker rm ${container}`,
        ),
        host: unpacked,
      };
    case 'quiet-id':
      return { groups: [[`id=$(docker create ${image})`, `docker cp $id:${source} ${host}`, 'docker rm $id']], host };
    case 'run-name':
      return {
        groups: single(
          `docker run --name ${container} ${image} true`,
          `docker cp ${container}:${source} ${host}`,
          `docker rm -f ${container}`,
        ),
        host,
      };
    default:
      return {
        groups: single(
          `docker create --name ${container} ${image}`,
          `docker cp ${container}:${source} ${target}`,
          `docker rm ${container}`,
        ),
        host,
      };
  }
}

/** Through a mount or a pipe. */
function writeStream(placed: Placed, given: FetchSetting): Fetched {
  const { artifact: each, taken: how, path } = placed;
  const { image, index, host } = given;
  const { into, unpacked, mounted } = findInto(placed, given);
  const parent = path.slice(0, path.lastIndexOf('/')) || '/';
  const packed = `docker run --rm ${image} tar -cf - -C ${parent} ${each.name} | tar -xf - -C ${into}`;
  switch (how.idiom) {
    case 'mount':
      return {
        groups: single(`docker run --rm -v "$PWD/${mounted}:/target" ${image} cp -r ${path} /target/${host.split('/').at(-1)}`),
        host: into === '.' ? `mounted/${host}` : host,
      };
    case 'cat':
      return each.kind === 'directory'
        ? { groups: single(packed), host: unpacked }
        : { groups: single(`docker run --rm ${image} cat ${path} > ${host}`), host };
    case 'tar':
      return { groups: single(packed), host: unpacked };
    default:
      return {
        groups: single(
          `docker create --name box${index} ${image}`,
          `docker cp box${index}:${path} - | tar -xf - -C ${into}`,
          `docker rm box${index}`,
        ),
        host: unpacked,
      };
  }
}

/** What is made when a container runs, or comes from an image that nobody builds here. */
function writeWork(placed: Placed, given: FetchSetting): Fetched {
  const { artifact: each, taken: how } = placed;
  const { image, index, host } = given;
  const container = `box${index}`;
  const { mounted } = findInto(placed, given);
  const kept = each.kind === 'directory' ? each.name : host;
  switch (how.idiom) {
    case 'commit':
      return {
        groups: single(
          `docker run --name ${container} ${image} sh -c "echo more > /more"`,
          `docker commit ${container} acme/filled:${index}`,
          `docker rm ${container}`,
          `docker create --name ${container} acme/filled:${index}`,
          `docker cp ${container}:${findSource(placed)} ${host}`,
          `docker rm ${container}`,
        ),
        host,
      };
    case 'external':
      return {
        groups: single(
          `docker create --name ${container} nginx:1.21`,
          `docker cp ${container}:/etc/stand-in ${kept}`,
          `docker rm ${container}`,
        ),
        host: kept,
      };
    case 'work-mount':
      return {
        groups: single(
          `docker run --rm -v "$PWD/${mounted}:/made" -w /made -u 0 ${image} sh -c "echo ${each.name} > ${each.name}"`,
        ),
        host: `${mounted}/${each.name}`,
      };
    case 'source-mount':
      return {
        groups: single(`docker run --rm -v "$(pwd):/work" -w /work -e CGO_ENABLED=0 golang:1.16 go build -o ${each.name} .`),
        host: each.name,
      };
    default:
      return {
        groups: single(
          `docker run --name ${container} -e MODE=fast ${image} sh -c "mkdir -p /made && echo ${each.name} > /made/${each.name}"`,
          `docker cp ${container}:/made/${each.name} ${host}`,
          `docker rm ${container}`,
        ),
        host,
      };
  }
}

/** A command that is none of the round trip, and that may need what the round trip leaves. */
function writeBetween({ between }: TakeUp, host: string, index: number): readonly (readonly string[])[] {
  const at = host.lastIndexOf('/');
  const directory = at === -1 ? '.' : host.slice(0, at);
  switch (between) {
    case 'none':
      return [];
    case 'enter':
      return directory === '.' ? [['cd docs', 'ls', 'cd ..']] : [[`cd ${directory}`, 'ls', 'cd ..']];
    case 'look':
      return [[`ls -l ${host}`]];
    case 'write-beside':
      return [[`echo 1.2 > ${directory}/version${index}`]];
    case 'copy-beside':
      return [[`cp keep.txt ${directory}/beside${index}`]];
    case 'test':
      return [[`test -e ${host}`]];
    case 'spare':
      return [[`cp -r ${host} spare${index}`]];
    case 'stamp':
      return [[`echo stamp > stamp${index}`]];
    case 'condition':
      return [[`if [ -d docs ]; then echo documented; fi`]];
    case 'repeat':
      return [[`for each in one two; do echo $each; done`]];
  }
}

function writeCopy(each: Artifact, { form, idiom }: TakeUp, host: string): readonly string[] {
  const base = host.split('/').at(-1) ?? host;
  const isDirectory = each.kind === 'directory' && !/^(?:work|work-mount|source-mount|external)$/.test(idiom);
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
      return host.includes('/') || isDirectory ? [`COPY ${host} /app/x`] : [`COPY ${base.slice(0, 2)}* /app/`];
    case 'below':
      return [isDirectory ? `COPY ${host}/sub /app/sub` : `COPY ${host} keep.txt /app/`];
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
