import type { ContainerCommand } from '../../model/container-run.ts';
import { diagnose } from '../../model/diagnostic.ts';
import { findBelow, normalise } from '../../model/host-path.ts';
import { quoteWord } from '../../model/quote-word.ts';
import type { Span } from '../../model/span.ts';
import { literal, readText, showValue } from '../../model/value.ts';
import { readBuild } from '../commands/docker-build.ts';
import { type FlagTable, parseFlags } from '../commands/flags.ts';
import type { Field } from '../expand-word.ts';
import type { Invocation, Reading } from '../invocation.ts';
import type { Machine } from '../machine.ts';
import type { Emission } from './split-work.ts';

/** A build that a container has the engine of the host do: `docker run -v /var/run/docker.sock:/var/run/docker.sock builder`. */
export type InnerBuild = Extract<Emission, { readonly kind: 'build' }> & { readonly image: string };

/**
 * Does such a build as if the container had packed the directory for it: `docker run builder tar -C /app -c . | docker build -t app -`.
 * `undefined` where its words, or its Dockerfile in the image, cannot be told.
 */
export function buildInside(
  invocation: Invocation,
  { words, directory, image }: InnerBuild,
  container: string,
): Reading | undefined {
  const { machine, span, verb, group, words: outer } = invocation;
  const field = (text: string): Field => ({ value: literal(text, [span]), span, canSplit: false, isGlob: false });
  const spelled = spellBuild(words.map(field), directory);
  if (!spelled || !verb || invocation.redirections.length > 0) return undefined;
  const { pipe, builds, diagnostics } = machine.trace;
  const told = diagnostics.length;
  const before = pipe.input;
  pipe.input = {
    kind: 'archive',
    image,
    step: machine.trace.steps.length,
    members: [{ from: spelled.context, name: '' }],
  };
  const count = builds.length;
  const reading = readBuild({ ...invocation, words: spelled.words.map(field) });
  pipe.input = before;
  const build = builds[count];
  if (!build) {
    diagnostics.length = told;
    return undefined;
  }
  const end = outer.at(-1)?.span.end ?? span.end;
  const text = ['build', ...spelled.options.map(quoteWord)].join(' ');
  builds[count] = {
    ...build,
    contextSpan: undefined,
    fileSpan: undefined,
    instead: { container, start: (group ?? verb).start, end, text },
  };
  return reading;
}

/** Whether a command has an image built. */
export function mentionsBuild(command: ContainerCommand | undefined): boolean {
  const words = command?.kind === 'text' ? [command.text] : (command?.words ?? []);
  return /\bdocker\s+(?:buildx\s+)?build\b/.test(words.map(showValue).join(' '));
}

/** Says that a build is not followed. */
export function tellInnerBuild(machine: Machine, span: Span): void {
  const message = 'this container builds an image itself, in a way that cannot be followed';
  const help = 'spell the command out, or move the `docker build` into the script';
  machine.trace.diagnostics.push(diagnose('flow/inner-build', 'error', message, { span, help }));
}

interface SpelledBuild {
  /** For the reader of builds, with the context on standard input. */
  readonly words: readonly string[];
  /** The same options for the script, without the Dockerfile. */
  readonly options: readonly string[];
  /** Absolute path in the container. */
  readonly context: string;
}

const BUILD: FlagTable = {
  valued: new Set('tag file build-arg target label network platform cache-from add-host memory ulimit shm-size'.split(' ')),
  short: { t: 'tag', f: 'file', m: 'memory', q: 'quiet' },
};

/** Takes the words behind `docker build` apart; `undefined` where its context is no directory of the container. */
function spellBuild([, ...fields]: readonly Field[], directory: string): SpelledBuild | undefined {
  const { flags, operands } = parseFlags(fields, BUILD);
  const [context] = operands;
  const only = context && readText(context.value);
  if (only === undefined || operands.length > 1 || only === '-' || /:\/\/|^git@/.test(only)) return undefined;
  const root = place(directory, only);
  const file = flags.findLast(({ name }) => name === 'file')?.value;
  const name = file && findBelow(root, place(directory, readText(file) ?? ''));
  if (file && name === undefined) return undefined;
  const options = flags.flatMap(({ name: flag, value }) => {
    if (flag === 'file') return [];
    return [flag === 'tag' ? '-t' : `${flag.length === 1 ? '-' : '--'}${flag}`, ...(value ? [readText(value) ?? ''] : [])];
  });
  return { words: [...options, ...(name === undefined ? [] : ['-f', name]), '-'], options, context: root };
}

function place(directory: string, path: string): string {
  return `/${normalise(path.startsWith('/') ? path : `${directory}/${path}`)}`;
}
