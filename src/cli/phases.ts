import type { applyChanges } from '../apply/apply-changes.ts';
import type { recover } from '../apply/recover.ts';
import type { undo } from '../apply/undo.ts';
import type { findRepositoryRoot } from '../discover/find-repository-root.ts';
import type { readProject } from '../discover/read-project.ts';
import type { inspectFile } from '../inspect.ts';
import type { planProject } from '../pipeline.ts';

/** The functions that the command line calls; a test hands in what a case needs. */
export interface Phases {
  readonly findRepositoryRoot: typeof findRepositoryRoot;
  readonly readProject: typeof readProject;
  readonly planProject: typeof planProject;
  readonly inspectFile: typeof inspectFile;
  readonly applyChanges: typeof applyChanges;
  readonly recover: typeof recover;
  readonly undo: typeof undo;
}

/** The phases themselves. Parsers and the layout engine are loaded here and not before. */
export async function loadPhases(): Promise<Phases> {
  const [root, discover, pipeline, inspect, apply, recovery, undoing] = await Promise.all([
    import('../discover/find-repository-root.ts'),
    import('../discover/read-project.ts'),
    import('../pipeline.ts'),
    import('../inspect.ts'),
    import('../apply/apply-changes.ts'),
    import('../apply/recover.ts'),
    import('../apply/undo.ts'),
  ]);
  return {
    findRepositoryRoot: root.findRepositoryRoot,
    readProject: discover.readProject,
    planProject: pipeline.planProject,
    inspectFile: inspect.inspectFile,
    applyChanges: apply.applyChanges,
    recover: recovery.recover,
    undo: undoing.undo,
  };
}
