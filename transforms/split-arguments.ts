import type { BuildArgument, ImageBuild } from '../src/model/build-graph.ts';
import { type Diagnostic, diagnose } from '../src/model/diagnostic.ts';
import { type Draft, type DraftEdit, type DraftTarget, findAlias, type Proposal, type Transform } from '../src/model/draft.ts';
import { findImageName } from '../src/model/image-name.ts';
import type { Edit } from '../src/model/plan.ts';
import { ROOT_IMAGES } from '../src/model/root-images.ts';
import type { Span } from '../src/model/span.ts';
import { toKey } from '../src/model/value.ts';
import { findKeptImages } from './questions/find-kept-images.ts';

/** Arguments that every `RUN` sees undeclared and no image keeps (Dockerfile reference, "Predefined ARGs"). */
const PREDEFINED = /^(?:(?:http|https|ftp|no|all)_proxy)$/i;

/** Names that programs read from the environment without the Dockerfile naming them. */
const READ_BY_PROGRAMS =
  /^(?:GO[A-Z]+|CGO_\w+|NODE_ENV|NPM_\w+|npm_\w+|MAVEN_\w+|JAVA_\w+|CC|CXX|C\w*FLAGS|LDFLAGS|PATH|HOME|LANG|LC_\w+|TZ|DEBIAN_FRONTEND|RUST\w+|CARGO_\w+|PIP_\w+|PYTHON\w+)$/;

/**
 * Keeps build arguments apart where one build now sees what two saw: a `--build-arg` of the merged build reaches every stage that
 * declares the name, and a global default reaches every bare `ARG` (FACTS 8). The producer's name becomes `BUILDER_NAME` where the
 * two meanings differ; arguments that the producer needs move to the surviving `docker build`.
 *
 * Declines when a name that must be renamed is read by programs without being written in the file.
 *
 * @example
 * // producer: "ARG V" with --build-arg V=1, consumer: "ARG V" with --build-arg V=2 → "ARG BUILDER_V", "--build-arg BUILDER_V=1"
 */
export const splitArguments: Transform = {
  name: 'split-arguments',
  summary: 'keeps the build arguments of the old builds apart',
  propose: (graph, draft) => {
    const kept = new Set(findKeptImages(graph, draft).map(({ build }) => build));
    const proposals = [...draft.targets.entries()].map(([index, target]) => splitTarget(draft, target, { index, kept }));
    const twins = draft.twins.flatMap((twin) =>
      twin.parts.flatMap((part) =>
        twin.consumers.includes(part.id) ? [] : carryWords(draft, part, findReceivers(twin, part, new Set()), new Map()),
      ),
    );
    return {
      edits: proposals.flatMap((item) => item.edits ?? []),
      hoisted: proposals.flatMap((item) => item.hoisted ?? []),
      buildWords: [...proposals.flatMap((item) => item.buildWords ?? []), ...twins],
      scriptEdits: proposals.flatMap((item) => item.scriptEdits ?? []),
      declined: proposals.flatMap((item) => item.declined ?? []),
    };
  },
};

/** Where a target stands among the targets, and the producers whose own build stays. */
interface Setting {
  readonly index: number;
  readonly kept: ReadonlySet<ImageBuild>;
}

function splitTarget(draft: Draft, target: DraftTarget, { index, kept }: Setting): Proposal {
  const edits: DraftEdit[] = [];
  const scriptEdits: Edit[] = [];
  const declined: Diagnostic[] = [];
  const buildWords: Draft['buildWords'][number][] = [];
  for (const [position, part] of target.parts.entries()) {
    if (target.consumers.includes(part.id)) continue;
    const others = target.parts.slice(position + 1);
    const renamed = new Map<string, string>();
    for (const name of findDeclared(part)) {
      if (!others.some((other) => differ(part, other, name))) continue;
      const prefix = (findAlias(draft, index, part) ?? 'builder').toUpperCase().replace(/[^A-Z0-9]+/g, '_');
      renamed.set(name, `${prefix}_${name}`);
    }
    for (const [name, next] of renamed) {
      const problem = findHiddenArgument(draft, part, name) ?? findRenameProblem(part, name, position);
      if (problem) declined.push(problem);
      else edits.push(...rename(part, name, next, index));
    }
    buildWords.push(...carryWords(draft, part, findReceivers(target, part, kept), renamed));
    if (kept.has(part)) scriptEdits.push(...renameGiven(draft, part, renamed));
    declined.push(...findProxyConflict(part, target));
  }
  return { edits, scriptEdits, buildWords, declined };
}

