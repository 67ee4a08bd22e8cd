import type { Artifact, BuildGraph, ImageBuild, TakenSource } from '../model/build-graph.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { Draft, Proposal } from '../model/draft.ts';
import { findArtifact } from '../model/find-in-graph.ts';
import { showHostPath } from '../model/host-path.ts';
import type { Assumption } from '../model/plan.ts';
import { joinProvenance, type Span } from '../model/span.ts';

/** An artifact directory of which `.dockerignore` may leave out a part. */
interface Cut {
  readonly artifact: Artifact;
  readonly rules: readonly string[];
  readonly isLoose: boolean;
  readonly span: Span;
}

/**
 * Artifact directories of which the old build saw a part only: `COPY --from` has no such filter (FACTS 5). A rule for that very directory
 * is taken to match something, and the pipeline is declined; one for every directory (`**\/*.map`) is taken to match nothing in it.
 */
export function checkIgnored(graph: BuildGraph, draft: Draft): Proposal {
  const cuts = draft.targets.flatMap((target) => target.parts).flatMap((part) => findCuts(graph, part));
  return {
    declined: cuts.filter(({ rules, isLoose }) => !isLoose && rules.some(isMeant)).map(tellCut),
    assumptions: cuts.filter(({ rules, isLoose }) => isLoose || !rules.some(isMeant)).map(assumeNone),
  };
}

function findCuts(graph: BuildGraph, part: ImageBuild): readonly Cut[] {
  return part.takeUps.flatMap(({ instruction, sources }) =>
    sources.flatMap(listParts).flatMap(({ id, below, rules, isLoose }): readonly Cut[] => {
      const artifact = rules.length === 0 ? undefined : findArtifact(graph, id);
      if (!artifact || (below === '' && isFile(artifact))) return [];
      return [{ artifact, rules, isLoose, span: { file: part.dockerfile.file, start: instruction.start, end: instruction.end } }];
    }),
  );
}

interface TakenPart {
  readonly id: string;
  readonly below: string;
  readonly rules: readonly string[];
  readonly isLoose: boolean;
}

function listParts(source: TakenSource): readonly TakenPart[] {
  if (source.kind === 'artifact') return [{ id: source.artifact, below: source.below, rules: source.cuts ?? [], isLoose: false }];
  if (source.kind !== 'mixed') return [];
  const holds = source.holds.filter((held) => !held.isIgnored);
  return holds.flatMap(({ artifact: id, cuts = [], looseCuts = [] }) => [
    { id, below: '', rules: cuts, isLoose: false },
    { id, below: '', rules: looseCuts, isLoose: true },
  ]);
}

function isFile({ type, likely }: Artifact): boolean {
  return type === 'file' || (type === 'unknown' && likely?.type === 'file');
}

/** Whether a rule names a directory of its own, or takes something back in. */
function isMeant(rule: string): boolean {
  return rule.startsWith('!') || /^\/?\*+(?:\/\*)?$/.test(rule) || !/^\/?[^/]*[*?[]/.test(rule);
}

function tellCut({ artifact, rules, span }: Cut): Diagnostic {
  const message = `\`.dockerignore\` leaves out a part of \`${showHostPath(artifact.hostPath)}\` (rule \`${rules.find(isMeant) ?? ''}\`), and a copy from a stage cannot`;
  const related = artifact.provenance.map((place) => ({ message: 'it is copied out here', span: place }));
  return diagnose('artifact/partly-ignored', 'warning', message, {
    span,
    related,
    help: 'remove those files in a `RUN` of the builder Dockerfile and take the rule out of `.dockerignore`',
  });
}

function assumeNone({ artifact, rules, span }: Cut): Assumption {
  const statement = `nothing in \`${artifact.imagePath}\` matches ${rules.map((rule) => `\`${rule}\``).join(', ')} of \`.dockerignore\``;
  return { kind: 'ignore-rules', statement, because: joinProvenance([span], artifact.provenance), settledBy: undefined };
}
