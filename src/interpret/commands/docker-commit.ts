import type { Container, ImageBuild } from '../../model/build-graph.ts';
import { diagnose } from '../../model/diagnostic.ts';
import { toImageKey } from '../../model/image-name.ts';
import { literal, readText, unknown } from '../../model/value.ts';
import { inventDockerfile } from '../container/invent-dockerfile.ts';
import { findContainer } from '../images.ts';
import { findNextStep, INERT, type Invocation, type Reading } from '../invocation.ts';
import { type FlagTable, type ParsedWords, parseFlags } from './flags.ts';

const TABLE: FlagTable = {
  valued: new Set(['author', 'change', 'message']),
  short: { a: 'author', c: 'change', m: 'message', p: 'pause' },
};

/**
 * `docker commit box app`: makes an image of what a container holds. It is read as the build of a Dockerfile that does the same: `FROM` its
 * image, what its work did, what was copied into it, and how it was started (FACTS: the command and settings of the container become the
 * image's).
 */
export function readCommit(invocation: Invocation): Reading {
  const { machine, words } = invocation;
  const parsed = parseFlags(words, TABLE);
  const [subject, name] = parsed.operands;
  const id = subject && findContainer(machine, subject.value);
  const container = machine.trace.containers.find((item) => item.id === id);
  if (!subject || !container) return INERT;
  const changes = parsed.flags.flatMap(({ name: flag, value }) => (flag === 'change' ? [value && readText(value)] : []));
  const problem = parsed.flags.some((flag) => flag.name === 'author') ? 'it names an author' : undefined;
  const invented = problem ?? inventDockerfile(invocation, container, { changes, name: name && readText(name.value) });
  if (typeof invented === 'string') return refuse(invocation, container, { parsed, problem: invented });
  return addBuild(invocation, container, { parsed, invented });
}

interface Committed {
  readonly parsed: ParsedWords;
  readonly invented: Pick<ImageBuild, 'dockerfile' | 'takeUps' | 'references' | 'notes'>;
}

function addBuild(
  { machine, span, verb = span, group, words }: Invocation,
  container: Container,
  { parsed, invented }: Committed,
): Reading {
  const id = `build:${machine.trace.builds.length}`;
  const [, name] = parsed.operands;
  const file = name && machine.project.files.get(name.span.file)?.text;
  const tag = name && file?.slice(name.span.start, name.span.end);
  machine.trace.builds.push({
    ...invented,
    id,
    step: findNextStep(machine),
    verb,
    directory: machine.directory,
    context: '',
    contextSpan: undefined,
    fileSpan: undefined,
    isStreamed: false,
    tags: name ? [{ value: name.value, span: name.span }] : [],
    arguments: [],
    target: undefined,
    options: [],
    finalStage: 0,
    files: new Map(machine.files),
    instead: {
      container: container.id,
      start: (group ?? verb).start,
      end: words.at(-1)?.span.end ?? span.end,
      text: tag === undefined ? 'build -q' : `build -t ${tag}`,
    },
    provenance: [span],
  });
  if (name) machine.tags.set(toImageKey(name.value), id);
  const expression = { id: `image:${id}`, expression: 'the image', reason: 'the engine chooses its id', canBeEmpty: false };
  return { effect: { kind: 'build', image: id }, ...(name ? {} : { output: unknown(expression, [span]) }) };
}

/** An image of which nothing is known, under the name that it gets. */
function refuse(
  { machine, span }: Invocation,
  container: Container,
  { parsed, problem }: { readonly parsed: ParsedWords; readonly problem: string },
): Reading {
  const [, name] = parsed.operands;
  const id = `unread:${machine.trace.executed}`;
  machine.trace.externals.push({ id, name: name?.value ?? literal('', [span]) });
  if (name) machine.tags.set(toImageKey(name.value), id);
  const message = `what this makes of the container cannot be written as a Dockerfile: ${problem}`;
  const help = 'write a Dockerfile for this image, and build it in place of the commit';
  // Where something of another image was copied in, the pattern is there, and nothing else tells of it.
  const copies = machine.trace.setups.get(container.id)?.copies ?? [];
  const severity = copies.some(({ taken }) => taken.kind === 'artifact') ? 'error' : 'warning';
  machine.trace.diagnostics.push(diagnose('image/committed', severity, message, { span, help }));
  return { effect: { kind: 'use', verb: 'commit', images: [], containers: [container.id] } };
}