/** Names that `ARG` declares, in a stage or globally. */
function findDeclared(part: ImageBuild): readonly string[] {
  const names = part.dockerfile.instructions
    .filter((instruction) => instruction.keyword === 'ARG')
    .flatMap((instruction) => instruction.operands.map((operand) => operand.text.split('=')[0] ?? ''));
  return [...new Set(names)];
}

/** Whether one merged build could not give a name the meaning it had in each of two builds. */
function differ(part: ImageBuild, other: ImageBuild, name: string): boolean {
  const [here, there] = [findGiven(part, name), findGiven(other, name)];
  const isDeclaredThere = findDeclared(other).includes(name);
  const isSameGiven = here === there;
  if (!isSameGiven && (there !== undefined || isDeclaredThere)) return true;
  const [ownDefault, otherDefault] = [findGlobalDefault(part, name), findGlobalDefault(other, name)];
  const meets = isDeclaredThere || otherDefault !== undefined;
  return meets && ownDefault !== otherDefault && (isReached(part, name, otherDefault) || isReached(other, name, ownDefault));
}

/** Whether a new global default would reach a `FROM` or a bare `ARG` of a file. */
function isReached(part: ImageBuild, name: string, fallback: string | undefined): boolean {
  if (fallback === undefined) return false;
  return (
    findGlobalDefault(part, name) !== undefined ||
    part.dockerfile.instructions.some(
      (item) => item.keyword === 'ARG' && item.stage >= 0 && item.operands.some((operand) => operand.text === name),
    )
  );
}

function findGiven(part: ImageBuild, name: string): string | undefined {
  const given = part.arguments.filter((argument) => argument.name === name).at(-1);
  return given && (given.value ? `=${toKey(given.value)}` : 'environment');
}

function findGlobalDefault(part: ImageBuild, name: string): string | undefined {
  const operand = part.dockerfile.globals.flatMap((global) => global.operands).find((item) => item.text.split('=')[0] === name);
  return operand?.text.slice(name.length);
}

/** The builds that go through a producer's stages in the merged file: those that survive, and later producers that are kept. */
function findReceivers(target: DraftTarget, part: ImageBuild, kept: ReadonlySet<ImageBuild>): readonly ImageBuild[] {
  const position = target.parts.indexOf(part);
  return target.parts.filter((item, at) => target.consumers.includes(item.id) || (at > position && kept.has(item)));
}

/** The arguments of a producer's build that its Dockerfile needs, for the surviving builds, as the script spells them. */
function carryWords(
  draft: Draft,
  part: ImageBuild,
  receivers: readonly ImageBuild[],
  renamed: ReadonlyMap<string, string>,
): Draft['buildWords'] {
  const declared = new Set(findDeclared(part));
  const isOpen = mayDeclareMore(part);
  const needed = part.arguments.filter((argument) => isOpen || declared.has(argument.name) || PREDEFINED.test(argument.name));
  return receivers.flatMap((consumer) => {
    const words = needed.filter((argument) => renamed.has(argument.name) || findGiven(consumer, argument.name) === undefined);
    return words.map((argument) => ({
      build: consumer.id,
      words: spell(draft, argument, renamed.get(argument.name)),
      because: [argument.span] as const,
    }));
  });
}

/** Whether a base image may declare arguments that the file does not show, by `ONBUILD ARG`: official images do so in their `onbuild` tags. */
function mayDeclareMore(part: ImageBuild): boolean {
  const names = new Set(part.dockerfile.stages.flatMap((stage) => stage.alias?.toLowerCase() ?? []));
  return part.dockerfile.stages.some(({ image, from }) => {
    const isOwn = names.has(image.toLowerCase()) || part.references.some((reference) => reference.instruction === from);
    return !isOwn && (!ROOT_IMAGES.has(findImageName(image)) || /onbuild/i.test(image));
  });
}

/** `--build-arg A=1` as the script has it, on one line, with another name where it was renamed. */
function spell(draft: Draft, argument: BuildArgument, next: string | undefined): string {
  const { file, start, end } = argument.span;
  const source = draft.project.files.get(file)?.text.slice(start, end) ?? '';
  const name = next === undefined ? undefined : findName(draft, argument);
  const words = name ? `${source.slice(0, name.start - start)}${next}${source.slice(name.end - start)}` : source;
  return words.replace(/\\\s*\n\s*/g, ' ');
}

/** The new names in the words of a build that stays: `--build-arg V=1` → `--build-arg BUILDER_V=1`. */
function renameGiven(draft: Draft, part: ImageBuild, renamed: ReadonlyMap<string, string>): readonly Edit[] {
  return part.arguments.flatMap((argument): readonly Edit[] => {
    const next = renamed.get(argument.name);
    const place = next === undefined ? undefined : findName(draft, argument);
    if (next === undefined || !place) return [];
    return [{ kind: 'text', ...place, text: next, because: [argument.span], transform: 'split-arguments' }];
  });
}

