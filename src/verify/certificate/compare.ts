import { findBelow } from '../../model/host-path.ts';
import type { Span } from '../../model/span.ts';
import { type Check, type CopyStep, type Image, type Origin, show, type TextStep } from '../reader/image.ts';
import { hasPlainModes } from '../reader/owner.ts';
import { compareTaken } from './compare-taken.ts';
import { compareWork } from './compare-work.ts';
import { flattenImage } from './flatten.ts';
import { orderDownloads } from './order-downloads.ts';
import { orderModes } from './order-modes.ts';

type Step = CopyStep | TextStep;

/** Compares images of the old project with those of the new. */
export interface Comparer {
  /** Paths that the plan changes. */
  readonly changed: ReadonlySet<string>;
  /** Those that a copy of a whole directory may ship in another form: the script, Dockerfiles and ignore files. */
  readonly excused: ReadonlySet<string>;
  /** Images of containers that ran in the old project, and those they started from. */
  readonly ranOn: ReadonlyMap<Image, Image>;
  readonly known: Map<Image, Map<Image, readonly Check[]>>;
  /** For images that others take something from; `undefined` when this is it. */
  inside: Comparer | undefined;
  readonly isInside?: boolean;
  /** Pairs of copies that may still be compared, and what was found against them. */
  readonly fuel: { left: number };
}

/** What speaks against two images being the same; empty when they are. Throws when there is too much to compare. */
export function compareImages(comparer: Comparer, before: Image, after: Image): readonly Check[] {
  const memo = comparer.known.get(before) ?? new Map<Image, readonly Check[]>();
  comparer.known.set(before, memo);
  const [one, other] = [flattenImage(before), flattenImage(after)];
  const found = memo.get(after) ?? [
    ...compareBases(one, other),
    ...compareSteps(comparer, orderSteps(one), orderSteps(other), after.span ?? before.span),
  ];
  memo.set(after, found);
  return found;
}

/** The steps in the one of several orders that give the same image. */
function orderSteps({ steps }: Image): Image['steps'] {
  return orderModes(orderDownloads(steps));
}

function compareBases(before: Image, after: Image): readonly Check[] {
  const lost = before.options.find((option) => !after.options.includes(option));
  const added = after.options.find((option) => option.startsWith('--platform') && !before.options.includes(option));
  if (lost ?? added) return [refute(`\`${show(lost ?? added ?? '')}\` counts for one of the two builds only`, after.span)];
  if (before.base === after.base) return [];
  return [refute(`the base was \`${showBase(before)}\` and is \`${showBase(after)}\``, after.span ?? before.span)];
}

/** In order; copies between two other instructions may change places where they touch different paths. Stops at the first other step. */
function compareSteps(
  comparer: Comparer,
  before: readonly Step[],
  after: readonly Step[],
  place: Span | undefined,
): readonly Check[] {
  const found: Check[] = [];
  const left = [...before];
  const right = [...after];
  while (left.length + right.length > 0) {
    const skipped = skipStep(comparer, left, right);
    found.push(...(skipped ?? []));
    if (skipped) continue;
    const [one, other] = [left.shift(), right[0]];
    if (one?.kind === 'copy' && other?.kind === 'copy') {
      const { checks, index } = findPartner(comparer, one, right);
      found.push(...checks);
      right.splice(index, 1);
      if (!isRefuted(checks)) continue;
      return isReordered(before, after) ? [doubt('instructions change their order', other.span)] : found;
    }
    right.shift();
    const problem = comparePair(one, other, place);
    if (!problem) continue;
    const isDoubtful =
      found.some(({ isHypothesis }) => !isHypothesis) || isUnclear(one) || isUnclear(other) || isReordered(before, after);
    return [...found, isDoubtful ? { ...problem, result: 'unproved' } : problem];
  }
  return found;
}

/** Takes a copy out of one list that may be missing in the other, and gives what that rests on. */
function skipStep(comparer: Comparer, left: Step[], right: Step[]): readonly Check[] | undefined {
  if (isRepeated(comparer, right)) {
    right.shift();
    return [];
  }
  const spilled = skipSpilled(left, right);
  if (spilled) return [spilled];
  const unseen = skipUnseen(comparer, left, right);
  return unseen && [unseen];
}

