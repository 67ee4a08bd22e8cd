import type { BuildArgument, BuildOption, ImageBuild } from '../../model/build-graph.ts';
import { diagnose } from '../../model/diagnostic.ts';
import { resolveHostPath } from '../../model/host-path.ts';
import { toImageKey } from '../../model/image-name.ts';
import { literal, readText, showValue, toKey, unknown, type Value } from '../../model/value.ts';
import type { Field } from '../expand-word.ts';
import { findReferences } from '../find-references.ts';
import { findTakeUps } from '../find-take-ups.ts';
import { findNextStep, INERT, type Invocation, type Reading } from '../invocation.ts';
import { findBuildPlace } from './build-place.ts';
import { type FlagTable, findLast, type ParsedWords, parseFlags } from './flags.ts';
import { landOutput } from './land-output.ts';

const VALUED =
  'add-host allow annotation attest build-arg build-context builder cache-from cache-to cgroup-parent cpu-period cpu-quota cpu-shares ' +
  'cpuset-cpus cpuset-mems file format iidfile isolation label memory memory-swap metadata-file network no-cache-filter output platform ' +
  'progress provenance sbom secret security-opt shm-size ssh tag target ulimit call volume';
const TABLE: FlagTable = {
  valued: new Set(VALUED.split(' ')),
  short: { f: 'file', t: 'tag', q: 'quiet', o: 'output', c: 'cpu-shares', m: 'memory', D: 'debug', v: 'volume' },
};

/** Options that are read into fields of their own. */
const FIELDS = new Set(['file', 'tag', 'build-arg', 'target']);

/** `docker build -t app -f Dockerfile.build .` in every spelling. */
export function readBuild(invocation: Invocation): Reading {
  const { machine, words, span } = invocation;
  const parsed = parseFlags(words, TABLE);
  // An unquoted `$OPTIONS` may be options, so it is the context only where nothing else can be.
  const context = parsed.operands.find((word) => !isLoose(word)) ?? parsed.operands[0];
  const tags = parsed.flags.flatMap((flag) =>
    flag.name === 'tag' && flag.value ? [{ value: flag.value, span: flag.span }] : [],
  );
  const id = `build:${machine.trace.builds.length}`;
  const place = context && findBuildPlace(invocation, parsed, context.value);
  if (!context || !place) return refuse(invocation, tags, context?.value);
  const loose = parsed.operands.filter((word) => isLoose(word) && word !== context);
  const build = makeBuild(invocation, addLoose(parsed, loose), { id, tags, ...place, contextSpan: context.span });
  machine.trace.builds.push(build);
  for (const tag of tags) machine.tags.set(toImageKey(tag.value), id);
  const idFile = findLast(parsed, 'iidfile')?.value;
  if (idFile) machine.containers.set(`image-file:${resolveHostPath(machine.directory, idFile)}`, id);
  const written = findLast(parsed, 'output')?.value;
  if (written) landOutput(invocation, build, written);
  const isQuiet = parsed.flags.some((flag) => flag.name === 'quiet');
  const output = unknown({ id: `image:${id}`, expression: 'the image', reason: 'the engine chooses its id', canBeEmpty: false }, [
    span,
  ]);
  return { effect: { kind: 'build', image: id }, ...(isQuiet ? { output } : {}) };
}

/** An unknown word that may be no word, or several. Variables of a file such as a Makefile are put in before a shell splits words. */
function isLoose({ canSplit, value: { pieces } }: Field): boolean {
  const [only, ...more] = pieces;
  return only?.kind === 'unknown' && more.length === 0 && (canSplit || only.id.startsWith('host:'));
}

/** Options nobody can read are options of the build all the same: `$OPTIONS`, `"$@"`. */
function addLoose(parsed: ParsedWords, loose: readonly Field[]): ParsedWords {
  const flags = loose.map(({ value, span }) => ({ name: showValue(value), value, span, valueSpan: undefined }));
  return { ...parsed, flags: [...parsed.flags, ...flags] };
}

type Named = Pick<ImageBuild, 'id' | 'tags' | 'context' | 'dockerfile' | 'fileSpan' | 'contextSpan' | 'isStreamed' | 'notes'>;

function makeBuild({ machine, span, verb }: Invocation, parsed: ParsedWords, named: Named): ImageBuild {
  const target = findLast(parsed, 'target');
  const args = parsed.flags.filter((flag) => flag.name === 'build-arg').flatMap((flag) => readArgument(flag.value, flag.span));
  const options = parsed.flags
    .filter((flag) => !FIELDS.has(flag.name))
    .map(({ name, value, span: at }): BuildOption => ({ name, value, span: at }));
  const name = target?.value && readText(target.value);
  const stages = named.dockerfile.stages;
  const wanted = stages.findIndex((stage) => stage.alias !== undefined && stage.alias.toLowerCase() === name?.toLowerCase());
  const build: ImageBuild = {
    ...named,
    step: findNextStep(machine),
    verb: verb ?? span,
    directory: machine.directory,
    arguments: args,
    target: target?.value && { value: target.value, span: target.span },
    options,
    finalStage: target && wanted !== -1 ? wanted : stages.length - 1,
    takeUps: [],
    references: [],
    files: new Map(machine.files),
    provenance: [span],
  };
  return { ...build, takeUps: findTakeUps(machine, build), references: findReferences(machine, build) };
}

/** `NAME=value`, or `NAME` alone for the value it has in the environment. */
function readArgument(value: Value | undefined, span: BuildArgument['span']): readonly BuildArgument[] {
  const [first, ...rest] = value?.pieces ?? [];
  if (!value || first?.kind !== 'literal') return [];
  const at = first.text.indexOf('=');
  if (at === -1) return [{ name: first.text, value: undefined, span }];
  const tail = first.text.slice(at + 1);
  const pieces = tail === '' ? rest : [{ kind: 'literal' as const, text: tail }, ...rest];
  return [{ name: first.text.slice(0, at), value: { pieces, provenance: value.provenance }, span }];
}

/** A build that cannot be followed still gives its tags an image, of which nothing is known. */
function refuse({ machine, span }: Invocation, tags: readonly { readonly value: Value }[], context: Value | undefined): Reading {
  const id = `unread:${machine.trace.executed}`;
  machine.trace.externals.push({ id, name: tags[0]?.value ?? literal('', [span]) });
  for (const tag of tags) machine.tags.set(toImageKey(tag.value), id);
  if (!context) return INERT;
  const isRemote = toKey(context) === '-' || /^(?:https?:|git)/.test(toKey(context));
  if (isRemote) {
    const message = `the context \`${showValue(context)}\` is not a directory of the repository, so this build is left alone`;
    machine.trace.diagnostics.push(diagnose('context/not-a-directory', 'info', message, { span }));
  }
  return { effect: { kind: 'use', verb: 'build', images: [], containers: [] } };
}
