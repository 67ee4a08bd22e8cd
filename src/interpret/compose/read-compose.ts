import { diagnose } from '../../model/diagnostic.ts';
import { readText, unknown, type Value } from '../../model/value.ts';
import type { ComposeService } from '../../parse/compose-file.ts';
import { readRemoveContainer, readUseContainer } from '../commands/docker-container.ts';
import { readCopy } from '../commands/docker-cp.ts';
import { type FlagTable, type ParsedWords, parseFlags } from '../commands/flags.ts';
import { readUnknownCommand } from '../commands/unknown-command.ts';
import type { Field } from '../expand-word.ts';
import { findImage, isBuiltName } from '../images.ts';
import { INERT, type Invocation, type Reading } from '../invocation.ts';
import { buildService } from './build-service.ts';
import { type ComposeProject, findProject, findService, keyContainer, listServices, nameImage } from './compose-project.ts';
import { findNamed, makeContainer, runService } from './run-service.ts';
import { repeatFlag } from './words.ts';

const GLOBAL: FlagTable = {
  valued: new Set([
    'file',
    'project-name',
    'project-directory',
    'profile',
    'env-file',
    'ansi',
    'parallel',
    'progress',
    'log-level',
    'host',
    'context',
  ]),
  short: { f: 'file', p: 'project-name', H: 'host', c: 'context' },
  stopsAtOperand: true,
};
const PLAIN: FlagTable = {
  valued: new Set([
    'timeout',
    'scale',
    'signal',
    'index',
    'build-arg',
    'memory',
    'progress',
    'ssh',
    'pull',
    'exit-code-from',
    'filter',
    'format',
    'status',
  ]),
  short: {
    t: 'timeout',
    m: 'memory',
    s: 'signal',
    q: 'quiet',
    f: 'force',
    v: 'volumes',
    d: 'detach',
    a: 'archive',
    L: 'follow-link',
  },
};

/** Verbs that concern neither images nor files of the pattern. `down` and `rm` of what is not there do nothing. */
const IDLE = new Set([
  'pull',
  'config',
  'convert',
  'version',
  'ls',
  'images',
  'top',
  'port',
  'events',
  'down',
  'stats',
  'help',
  'wait',
  'stop',
  'kill',
  'pause',
  'unpause',
]);

/** Reads `docker compose …` and `docker-compose …` as the `docker` commands that they come to, by what the compose files say. */
export function readCompose(invocation: Invocation): Reading {
  const { machine, span } = invocation;
  const { flags, operands } = parseFlags(invocation.words, GLOBAL);
  const [first, ...rest] = operands;
  const verb = first && readText(first.value);
  const call = {
    ...invocation,
    name: `docker compose ${verb ?? ''}`.trim(),
    words: rest,
    ...(first ? { verb: first.span } : {}),
  };
  if (!verb || IDLE.has(verb)) return verb === undefined && first ? readUnknownCommand(call) : INERT;
  const values = (name: string): readonly Value[] =>
    flags.flatMap((flag) => (flag.name === name && flag.value ? [flag.value] : []));
  const isElsewhere = values('project-directory').length > 0 || values('env-file').length > 0;
  const project = isElsewhere
    ? undefined
    : findProject(machine, { files: values('file'), name: values('project-name').at(-1), span });
  return (project && dispatch(call, project, verb)) ?? readStranger(call);
}

/** A command of compose of which the files do not tell what it does. */
function readStranger(invocation: Invocation): Reading {
  const { machine, span } = invocation;
  const message =
    'what compose does here is not followed: its files are not there, say different things of one service, or do not know it';
  const help = 'name one compose file with all that the service needs, or call `docker build` and `docker run` for this';
  machine.trace.diagnostics.push(diagnose('flow/compose', 'info', message, { span, help }));
  return readUnknownCommand(invocation);
}

function dispatch(invocation: Invocation, project: ComposeProject, verb: string): Reading | undefined {
  const parsed = parseFlags(invocation.words, PLAIN);
  switch (verb) {
    case 'build':
      return readBuilds(invocation, project, parsed);
    case 'run':
      return runService(invocation, project);
    case 'create':
    case 'up':
    case 'start':
      return readContainers(invocation, project, { verb, parsed });
    case 'cp':
      return readCopy({ ...invocation, words: invocation.words.map((word) => nameContainer(invocation, project, word)) });
    case 'ps':
      return readList(invocation, project, parsed);
    case 'push':
      return { effect: { kind: 'use', verb: 'compose push', images: findImages(invocation, project, parsed), containers: [] } };
    case 'rm':
      return readRemoval(invocation, project, parsed);
    case 'exec':
    case 'logs':
    case 'restart':
      return needContainer(invocation, project);
    default:
      return undefined;
  }
}