/** Whether the next copy is made once more behind other copies, so that the first one leaves nothing. */
function isRepeated(comparer: Comparer, [first, ...rest]: readonly Step[]): boolean {
  if (first?.kind !== 'copy' || first.origin.kind !== 'image' || !first.isNested) return false;
  const end = rest.findIndex((step) => step.kind !== 'copy');
  return rest
    .slice(0, end === -1 ? undefined : end)
    .some(
      (step) =>
        step.kind === 'copy' &&
        step.file.split('|')[0] === first.file &&
        compareOrigins(comparer, first.origin, step.origin, step.span).length === 0,
    );
}

/** What a container may have left in a committed directory besides what is there: the new build takes the directory as it is. */
function skipSpilled(left: Step[], right: readonly Step[]): Check | undefined {
  const [one] = left;
  if (one?.kind !== 'copy' || one.origin.kind !== 'image' || !one.origin.isSpill) return undefined;
  const isThere = right.some((step) => step.kind === 'copy' && step.origin.kind === 'image' && step.directory === one.directory);
  if (isThere) return undefined;
  left.shift();
  const statement = `holds if the container leaves nothing in \`${one.origin.path}\` that is not committed`;
  return { ...doubt(statement, one.span), isHypothesis: true };
}

/** A file that a host command made is in the mount of a container only, or in the context only: the work may not look at it. */
function skipUnseen({ isInside, excused }: Comparer, left: Step[], right: Step[]): Check | undefined {
  const isMade = (step: Step | undefined): step is CopyStep => step?.kind === 'copy' && step.origin.kind === 'made';
  const [one, other] = [left[0], right[0]];
  const has = (steps: readonly Step[], step: CopyStep) =>
    steps.some(
      (each) =>
        isMade(each) && each.origin.kind === 'made' && step.origin.kind === 'made' && each.origin.text === step.origin.text,
    );
  // The Dockerfile is copied to a context of its own for the sake of the build alone.
  const isOfBuild = isMade(one) && one.origin.kind === 'made' && excused.has(one.origin.copyOf ?? '');
  const isLost = isMade(one) && (one.owner === 'any' || isOfBuild) && !has(right, one);
  const isNew =
    isMade(other) &&
    !has(left, other) &&
    one !== undefined &&
    ((one.kind === 'copy' ? one.owner === 'any' : one.work !== undefined) || (isInside === true && other.isNested));
  const step = isLost ? left.shift() : isNew ? right.shift() : undefined;
  return step && { ...doubt(`holds if nothing in the stage looks at ${showStep(step)}`, step.span), isHypothesis: true };
}

/** The copy among the next ones that is the same, else the next. */
function findPartner(
  comparer: Comparer,
  one: CopyStep,
  right: readonly Step[],
): { readonly checks: readonly Check[]; readonly index: number } {
  const end = right.findIndex((step) => step.kind !== 'copy');
  const candidates = right.slice(0, end === -1 ? undefined : end).filter((step) => step.kind === 'copy');
  const scores = candidates.map((step) => compareCopies(comparer, one, step));
  comparer.fuel.left -= scores.reduce((sum, checks) => sum + 1 + checks.length, 0);
  if (comparer.fuel.left < 0) throw new Error('there are too many copies to compare');
  // What cannot be followed stands for the copy to the same place, so that the others find theirs.
  const isNear = (step: CopyStep, at: number) => step.directory === one.directory && !isRefuted(scores[at] ?? []);
  const isSameFile = (step: CopyStep, at: number) => mayMeet(one, step) && !isRefuted(scores[at] ?? []);
  const near = !isUnclear(one)
    ? -1
    : candidates.some(isSameFile)
      ? candidates.findIndex(isSameFile)
      : candidates.findIndex(isNear);
  const index = near === -1 ? scores.findIndex((checks) => !isRefuted(checks)) : near;
  const [chosen] = index === -1 ? candidates : candidates.slice(index);
  if (index === -1)
    return {
      checks: (scores[0] ?? []).map((check) => (isUnclear(one) || isUnclear(chosen) ? { ...check, result: 'unproved' } : check)),
      index: 0,
    };
  const isMoved = candidates.slice(0, index).some((step) => !areApart(one, step) || !areApart(chosen, step));
  return { checks: [...(scores[index] ?? []), ...(isMoved ? [doubt('copies change their order', chosen?.span)] : [])], index };
}

