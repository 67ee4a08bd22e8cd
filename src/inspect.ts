import { interpretProject } from './interpret/interpret-project.ts';
import type { Project } from './model/project.ts';
import { parseDockerfile } from './parse/dockerfile.ts';
import { isShellScript } from './parse/is-shell-script.ts';
import { outlineShell } from './parse/outline-shell.ts';
import { readSettings } from './parse/read-settings.ts';
import { parseShell } from './parse/shell.ts';
import { planProject } from './pipeline.ts';
import { readAssumptions } from './plan/read-assumptions.ts';
import { printJson, toJson } from './report/to-json.ts';

/** The phase to stop behind. */
export type InspectedPhase = 'parse' | 'interpret' | 'plan';

/** What one phase makes of a file, as JSON text: for finding out why a plan is as it is. A Dockerfile has the phase `parse` only. */
export function inspectFile(project: Project, path: string, phase: InspectedPhase): string {
  const file = project.files.get(path);
  if (!file) return '';
  if (phase === 'plan') {
    const { plan, changes } = planProject(project, { entries: [path] });
    return printJson(toJson(plan, changes, project));
  }
  if (!isShellScript(file) && /(?:docker|container)file/i.test(path)) {
    const { tree, diagnostics } = parseDockerfile(path, file.text);
    return show({ directives: tree.directives, stages: tree.stages, globals: tree.globals, diagnostics });
  }
  const parsed = parseShell(path, file.text);
  if (phase === 'parse')
    return show({ outline: outlineShell(parsed.tree).root, mended: parsed.tree.mended, diagnostics: parsed.diagnostics });
  const { settings } = readSettings(project);
  const graphs = interpretProject({ ...project, settings }, { entries: [path], assumed: readAssumptions([]) });
  return show(
    graphs.map((graph) => ({
      ...graph,
      builds: graph.builds.map(({ dockerfile, ...build }) => ({ ...build, dockerfile: dockerfile.file })),
    })),
  );
}

/** Maps as objects; unknown stretches of paths as `<…>`. */
function show(data: unknown): string {
  const text = JSON.stringify(data, (_, value: unknown) => (value instanceof Map ? Object.fromEntries(value) : value), 2);
  return `${text.replace(/\\u0000([^"\\]*)\\u0000/g, '<$1>')}\n`;
}