/** The services that words name, or all; `undefined` where one of them is none that is known. */
function findServices(project: ComposeProject, { operands }: ParsedWords): readonly ComposeService[] | undefined {
  const found =
    operands.length > 0
      ? operands.map((word) => findNamed(project, word))
      : listServices(project).map((name) => findService(project, name));
  return found.every((service) => service !== undefined) ? found : undefined;
}

/** `docker compose build builder`. One command that builds several images is needed as long as one of them is. */
function readBuilds(invocation: Invocation, project: ComposeProject, parsed: ParsedWords): Reading | undefined {
  const services = findServices(project, parsed)?.filter(({ build, buildProblem }) => build || buildProblem !== undefined);
  if (!services) return undefined;
  const given = parsed.flags.filter(({ name }) => name === 'build-arg').map(repeatFlag);
  const images = services.flatMap((service) => buildService(invocation, project, service, given) ?? []);
  const [image, ...more] = images;
  if (image !== undefined && more.length === 0 && services.length === 1) return { effect: { kind: 'build', image } };
  return { effect: { kind: 'use', verb: 'compose build', images, containers: [] } };
}

function readContainers(
  invocation: Invocation,
  project: ComposeProject,
  { verb, parsed }: { readonly verb: string; readonly parsed: ParsedWords },
): Reading | undefined {
  const { machine } = invocation;
  const services = findServices(project, parsed);
  const has = (name: string): boolean => parsed.flags.some((flag) => flag.name === name);
  const isStarted = verb !== 'create' && !has('no-start');
  const [only, ...more] = services ?? [];
  if (!services || !only) return undefined;
  if (verb === 'start') return INERT;
  const options = { kind: isStarted ? 'run' : 'create', isBuilt: has('build') } as const;
  const first = machine.trace.builds.length;
  const readings = services.map((service) => makeContainer(invocation, project, service, options));
  if (more.length === 0) return readings[0];
  const containers = services.flatMap(({ name }) => machine.containers.get(keyContainer(project, name)) ?? []);
  const images = machine.trace.builds.slice(first).map(({ id }) => id);
  return { effect: { kind: 'use', verb: `compose ${verb}`, images, containers } };
}

/** `builder:/app` with the container that the service has in place of its name. */
function nameContainer({ machine, span }: Invocation, project: ComposeProject, word: Field): Field {
  const [first, ...rest] = word.value.pieces;
  const [, name, path] = first?.kind === 'literal' ? (/^([\w.-]+)(:.*)$/s.exec(first.text) ?? []) : [];
  const id = name === undefined ? undefined : machine.containers.get(keyContainer(project, name));
  if (id === undefined || path === undefined) return word;
  const pieces = [...nameId(id, span).pieces, { kind: 'literal' as const, text: path }, ...rest];
  return { ...word, value: { pieces, provenance: word.value.provenance } };
}

function nameId(id: string, span: Invocation['span']): Value {
  return unknown({ id, expression: 'the container', reason: 'the engine chooses it', canBeEmpty: false }, [span]);
}

/** `docker compose ps -q builder`: prints the container's id. */
function readList({ machine, span }: Invocation, project: ComposeProject, { flags, operands }: ParsedWords): Reading {
  const service = findNamed(project, operands[0]);
  const id = service && machine.containers.get(keyContainer(project, service.name));
  const isQuiet = flags.some(({ name }) => name === 'quiet');
  return isQuiet && id !== undefined && operands.length === 1 ? { ...INERT, output: nameId(id, span) } : INERT;
}

function findImages({ machine, span }: Invocation, project: ComposeProject, parsed: ParsedWords): readonly string[] {
  const names = (findServices(project, parsed) ?? []).map((service) => nameImage(project, service, span));
  return names.flatMap((name) => (isBuiltName(machine, name) ? [findImage(machine, name)] : []));
}

function readRemoval(invocation: Invocation, project: ComposeProject, { operands }: ParsedWords): Reading {
  const { machine, span } = invocation;
  const words = operands.flatMap((word): readonly Field[] => {
    const service = findNamed(project, word);
    const id = service && machine.containers.get(keyContainer(project, service.name));
    return id === undefined ? [] : [{ ...word, value: nameId(id, span) }];
  });
  return words.length === 0 ? INERT : readRemoveContainer({ ...invocation, words });
}

function needContainer(invocation: Invocation, project: ComposeProject): Reading | undefined {
  const { machine, span, words } = invocation;
  const at = words.findIndex((word) => findNamed(project, word) !== undefined);
  const service = findNamed(project, words[at]);
  const id = service && machine.containers.get(keyContainer(project, service.name));
  const word = words[at];
  if (id === undefined || !word) return undefined;
  return readUseContainer({ ...invocation, words: [{ ...word, value: nameId(id, span) }] });
}