/** Whether two lists hold the same instructions in another order, the commands of a `RUN` taken singly. */
function isReordered(before: readonly Step[], after: readonly Step[]): boolean {
  const spell = (step: Step) =>
    step.kind === 'text' ? step.text.replace(/^RUN /, '').split(/\s*&&\s*/) : [`${showStep(step)} ${step.file} ${step.owner}`];
  const [left, right] = [before, after].map((steps) => steps.flatMap(spell));
  return left?.join('\n') !== right?.join('\n') && left?.sort().join('\n') === right?.sort().join('\n');
}

/** Two steps of which one at least is no copy. */
function comparePair(one: Step | undefined, other: Step | undefined, place: Span | undefined): Check | undefined {
  if (one?.kind === 'text' && other?.kind === 'text') return compareTexts(one, other);
  if (!other) return refute(`an instruction is lost: ${showStep(one)}`, place ?? one?.span);
  return refute(
    one ? `${showStep(other)} stands where ${showStep(one)} was` : `an instruction is added: ${showStep(other)}`,
    other.span,
  );
}

function compareTexts(one: TextStep, other: TextStep): Check | undefined {
  if (one.work) return compareWork(one, one.work, other);
  if (one.text !== other.text) return refute(`${showStep(one)} became ${showStep(other)}`, other.span);
  if (one.environment !== other.environment)
    return refute(
      `build arguments of ${showStep(other)}: \`${show(one.environment)}\` became \`${show(other.environment)}\``,
      other.span,
    );
  const lost = one.proxies.find((proxy) => !other.proxies.includes(proxy));
  return lost === undefined ? undefined : refute(`\`${show(lost)}\` is lost for ${showStep(other)}`, other.span);
}

function compareCopies(comparer: Comparer, one: CopyStep, other: CopyStep): readonly Check[] {
  const found = [...compareOrigins(comparer, one.origin, other.origin, other.span)];
  const isOpen = found.some(({ isHypothesis }) => !isHypothesis);
  const places = [one.file === other.file || one.file === other.file.split('|')[0], one.directory === other.directory];
  const type = one.origin.fact.isDirectory;
  const relevant = type === undefined ? places : [places[type ? 1 : 0]];
  const where = `${showStep(one)} became ${showStep(other)}: \`${one.file}\` or \`${one.directory}/\` became \`${other.file}\` or \`${other.directory}/\``;
  if (!relevant.includes(true) && (type === true || !mayMeet(one, other))) found.push(refute(where, other.span));
  else if (relevant.includes(false)) found.push(tellPlace(one, places, where, other.span));
  const hasOwnMode = one.isNested && !other.isNested && one.origin.kind === 'image' && type !== false;
  if (hasOwnMode && one.origin.kind === 'image' && !hasPlainModes(one.origin.image))
    found.push(doubt(`if ${showStep(one)} is a directory, its mode may not be 0755`, other.span));
  if (one.owner !== other.owner && one.owner !== 'any') {
    const text = `the owner was \`${one.owner}\` and is \`${other.owner}\` in ${showStep(other)}`;
    found.push(isOpen || [one.owner, other.owner].includes('unclear') ? doubt(text, other.span) : refute(text, other.span));
  }
  if (one.manner !== other.manner)
    found.push(isUnclear(one) ? doubt('an archive', other.span) : refute(`flags of ${showStep(other)} differ`, other.span));
  return found;
}

/** Whether two copies may land in the same place if they are files. */
function mayMeet(one: CopyStep, other: CopyStep): boolean {
  return one.file.split('|').some((path) => other.file.split('|').includes(path));
}

/** A copy that lands in the same place if it is one of a file and a directory. */
function tellPlace(one: CopyStep, [isFileRight, isDirectoryRight]: readonly boolean[], where: string, span: Span): Check {
  const isOpen = one.origin.fact.isDirectory === undefined && isFileRight !== isDirectoryRight;
  const statement = `whether this lands in the same place hangs on what is a directory: ${where}`;
  if (!isOpen) return doubt(statement, span);
  return {
    ...doubt(`holds if ${showOrigin(one.origin)} is a ${isFileRight ? 'file' : 'directory'}: ${where}`, span),
    isHypothesis: true,
  };
}