function findProxyConflict(part: ImageBuild, target: DraftTarget): readonly Diagnostic[] {
  const consumers = target.parts.filter((item) => target.consumers.includes(item.id));
  const clash = part.arguments.find(
    (argument) =>
      PREDEFINED.test(argument.name) &&
      consumers.some((other) => {
        const there = findGiven(other, argument.name);
        return there !== undefined && there !== findGiven(part, argument.name);
      }),
  );
  if (!clash) return [];
  const message = `the two builds get different values for \`${clash.name}\`, and one build has only one`;
  return [diagnose('argument/proxy-differs', 'warning', message, { span: clash.span, help: 'give both builds the same proxy' })];
}

/** `--build-arg NAME`, whose value comes from a variable of that name, and `$ARGS`, which hides the name. */
function findHiddenArgument(draft: Draft, part: ImageBuild, name: string): Diagnostic | undefined {
  const hidden = part.arguments.find((item) => item.name === name && !(item.value && findName(draft, item)));
  if (!hidden) return undefined;
  const message = `\`${name}\` means different things in the two builds, and it cannot be renamed here, where its name and value are not spelled out`;
  const help = `write \`--build-arg ${name}=…\`, or give the argument another name in one of the two Dockerfiles`;
  return diagnose('argument/cannot-rename', 'warning', message, { span: hidden.span, help });
}

/** Where the name stands in the words of an argument; `undefined` where it is not spelled out. */
function findName(draft: Draft, { name, span }: BuildArgument): Span | undefined {
  const source = draft.project.files.get(span.file)?.text.slice(span.start, span.end) ?? '';
  const found = new RegExp(`^--build-arg(?:=|\\s|\\\\)\\s*["']?(?=${name}=)`).exec(source);
  if (!found) return undefined;
  const start = span.start + found[0].length;
  return { file: span.file, start, end: start + name.length };
}

function findRenameProblem(part: ImageBuild, name: string, position: number): Diagnostic | undefined {
  const uses = part.dockerfile.instructions.filter(
    (instruction) => instruction.keyword !== 'ARG' && new RegExp(`\\$\\{?${name}\\b`).test(instruction.body),
  );
  const isEnvironment = part.dockerfile.instructions.some(
    (instruction) => instruction.keyword === 'ENV' && instruction.operands.some((operand) => operand.text.split('=')[0] === name),
  );
  const isUsedInFrom = part.dockerfile.stages.some((stage) => new RegExp(`\\$\\{?${name}\\b`).test(stage.image));
  const isMoved = position > 0 && findGlobalDefault(part, name) !== undefined;
  if (!isMoved && !isEnvironment && !READ_BY_PROGRAMS.test(name) && (uses.length > 0 || isUsedInFrom)) return undefined;
  const declaration = part.dockerfile.instructions.find((instruction) => instruction.keyword === 'ARG');
  const span = { file: part.dockerfile.file, start: declaration?.start ?? 0, end: declaration?.end ?? 0 };
  const message = `\`${name}\` means different things in the two builds, and it cannot be renamed in \`${part.dockerfile.file}\`: programs may read it without naming it`;
  return diagnose('argument/cannot-rename', 'warning', message, {
    span,
    help: 'give the argument another name in one of the two Dockerfiles',
  });
}

/** Renames a variable in `ARG` lines and in `$NAME`, `${NAME…}` everywhere else. */
function rename(part: ImageBuild, name: string, next: string, target: number): readonly DraftEdit[] {
  const { text, file } = part.dockerfile;
  const pattern = new RegExp(`\\$\\{?(${name})\\b`, 'g');
  return part.dockerfile.instructions.flatMap((instruction) => {
    const because = [{ file, start: instruction.start, end: instruction.end }] as const;
    const make = (start: number): DraftEdit => ({
      kind: 'text',
      file,
      start,
      end: start + name.length,
      text: next,
      because,
      transform: 'split-arguments',
      target,
      part: part.id,
    });
    const source = text.slice(instruction.start, instruction.end);
    const uses = [...source.matchAll(pattern)].map((match) =>
      make(instruction.start + match.index + match[0].length - name.length),
    );
    const declared =
      instruction.keyword === 'ARG'
        ? instruction.operands.filter((operand) => operand.text.split('=')[0] === name).map((operand) => make(operand.start))
        : [];
    return [...declared, ...uses];
  });
}
