import type { BuildNote, HostPath, ImageBuild, ImageId, TakeUp } from '../../model/build-graph.ts';
import { diagnose } from '../../model/diagnostic.ts';
import { type DockerfileTree, isContextCopy } from '../../model/dockerfile.ts';
import {
  FRESH_PATH,
  findBelow,
  hasUnknown,
  isInRepository,
  joinPath,
  normalise,
  resolveHostPath,
  showHostPath,
} from '../../model/host-path.ts';
import { findBasename } from '../../model/project.ts';
import type { Span } from '../../model/span.ts';
import { readText, type Value } from '../../model/value.ts';
import { parseDockerfileFile } from '../../parse/parse-file.ts';
import { changeDirectory, expand, findFactsAt } from '../container/image-facts.ts';
import { unpackStream } from '../container/land-stream.ts';
import { findNextStep, type Invocation, type Stream } from '../invocation.ts';
import type { Machine } from '../machine.ts';
import { findLast, type ParsedWords } from './flags.ts';

/** Where a build takes its files and its Dockerfile from. */
export interface BuildPlace {
  readonly context: HostPath;
  readonly dockerfile: DockerfileTree;
  readonly fileSpan: ImageBuild['fileSpan'];
  /** The context comes through a pipe, from a container. */
  readonly isStreamed: boolean;
  /** What is taken for granted of the context, as sentence fragments. */
  readonly notes?: readonly BuildNote[];
}

/** The context and the Dockerfile, or `undefined` where one of them cannot be read. `-f` is relative to the shell's directory. */
export function findBuildPlace(invocation: Invocation, parsed: ParsedWords, contextValue: Value): BuildPlace | undefined {
  const { machine, span } = invocation;
  const text = readText(contextValue) ?? '';
  const file = findLast(parsed, 'file');
  const input = machine.trace.pipe.input;
  if (text === '-' && input?.kind === 'archive') return findStreamed(invocation, file, input);
  if (text === '-' || /^(?:https?:|git@|git:|ssh:|github\.com\/)/.test(text)) return undefined;
  if (file?.value && readText(file.value) === '-') {
    const message = 'the Dockerfile of this build is read from standard input, so the build is left alone';
    machine.trace.diagnostics.push(diagnose('context/not-a-directory', 'info', message, { span }));
    return undefined;
  }
  const context = resolveHostPath(machine.directory, contextValue);
  const named = file?.value ? resolveHostPath(machine.directory, file.value) : joinPath(context, 'Dockerfile');
  const dockerfile = readDockerfile(machine, findOriginal(machine, named), span);
  return dockerfile && { context, dockerfile, fileSpan: file?.span, isStreamed: false };
}

/** The file of the repository that a path is, or was copied from: `cp Dockerfile "$TEMP"`. */
function findOriginal(machine: Machine, path: HostPath): HostPath {
  const entry = machine.files.get(path);
  return entry?.kind === 'made' && entry.copyOf !== undefined ? entry.copyOf : path;
}

function readDockerfile(machine: Machine, path: HostPath, span: Span): DockerfileTree | undefined {
  if (!isInRepository(path) || hasUnknown(path)) return undefined;
  const source = machine.project.files.get(path);
  if (!source) {
    const message = `\`${showHostPath(path)}\`, which this builds, is not in the repository`;
    const help = 'check the path; restage reads files as a clean checkout has them';
    machine.trace.diagnostics.push(diagnose('file/missing-dockerfile', 'warning', message, { span, help }));
    return undefined;
  }
  const { tree, diagnostics } = parseDockerfileFile(source);
  machine.trace.diagnostics.push(...diagnostics);
  return diagnostics.some((item) => item.severity === 'error') ? undefined : tree;
}

/** `docker run builder | docker build -f Dockerfile.run -`: the members of the archive are the context, the Dockerfile among them. */
function findStreamed(
  invocation: Invocation,
  file: ReturnType<typeof findLast>,
  stream: Stream & { kind: 'archive' },
): BuildPlace | undefined {
  const { machine, span } = invocation;
  const name = normalise((file?.value ? readText(file.value) : 'Dockerfile') ?? '');
  const member = stream.members.find((item) => item.name === name);
  // `tar -C /context .`: the whole directory, with the Dockerfile in it.
  const whole = stream.members.find((item) => item.name === '');
  const from = member?.from ?? (whole && joinPath(whole.from, name));
  const path = from === undefined ? undefined : findCopied(machine, stream.image, from);
  const dockerfile = path === undefined ? undefined : readDockerfile(machine, path, span);
  if (!dockerfile || (!member && takesWhole(dockerfile))) return undefined;
  const context = `\0${FRESH_PATH}context:${findNextStep(machine)}\0`;
  machine.files.set(context, { kind: 'directory', base: 'empty', spills: [], step: findNextStep(machine) });
  unpackStream(invocation, { ...stream, members: stream.members.filter((item) => item !== member) }, context);
  const hidden = joinPath(whole?.from ?? '', '.dockerignore');
  const statement = `\`${hidden}\` is not in the image that the context comes from`;
  const notes: readonly BuildNote[] = whole && !member ? [{ kind: 'context', statement }] : [];
  return { context, dockerfile, fileSpan: file?.span, isStreamed: true, notes };
}

/** Whether a copy takes up the whole context, and so the Dockerfile that a container packed with the rest. */
function takesWhole({ instructions }: DockerfileTree): boolean {
  return instructions
    .filter(isContextCopy)
    .some(({ operands }) => operands.slice(0, -1).some(({ text }) => normalise(text) === '' || /[*?[]/.test(text)));
}

/** The file of the repository that a build copied to a path of its image last: `ADD Dockerfile.run *.go /app/`. */
export function findCopied(machine: Machine, image: ImageId, imagePath: string): HostPath | undefined {
  const run = machine.trace.runs.find((item) => item.id === image);
  if (run) return findCopied(machine, run.base, imagePath);
  const build = machine.trace.builds.find((item) => item.id === image);
  const found = build?.takeUps.flatMap((taken) => findSource(machine, build, taken, imagePath));
  return found?.at(-1);
}

/** The file that one `COPY` brings to a path. A destination that is not known may be any. */
function findSource(
  machine: Machine,
  build: ImageBuild,
  { instruction, sources }: TakeUp,
  imagePath: string,
): readonly HostPath[] {
  const facts = findFactsAt(machine, build, instruction);
  const spelled = facts && expand(facts, instruction.operands.at(-1)?.text ?? '');
  const destination = spelled === undefined ? undefined : changeDirectory(facts ?? { directory: undefined }, spelled);
  return sources.flatMap((source): readonly HostPath[] => {
    if (source.kind !== 'context' || hasUnknown(source.path)) return [];
    const name = findBasename(source.path);
    const below = destination === undefined ? undefined : findBelow(destination.slice(1), imagePath.slice(1));
    const isFile = machine.project.files.has(source.path);
    const isHit =
      destination === undefined ? name === findBasename(imagePath) : below === name || (below === '' && sources.length === 1);
    if (isFile) return isHit ? [source.path] : [];
    const path = below && joinPath(source.path, below);
    return path && machine.project.files.has(path) ? [path] : [];
  });
}
