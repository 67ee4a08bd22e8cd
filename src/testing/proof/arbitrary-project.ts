import type fc from 'fast-check';
import { type Shape, shape } from './generated/shape.ts';
import { findPath, writeBuilder, writeOutput, writePrinter } from './generated/write-builder.ts';
import { writeCommit } from './generated/write-commit.ts';
import { type HostFile, writeHost } from './generated/write-host.ts';
import { type Placed, type WrittenTakeUp, writeTakeUp } from './generated/write-take-up.ts';
import type { ModelFiles } from './model/run-project.ts';

/** A repository with the builder pattern. */
export interface GeneratedProject {
  readonly files: ModelFiles;
  /** The file that holds the commands: a shell script, a Makefile, `package.json`, or one of a CI system. */
  readonly script: string;
  /** The image that the script is for. */
  readonly image: string;
}

/** Repositories with the builder pattern: hosts, producers, idioms, path shapes, ignore files, arguments, owners and noise. */
export const arbitraryProject: fc.Arbitrary<GeneratedProject> = shape.map(writeProject);

type Groups = readonly (readonly string[])[];

function writeProject(given: Shape): GeneratedProject {
  const files: Record<string, { text: string; mode: number }> = {};
  const add = (path: string, text: string, mode = 0o644) => {
    files[path] = { text, mode };
  };
  const context = given.style.subdirectory && given.builder.file.startsWith('build/') ? 'build' : '.';
  add('main.go', 'package main\n');
  add('docs/readme.md', 'read me\n');
  add('keep.txt', 'kept\n');
  if (context === 'build') add('build/main.go', 'package build\n');
  if (given.ignore.length > 0) add('.dockerignore', `${given.ignore.join('\n')}\n`);
  const groups = given.style.piped ? writePiped(given, add) : writeSteps(given, context, add);
  const variables: Readonly<Record<string, string>> = given.style.variable ? { IMAGE: 'acme/app' } : {};
  const host = given.host === 'shell' ? writeScript(given, groups, variables) : writeHost(given.host, groups, variables);
  add(host.path, host.text, host.mode);
  return { files, script: host.path, image: 'acme/app:latest' };
}

/** `docker run builder | docker build -`. */
function writePiped(given: Shape, add: (path: string, text: string) => void): Groups {
  const name = given.style.variable ? '$IMAGE' : 'acme/app';
  const artifacts = given.artifacts.map((each) => ({ ...each, path: findPath(given, each.artifact) }));
  add(given.builder.file, writePrinter(given, artifacts));
  const copies = artifacts.map(({ artifact }) => `COPY ${artifact.name} /app/${artifact.name}`);
  add(given.runtime.file, `${[...writeRuntimeHead(given, given.runtime.base), ...copies].join('\n')}\n`);
  return [
    [given.noise[0] ?? 'echo start'],
    [`docker build -t ${name}:build${given.builder.argument ? ' --build-arg VERSION=7' : ''} -f ${given.builder.file} .`],
    [`docker run --rm ${name}:build | docker build -t ${name}:latest${given.runtime.argument ? ' --build-arg VERSION=8' : ''} -`],
  ];
}

function writeSteps(given: Shape, context: string, add: (path: string, text: string) => void): Groups {
  const { style, builder, runtime } = given;
  const name = style.variable ? '$IMAGE' : 'acme/app';
  const guard = style.guard ? ' || exit 1' : '';
  const args = builder.argument ? ' --build-arg VERSION=7' : '';
  const isChained = (part: string) => style.chain === part || style.chain === 'both';
  const groups: (readonly string[])[] = [[given.noise[0] ?? 'echo start']];
  if (style.chain !== 'none') {
    add('Dockerfile.base', `FROM ${isChained('builder') ? builder.base : 'alpine:3.14'}\nRUN mkdir -p /opt/base\nENV LEVEL=1\n`);
    groups.push([`docker build -t acme/base:1 -f Dockerfile.base .${guard}`]);
  }
  const artifacts = given.artifacts.map((each) => ({ ...each, path: findPath(given, each.artifact) }));
  const first = artifacts.filter((_, index) => !style.producers || index % 2 === 0);
  const second = artifacts.filter((each) => !first.includes(each));
  const base = isChained('builder') ? 'acme/base:1' : builder.base;
  add(builder.file, writeBuilder(given, base, first));
  groups.push([`docker build -t ${name}:build${args} -f ${builder.file} ${context}${guard}`]);
  if (second.length > 0) {
    add('Dockerfile.more', writeBuilder({ ...given, builder: { ...builder, user: undefined } }, builder.base, second));
    groups.push([`docker build -t ${name}:more${args} -f Dockerfile.more .${guard}`]);
  }
  const written = artifacts.map((each, index) =>
    writeTakeUp(each, { image: `${name}:${second.includes(each) ? 'more' : 'build'}`, index }),
  );
  groups.push(...written.flatMap((each) => each.groups));
  for (const [index, each] of artifacts.entries())
    if (each.taken.idiom === 'output') add(`Dockerfile.out${index}`, writeOutput(given, builder.base, each));
  if (style.pushes === 'builder') groups.push([`docker push ${name}:build`]);
  groups.push(...writeSecond(given, isChained('runtime') ? 'acme/base:1' : runtime.base, { name, guard, written, add }));
  if (style.second) {
    add('Dockerfile.tool', writeTool(written));
    groups.push([`docker build -t acme/tool:latest -f Dockerfile.tool .${guard}`]);
  }
  if (given.noise[1] !== undefined) groups.push([given.noise[1]]);
  if (style.pushes !== 'none') groups.push([`docker push ${name}:latest`]);
  if (style.cleans) groups.push(...artifacts.map((each) => [`rm -rf ${findTop(each)}`]));
  return groups;
}

