import type { BuildGraph } from '../model/build-graph.ts';
import type { Project } from '../model/project.ts';
import { parseShellFile } from '../parse/parse-file.ts';
import { findEntries, keepOuterRuns } from './find-entries.ts';
import { interpretScript } from './interpret-script.ts';

/** What the project's scripts do: the named ones, else each that no other one runs. */
export function interpretProject(
  project: Project,
  { entries, assumed }: { readonly entries: readonly string[] | undefined; readonly assumed: ReadonlyMap<string, string> },
): readonly BuildGraph[] {
  const graphs = findEntries(project, entries).map((file) => interpretScript(project, parseShellFile(file), assumed));
  return entries ? graphs : keepOuterRuns(graphs);
}
