import type { BuildGraph, ImageBuild } from '../../src/model/build-graph.ts';
import { type Diagnostic, diagnose } from '../../src/model/diagnostic.ts';
import type { Draft, Proposal } from '../../src/model/draft.ts';
import type { Assumption } from '../../src/model/plan.ts';
import { joinProvenance } from '../../src/model/span.ts';
import { findImagePath, toSpan } from './draft-copy.ts';
import { findSetMode } from './find-set-mode.ts';
import type { TakenArtifact } from './find-taken.ts';
import { makesPlainDirectories } from './makes-plain-directories.ts';

const PLAIN = /^(?:-R )?(?:0*755|[ugoa]*\+[rxX]+)$/;

/** A wide copy and `docker cp` keep a directory's own mode; a copy of the directory makes it 0755. Contents have no directory of their own. */
export function assumePlainMode(graph: BuildGraph, draft: Draft, item: TakenArtifact): readonly Assumption[] {
  const { artifact } = item;
  if (artifact.type === 'file' || artifact.likely?.type === 'file' || isOpened(item)) return [];
  const build = graph.builds.find((each) => each.id === artifact.image);
  if (build && makesPlainDirectories(draft, build)) return [];
  const statement = `\`${findCarriedPath(item)}\`, if it is a directory, has mode 0755`;
  return [
    { kind: 'directory-mode', statement, because: joinProvenance(artifact.provenance, [toSpan(item)]), settledBy: undefined },
  ];
}

/** Declines a directory that the builder or the script gives another mode. */
export function tellOtherMode(graph: BuildGraph, item: TakenArtifact): readonly Diagnostic[] {
  const { artifact } = item;
  const build = graph.builds.find((each) => each.id === artifact.image);
  if (!build || artifact.type !== 'directory' || isOpened(item)) return [];
  const mode = artifact.modes.at(-1) ?? findSetMode(build, findCarriedPath(item));
  if (mode === undefined || PLAIN.test(mode)) return [];
  const message = `the ${artifact.modes.length > 0 ? 'script' : 'builder'} gives \`${findCarriedPath(item)}\` the mode \`${mode}\`, which this copy kept and a copy from a stage would not`;
  const related = artifact.provenance.map((span) => ({ message: 'it is copied out here', span }));
  const help = 'copy the directory with an instruction of its own, or give it mode 0755';
  return [diagnose('artifact/directory-mode', 'warning', message, { span: toSpan(item), related, help })];
}

/** The same for what `docker cp` brought into a container that is committed: it is the same as a copy but for that. */
export function checkCommitted(graph: BuildGraph, draft: Draft, taken: readonly TakenArtifact[]): Proposal {
  const committed = taken.filter(({ part, taken: { instruction } }) => isCommitted(part) && instruction.keyword === 'COPY');
  return {
    assumptions: committed.flatMap((item) => assumePlainMode(graph, draft, item)),
    declined: committed.flatMap((item) => tellOtherMode(graph, item)),
  };
}

function isCommitted({ dockerfile }: ImageBuild): boolean {
  return dockerfile.invented !== undefined;
}

/** Whether only what is in the directory is carried: a wide copy of the artifact itself, or its contents. */
function isOpened({ artifact, manner, at }: TakenArtifact): boolean {
  if (manner === 'wide') return artifact.extent === 'contents' || at === '';
  return artifact.extent === 'contents' && at === '';
}

function findCarriedPath(item: TakenArtifact): string {
  return item.manner === 'wide' ? item.artifact.imagePath : findImagePath(item);
}