interface Second {
  readonly name: string;
  readonly guard: string;
  readonly written: readonly WrittenTakeUp[];
  readonly add: (path: string, text: string) => void;
}

/** The image that is wanted: built from a Dockerfile, or committed. */
function writeSecond(given: Shape, base: string, { name, guard, written, add }: Second): Groups {
  const { runtime } = given;
  if (given.style.committed)
    return writeCommit(given, { base: base === 'scratch' ? 'alpine:3.14' : base, name: `${name}:latest` }, written);
  add(runtime.file, writeRuntime(given, base, written));
  const file = runtime.file === 'Dockerfile' ? '' : ` -f ${runtime.file}`;
  return [[`docker build -t ${name}:latest${runtime.argument ? ' --build-arg VERSION=8' : ''}${file} .${guard}`]];
}

function findTop({ artifact, taken }: Placed): string {
  return taken.host === 'renamed' ? `copy-${artifact.name} ${artifact.name}` : artifact.name;
}

function writeRuntimeHead({ runtime }: Shape, base: string): readonly string[] {
  const hasTag = runtime.argument && base.startsWith('alpine');
  const user = runtime.user === undefined || base === 'scratch' ? [] : [`USER ${runtime.user}`];
  return [
    ...(hasTag ? ['ARG TAG=3.14', 'FROM alpine:$TAG'] : [`FROM ${base}`]),
    ...(runtime.workdir === undefined ? [] : [`WORKDIR ${runtime.workdir}`]),
    ...user,
    ...(runtime.argument ? ['ARG VERSION=none', 'LABEL version=$VERSION'] : []),
  ];
}

function writeRuntime(given: Shape, base: string, written: readonly WrittenTakeUp[]): string {
  const settings = given.runtime.settings.filter((line) => !(base === 'scratch' && line.startsWith('RUN')));
  const isRun = (line: string) => line.startsWith('RUN');
  return `${[
    ...writeRuntimeHead(given, base),
    ...settings.filter(isRun),
    ...written.flatMap(({ copies }) => copies),
    ...settings.filter((line) => !isRun(line)),
  ].join('\n')}\n`;
}

function writeTool(written: readonly WrittenTakeUp[]): string {
  return `FROM debian:11\nCOPY ${written[0]?.host ?? 'keep.txt'} /opt/tool/\n`;
}

function writeScript({ style }: Shape, groups: Groups, variables: Readonly<Record<string, string>>): HostFile {
  const prefix = style.sudo ? 'sudo ' : '';
  const assigned = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  const lines = [...(style.errexit ? ['set -e'] : []), ...assigned, ...groups.flat()];
  const commands = lines.map((line) => (line.startsWith('docker ') ? prefix + line : line));
  return { path: 'build.sh', text: `#!/bin/sh\n${joinCommands(style, commands)}`, mode: 0o755 };
}

function joinCommands(style: Shape['style'], commands: readonly string[]): string {
  if (style.wraps) return `main() {\n${commands.map((line) => `  ${line}\n`).join('')}}\nmain "$@"\n`;
  const isPlain = !commands.some((line) => line.startsWith('#') || line.includes('||'));
  return style.chained && isPlain ? `${commands.join(' &&\n')}\n` : `${commands.join('\n')}\n`;
}