/** What speaks against two copied things being the same. */
export function compareOrigins(comparer: Comparer, one: Origin, other: Origin | undefined, span: Span): readonly Check[] {
  if (!other) return [refute(`${showOrigin(one)} is not there any more`, span)];
  if (one.kind === 'unclear' || other.kind === 'unclear')
    return [doubt(`cannot follow ${showOrigin(one.kind === 'unclear' ? one : other)}`, span)];
  if (one.kind === 'image' && other.kind === 'image') return compareTaken(comparer, { one, other, span }, compareImages);
  if (one.kind === 'context' && other.kind === 'context') return compareContexts(comparer, one, other, span);
  // The old build fails there, so nothing that the new one gives is another image.
  if (one.kind === 'missing') {
    const what = other.kind === 'missing' ? 'is copied and does not exist' : `became ${showOrigin(other)}`;
    return [doubt(`${showOrigin(one)} ${what}`, span)];
  }
  if (one.kind === 'archive' || other.kind === 'archive')
    return one.kind === other.kind
      ? [doubt(`cannot look into ${showOrigin(one)}`, span)]
      : [refute(`${showOrigin(one)} became ${showOrigin(other)}`, span)];
  if (one.kind === 'made' && other.kind === 'made' && one.text === other.text) return [];
  const text = `${showOrigin(one)} became ${showOrigin(other)}`;
  return [isOpen(one, other) ? doubt(text, span) : refute(text, span)];
}

/** Whether nobody knows that the one is there, or that the other is not made of it. */
function isOpen(one: Origin, other: Origin): boolean {
  if (one.kind === 'image') return one.isBelowMount === true && other.kind === 'missing';
  return one.kind === 'made' && other.kind === 'image';
}

type Context = Origin & { readonly kind: 'context' };

/** The same files of the repository, but for those that the plan itself rewrites inside a whole directory. */
function compareContexts({ changed, excused }: Comparer, one: Context, other: Context, span: Span): readonly Check[] {
  if (one.path !== other.path) return [refute(`${showOrigin(one)} became ${showOrigin(other)}`, span)];
  const isExcused = (path: string) => one.fact.isDirectory === true && excused.has(path);
  const isOdd = (path: string) => one.files.includes(path) !== other.files.includes(path) && !isExcused(path);
  const odd = [...one.files, ...other.files].find(isOdd);
  if (odd !== undefined && one.isMount && one.files.includes(odd))
    return [doubt(`the container saw \`${odd}\`, which is not in the context`, span)];
  if (odd !== undefined) return [refute(`\`${odd}\` is in one of the two contexts only`, span)];
  if (one.after !== other.after)
    return [doubt('a command that may change files runs in front of one of the two builds only', span)];
  const altered = one.files.find((path) => changed.has(path) && !isExcused(path));
  if (altered === undefined) return [];
  if (!excused.has(altered)) return [doubt(`\`${altered}\` is copied and changes`, span)];
  return [{ ...doubt(`holds if nothing in the image reads \`${altered}\``, span), isHypothesis: true }];
}

/** Whether two copies can write no path in common. */
function areApart(one: Step | undefined, other: Step): boolean {
  if (one?.kind !== 'copy' || other.kind !== 'copy') return false;
  const [left, right] = [one, other].map((step) => [
    ...(step.origin.fact.isDirectory === true ? [] : step.file.split('|')),
    ...(step.origin.fact.isDirectory === false ? [] : [step.directory]),
  ]);
  return (left ?? []).every((path) =>
    (right ?? []).every((each) => (findBelow(path, each) ?? findBelow(each, path)) === undefined),
  );
}

export function refute(statement: string, span: Span | undefined): Check {
  return { result: 'refuted', statement, span };
}

export function doubt(statement: string, span: Span | undefined): Check {
  return { result: 'unproved', statement, span };
}

export function isRefuted(checks: readonly Check[]): boolean {
  return checks.some((check) => check.result === 'refuted');
}

function isUnclear(step: Step | undefined): boolean {
  return step?.kind === 'copy' && step.origin.kind === 'unclear';
}

function showBase({ base }: Image): string {
  return typeof base === 'string' ? base : `a stage from ${showBase(base)}`;
}

function showStep(step: Step | undefined): string {
  return step?.kind === 'copy' ? `the copy of ${showOrigin(step.origin)}` : `\`${show(step?.text ?? '').slice(0, 60)}\``;
}

function showOrigin(origin: Origin): string {
  if (origin.kind === 'image') return `\`${origin.path}\` of an image from ${showBase(origin.image)}`;
  return origin.kind === 'context' ? `\`${origin.path || '.'}\` of the repository` : `\`${show(origin.text).slice(0, 60)}\``;
}
