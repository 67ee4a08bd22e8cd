import { findBelow } from '../../model/host-path.ts';
import type { Image } from '../reader/image.ts';
import { readAddedMode } from '../reader/modes.ts';

type Step = Image['steps'][number];

/** The steps with each `RUN` that only sets a mode behind the copies to other places that follow it, and such `RUN`s in the order of their paths. */
export function orderModes(steps: Image['steps']): Image['steps'] {
  if (!steps.some((step) => findPath(step) !== undefined)) return steps;
  const ordered: Step[] = [];
  let waiting: Step[] = [];
  for (const step of steps) {
    if (findPath(step) !== undefined) waiting.push(step);
    else if (waiting.length > 0 && waiting.every((mode) => isElsewhere(mode, step))) ordered.push(step);
    else {
      ordered.push(...sortModes(waiting), step);
      waiting = [];
    }
  }
  return [...ordered, ...sortModes(waiting)];
}

function findPath(step: Step): string | undefined {
  return step.kind === 'text' ? readAddedMode(step.text)?.path : undefined;
}

function isElsewhere(mode: Step, step: Step): boolean {
  const path = findPath(mode) ?? '/';
  return step.kind === 'copy' && [...step.file.split('|'), step.directory].every((each) => areApart(path, each));
}

/** Where one path lies in another, the order counts. */
function sortModes(steps: readonly Step[]): readonly Step[] {
  const paths = steps.map((step) => findPath(step) ?? '');
  const isFree = paths.every((path, index) => paths.slice(index + 1).every((each) => areApart(path, each)));
  return isFree ? [...steps].sort((left, right) => ((findPath(left) ?? '') < (findPath(right) ?? '') ? -1 : 1)) : steps;
}

function areApart(left: string, right: string): boolean {
  return (findBelow(left, right) ?? findBelow(right, left)) === undefined;
}
