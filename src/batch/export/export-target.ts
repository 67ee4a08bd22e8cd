import type { BatchReport } from '../../report/batch/batch-report.ts';
import { toRepositoryList } from '../../report/batch/to-repository-list.ts';
import type { BatchManifest } from '../batch-manifest.ts';
import { toGitXargs } from './to-git-xargs.ts';
import { toMultiGitter } from './to-multi-gitter.ts';
import { toSourcegraph } from './to-sourcegraph.ts';
import { toTurbolift } from './to-turbolift.ts';

/** The fleet tools that recipes are written for; `patches` is `batch apply --patches` with a script that applies them. */
export const EXPORT_TARGETS = ['multi-gitter', 'turbolift', 'git-xargs', 'sourcegraph', 'patches'] as const;

export type ExportTarget = (typeof EXPORT_TARGETS)[number];

/** One file of a recipe. */
export interface RecipeFile {
  /** Relative, no directories. */
  readonly name: string;
  readonly text: string;
  readonly isExecutable: boolean;
}

/** What a recipe is made from. */
export interface RecipeInput {
  readonly manifest: BatchManifest;
  /** With something that the policy converts, `owner/name` or a path. */
  readonly repositories: readonly string[];
  /** Of restage. */
  readonly version: string;
}

/**
 * The files with which another tool runs the conversion: each calls `restage apply` in a clone of that tool's own and leaves branch,
 * commit and pull request to it.
 */
export function writeRecipe(
  target: Exclude<ExportTarget, 'patches'>,
  { report, manifest, version }: { readonly report: BatchReport; readonly manifest: BatchManifest; readonly version: string },
): readonly RecipeFile[] {
  const wanted = report.repositories.filter(({ state }) => state === 'convertible' || state === 'converted');
  const repositories = toRepositoryList({ ...report, repositories: wanted })
    .split('\n')
    .slice(0, -1);
  const input = { manifest, repositories, version };
  switch (target) {
    case 'multi-gitter':
      return toMultiGitter(input);
    case 'turbolift':
      return toTurbolift(input);
    case 'git-xargs':
      return toGitXargs(input);
    case 'sourcegraph':
      return toSourcegraph(input);
    default:
      return target satisfies never;
  }
}
