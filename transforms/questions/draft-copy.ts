import { type ComposedPath, composePath } from '../../src/model/compose-path.ts';
import { type Diagnostic, diagnose } from '../../src/model/diagnostic.ts';
import type { DraftCopy, Proposal } from '../../src/model/draft.ts';
import { joinPath } from '../../src/model/host-path.ts';
import type { Assumption } from '../../src/model/plan.ts';
import { findBasename } from '../../src/model/project.ts';
import { joinProvenance, type Provenance, type Span } from '../../src/model/span.ts';
import { findDestinationFact } from './find-directory.ts';
import { findHostName, type TakenArtifact } from './find-taken.ts';

type Composed = Extract<ComposedPath, { kind: 'composed' }>;

/** The `COPY --from`s for artifacts that sources name, those of one instruction, image and destination in one. */
export function draftCopies(taken: readonly TakenArtifact[], transform: string): Proposal {
  const copies: DraftCopy[] = [];
  const assumptions: Assumption[] = [];
  const declined: Diagnostic[] = [];
  for (const item of taken) {
    const nested = findNestedGuess(item);
    if (nested) declined.push(nested);
    const composed = compose(item);
    if (composed.kind !== 'composed') {
      declined.push(tellUndecided(item));
      continue;
    }
    if (composed.rests) addAssumption(assumptions, tellAssumption(item, composed));
    const copy = makeCopy(item, composed, transform);
    const same = copies.findIndex((other) => other.id === copy.id);
    const before = copies[same];
    if (!before) copies.push(copy);
    else
      copies[same] = {
        ...before,
        sources: [...before.sources, ...copy.sources],
        artifacts: [...before.artifacts, ...copy.artifacts],
      };
  }
  return { copies, assumptions, declined };
}

/** The place of an instruction. */
export function toSpan({ part, taken }: Pick<TakenArtifact, 'part' | 'taken'>): Span {
  return { file: part.dockerfile.file, start: taken.instruction.start, end: taken.instruction.end };
}

/** The absolute path in the image that a plain source means. */
export function findImagePath({ artifact, at }: TakenArtifact): string {
  return joinPath(artifact.imagePath, at);
}

function compose(item: TakenArtifact): ComposedPath {
  const { artifact, at, taken, part } = item;
  const destination = taken.instruction.operands.at(-1)?.text ?? '';
  const fact = findDestinationFact(part, taken.instruction, destination);
  return composePath(artifact, { source: joinPath(artifact.hostPath, at), destination, fact });
}

function makeCopy(item: TakenArtifact, { imagePath, isPattern, destination }: Composed, transform: string): DraftCopy {
  const { target, part, taken, artifact, placement } = item;
  const because: Provenance = [toSpan(item), ...artifact.provenance];
  return {
    id: `${target}|${part.id}|${taken.instruction.start}|${artifact.image}|${destination}`,
    target,
    part: part.id,
    instruction: taken.instruction,
    placement,
    from: artifact.image,
    addedStage: undefined,
    sources: [{ path: imagePath, isPattern }],
    destination,
    artifacts: [artifact.id],
    because: joinProvenance(because),
    transform,
  };
}

/** One assumption for all the copies that rest on it. */
function addAssumption(assumptions: Assumption[], assumption: Assumption): void {
  const at = assumptions.findIndex((other) => other.statement === assumption.statement);
  const same = assumptions[at];
  if (same) assumptions[at] = { ...same, because: joinProvenance(same.because, assumption.because) };
  else assumptions.push(assumption);
}

function tellAssumption(item: TakenArtifact, composed: Composed): Assumption {
  const path = findImagePath(item);
  const destination = item.taken.instruction.operands.at(-1)?.text ?? '';
  if (composed.rests === 'path-type') {
    const type = composed.destination === destination ? 'directory' : 'file';
    const because = joinProvenance([toSpan(item)], item.artifact.provenance);
    return {
      kind: 'path-type',
      statement: `\`${path}\` is a ${type}`,
      because,
      settledBy: `--assume ${path}=${type === 'file' ? 'file' : 'dir'}`,
    };
  }
  const isDirectory = composed.destination !== destination;
  const place = `\`${destination}\` is ${isDirectory ? 'a' : 'not a'} directory in the image that is built`;
  // The contents of a directory land in the same place either way.
  const isOpen = !isDirectory && item.artifact.type === 'unknown' && item.at === '';
  const statement = isOpen ? `\`${path}\` is a directory, or ${place}` : place;
  const settledBy = isOpen ? `--assume ${path}=dir` : undefined;
  return { kind: 'destination-type', statement, because: [toSpan(item)], settledBy };
}

function tellUndecided(item: TakenArtifact): Diagnostic {
  const path = findImagePath(item);
  const message = `cannot tell whether \`${path}\` is a file or a directory, and it is renamed to \`${findHostName(item)}\` on its way`;
  const related = item.artifact.provenance.map((span) => ({ message: 'it is copied out here', span }));
  const help = `pass \`--assume ${path}=file\` or \`--assume ${path}=dir\``;
  return diagnose('path/type-unknown', 'warning', message, { span: toSpan(item), related, help });
}

/**
 * `docker cp x:/app/build ./app` and `COPY app/build`: on a clean tree `app` *is* the build directory, on a second run it holds it.
 * The script was written for one of the two, and nothing says for which.
 */
function findNestedGuess(item: TakenArtifact): Diagnostic | undefined {
  const { artifact, at } = item;
  const name = findBasename(artifact.imagePath);
  // A container writes where its mount is, the first time and every time; so do contents land where they are put.
  if (artifact.image.startsWith('run:') || artifact.extent === 'contents') return undefined;
  const isSuspect = at.split('/')[0] === name && findBasename(artifact.hostPath) !== name && artifact.type !== 'file';
  if (!isSuspect) return undefined;
  const message = `\`${at}\` below the extracted \`${artifact.imagePath}\` is there only when the script runs a second time: the first \`docker cp\` makes the target the directory itself`;
  const related = artifact.provenance.map((span) => ({ message: 'it is copied out here', span }));
  const help = 'copy into a directory that exists (`mkdir` it first), or name the path as a clean checkout has it';
  return diagnose('artifact/nested-or-not', 'warning', message, { span: toSpan(item), related, help });
}
