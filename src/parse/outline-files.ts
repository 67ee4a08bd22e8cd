import type { BuildGraph } from '../model/build-graph.ts';
import type { Project } from '../model/project.ts';
import type { ScriptOutline } from '../model/script-outline.ts';
import { outlineHost } from './outline-host.ts';
import { outlineShell } from './outline-shell.ts';
import { parseShellFile } from './parse-file.ts';

/** The outline of every file that a run went through. */
export function outlineFiles(project: Project, graph: BuildGraph): readonly ScriptOutline[] {
  const paths = new Set(graph.steps.map((step) => step.span.file));
  return [...paths].flatMap((path) => {
    const file = project.files.get(path);
    const host = project.scripts.get(path);
    if (!file) return [];
    return [host ? outlineHost(host, file.text) : outlineShell(parseShellFile(file).tree)];
  });
}
