import { diagnose } from '../../model/diagnostic.ts';
import { toImageKey } from '../../model/image-name.ts';
import type { ComposeService } from '../../parse/compose-file.ts';
import { readCreate, readRun } from '../commands/docker-create.ts';
import { type FlagTable, type ParsedWords, parseFlags } from '../commands/flags.ts';
import { readUnknownCommand } from '../commands/unknown-command.ts';
import type { Field } from '../expand-word.ts';
import type { Invocation, Reading } from '../invocation.ts';
import { buildService, inDirectory } from './build-service.ts';
import { type ComposeProject, findService, keyContainer, nameImage } from './compose-project.ts';
import { makeOption, makeWord, repeatFlag } from './words.ts';

/** `docker compose run` (docker compose run reference). */
const RUN: FlagTable = {
  valued: new Set([
    'cap-add',
    'cap-drop',
    'entrypoint',
    'env',
    'env-from-file',
    'label',
    'name',
    'publish',
    'pull',
    'user',
    'volume',
    'workdir',
  ]),
  short: {
    d: 'detach',
    e: 'env',
    i: 'interactive',
    l: 'label',
    p: 'publish',
    P: 'service-ports',
    q: 'quiet',
    T: 'no-TTY',
    u: 'user',
    v: 'volume',
    w: 'workdir',
  },
  stopsAtOperand: true,
};
/** Of these, those that only compose has. */
const OWN = new Set([
  'build',
  'no-deps',
  'no-TTY',
  'service-ports',
  'use-aliases',
  'quiet',
  'quiet-build',
  'quiet-pull',
  'remove-orphans',
  'pull',
]);

/** `docker compose run --rm builder make`: a container of its own, which no other command of compose finds. */
export function runService(invocation: Invocation, project: ComposeProject): Reading {
  const parsed = parseFlags(invocation.words, RUN);
  const [name, ...command] = parsed.operands;
  const service = findNamed(project, name);
  if (!service) return readUnknownCommand(invocation);
  const isBuilt = parsed.flags.some((flag) => flag.name === 'build');
  return startService(invocation, project, service, { kind: 'run', parsed, command, isBuilt }) ?? readUnknownCommand(invocation);
}

/** `docker compose create builder`, `docker compose up -d builder`: the container that other commands of compose find. */
export function makeContainer(
  invocation: Invocation,
  project: ComposeProject,
  service: ComposeService,
  { kind, isBuilt }: { readonly kind: 'create' | 'run'; readonly isBuilt: boolean },
): Reading | undefined {
  const { machine } = invocation;
  const first = machine.trace.containers.length;
  const parsed = { flags: [], operands: [] };
  const reading = startService(invocation, project, service, { kind, parsed, command: [], isBuilt });
  const container = machine.trace.containers[first];
  if (reading && container) {
    machine.containers.set(keyContainer(project, service.name), container.id);
    if (service.containerName !== undefined) machine.containers.set(service.containerName, container.id);
  }
  return reading;
}

interface Start {
  readonly kind: 'create' | 'run';
  /** What the command adds to the service's own settings. */
  readonly parsed: ParsedWords;
  readonly command: readonly Field[];
  readonly isBuilt: boolean;
}

/** What `docker run` does with the same settings; `undefined` where those cannot be told. */
function startService(
  invocation: Invocation,
  project: ComposeProject,
  service: ComposeService,
  { kind, parsed, command, isBuilt }: Start,
): Reading | undefined {
  const { machine, span } = invocation;
  const hasPaths = parsed.flags.some((flag) => flag.name === 'volume');
  const problem = service.runProblem ?? (hasPaths && machine.directory !== project.directory ? 'it starts elsewhere' : undefined);
  if (problem !== undefined) {
    const message = `compose runs \`${service.name}\` in a way that is not followed: ${problem}`;
    const related = [{ message: 'the service', span: service.span }];
    const help = 'write the values out in the compose file, or call `docker run` for this';
    machine.trace.diagnostics.push(diagnose('flow/compose', 'warning', message, { span, related, help }));
    return undefined;
  }
  const image = nameImage(project, service, span);
  const isMissing = !machine.tags.has(toImageKey(image));
  if ((service.build || service.buildProblem !== undefined) && (isBuilt || isMissing)) buildService(invocation, project, service);
  const own = command.length > 0 ? command : service.command.map((text) => makeWord(text, span, service.span));
  const words = [
    ...service.options.map(({ name, value }) =>
      makeOption(name, { pieces: [{ kind: 'literal', text: value.text }], provenance: [span, value.span] }, span),
    ),
    ...parsed.flags.filter((flag) => !OWN.has(flag.name)).map(repeatFlag),
    { value: image, span, canSplit: false, isGlob: false },
    ...own,
  ];
  const read = kind === 'run' ? readRun : readCreate;
  return inDirectory(machine, project.directory, () => read({ ...invocation, name: kind, words }));
}

/** The service that a word names. */
export function findNamed(project: ComposeProject, word: Field | undefined): ComposeService | undefined {
  const [piece, ...more] = word?.value.pieces ?? [];
  return piece?.kind === 'literal' && more.length === 0 ? findService(project, piece.text) : undefined;
}
