import type { Span } from '../../model/span.ts';
import { type Check, type Image, type Origin, show } from '../reader/image.ts';
import { readAddedMode, relateMode, settleModes } from '../reader/modes.ts';
import { type Comparer, doubt, isRefuted, refute } from './compare.ts';
import { flattenImage } from './flatten.ts';
import { traceOrigin } from './trace-origin.ts';

type Taken = Origin & { readonly kind: 'image' };
type Step = Image['steps'][number];

interface Pair {
  readonly one: Taken;
  readonly other: Taken;
  readonly span: Span;
}

/**
 * What speaks against two things of images being the same. In the new stage a `chmod` of the script may stand as a `RUN`, and the work of a
 * container that started from the old image: it holds what the image did if that work leaves it alone.
 */
export function compareTaken(
  comparer: Comparer,
  { span, ...pair }: Pair,
  compareImages: (comparer: Comparer, before: Image, after: Image) => readonly Check[],
): readonly Check[] {
  const [one, other] = [traceOrigin(pair.one), traceOrigin(pair.other)];
  if ((one.isUnpacked ?? false) !== (other.isUnpacked ?? false))
    return [doubt(`what is in \`${one.path}\` may not be what \`${other.path}\` holds`, span)];
  if (one.path !== other.path)
    return [(/\0|<workdir of /.test(one.path) ? doubt : refute)(`\`${one.path}\` became \`${other.path}\``, span)];
  const attempts = listForms(comparer, one.image).map(({ image, rests }) => {
    const { rest, modes } = takeModes(one, other, image, findStart(comparer, one.image));
    return { found: compareImages(enter(comparer), image, rest), modes, rests };
  });
  const { found, modes, rests } = attempts.find((attempt) => !isRefuted(attempt.found)) ??
    attempts[0] ?? { found: [], modes: [], rests: [] };
  const suppose = (statement: string): Check => ({ ...doubt(`holds if ${statement}`, span), isHypothesis: true });
  const archive = `the stage has \`tar\`, and \`${one.path}\` neither capabilities nor links of others than root`;
  const settle = (list: readonly string[]) => settleModes(list, one.image, one.path);
  const isOtherMode = settle(one.modes) !== settle([...modes, ...other.modes]);
  return [
    ...found,
    ...rests.map((work) => suppose(`\`${show(work).slice(0, 60)}\` leaves \`${one.path}\` as it is`)),
    ...(one.isUnpacked ? [suppose(archive)] : []),
    ...(isOtherMode
      ? [doubt(`the script changes the mode of \`${one.path}\`, and the new file does not say the same`, span)]
      : []),
  ];
}

/** The comparer of images that nobody has but through what is taken from them. */
function enter(comparer: Comparer): Comparer {
  if (comparer.isInside) return comparer;
  comparer.inside ??= { ...comparer, known: new Map(), isInside: true };
  return comparer.inside;
}

interface Form {
  readonly image: Image;
  /** The work in it that the image itself has not done. */
  readonly rests: readonly string[];
}

/** The image, and as it is when a container that started where it did has worked there before. */
function listForms({ ranOn }: Comparer, image: Image): readonly Form[] {
  const { steps } = flattenImage(image);
  const others = [...ranOn].flatMap(([ran, start]): readonly Form[] => {
    const below = flattenImage(start).steps;
    const isOther = ran !== image && below.length <= steps.length && below.every((step, index) => isAlike(step, steps[index]));
    const worked = flattenImage(ran);
    if (!isOther || typeof worked.base !== 'string' || worked.base !== flattenImage(image).base) return [];
    const added = worked.steps.slice(below.length);
    const rests = added.flatMap((step) => (step.kind === 'text' && step.work ? [step.text] : []));
    return [{ image: { ...image, base: worked.base, steps: [...worked.steps, ...steps.slice(below.length)] }, rests }];
  });
  return [{ image, rests: [] }, ...others];
}

/** Whether a step of another run of the script may be the same. */
function isAlike(one: Step, other: Step | undefined): boolean {
  if (one === other || other === undefined) return one === other;
  if (one.kind === 'text') return other.kind === 'text' && one.text === other.text;
  return other.kind === 'copy' && one.file === other.file;
}

/** How many steps the image has that was built, without what a container did. */
function findStart({ ranOn }: Comparer, image: Image): number {
  return flattenImage(ranOn.get(image) ?? image).steps.length;
}

/** The new image without the `chmod`s that are not in the old one, and the modes that they give to the path. */
function takeModes(
  one: Taken,
  other: Taken,
  image: Image,
  start: number,
): { readonly rest: Image; readonly modes: readonly string[] } {
  const whole = flattenImage(other.image);
  const own = new Set(flattenImage(image).steps.map((step) => (step.kind === 'text' ? step.text : '')));
  const last = whole.steps.findLastIndex((step) => readMode(step) === undefined);
  const isAdded = (step: Step, index: number): boolean => {
    const added = readMode(step);
    if (added === undefined || index < start || (step.kind === 'text' && own.has(step.text))) return false;
    return index > last || relateMode(added, one.path).length === 0;
  };
  const added = whole.steps.filter(isAdded);
  if (added.length === 0) return { rest: other.image, modes: [] };
  const modes = added.flatMap((step) => {
    const mode = readMode(step);
    return mode ? relateMode(mode, one.path) : [];
  });
  return { rest: { ...whole, steps: whole.steps.filter((step) => !added.includes(step)) }, modes };
}

function readMode(step: Step): ReturnType<typeof readAddedMode> {
  return step.kind === 'text' ? readAddedMode(step.text) : undefined;
}
