import { LIMITS, type Limits } from '../discover/limits.ts';
import { readProject } from '../discover/read-project.ts';

/** What `readProject` gives, for tables: the paths read, `f path` for the tree, `severity code path` and the messages of diagnostics. */
export async function showProject(root: string, limits: Limits = LIMITS) {
  const { project, diagnostics } = await readProject(root, limits);
  return {
    files: [...project.files.keys()],
    tree: [...project.tree].map(([path, type]) => `${type.charAt(0)} ${path}`),
    diagnostics: diagnostics.map(({ code, severity, span }) => `${severity} ${code} ${span?.file ?? '-'}`),
    project,
    messages: diagnostics.map(({ message }) => message),
  };
}
