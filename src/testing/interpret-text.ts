import { readHostScripts } from '../discover/hosts/index.ts';
import { interpretScript } from '../interpret/interpret-script.ts';
import type { BuildGraph } from '../model/build-graph.ts';
import type { EntryType, Project, ProjectFile } from '../model/project.ts';
import { parseShell } from '../parse/shell.ts';

/** The path that `interpretText` gives its script. */
export const SCRIPT = 'build.sh';

/** A project that holds these files and the directories above them, all of mode 0644. A path that ends in `/` is an empty directory. */
export function makeProject(files: Readonly<Record<string, string>>): Project {
  const tree = new Map<string, EntryType>([['', 'directory']]);
  const read = new Map<string, ProjectFile>();
  for (const [name, text] of Object.entries(files)) {
    const path = name.replace(/\/$/, '');
    const segments = path.split('/');
    for (let depth = 1; depth < segments.length; depth += 1) tree.set(segments.slice(0, depth).join('/'), 'directory');
    tree.set(path, name.endsWith('/') ? 'directory' : 'file');
    if (!name.endsWith('/')) read.set(path, { path, text, mode: 0o644 });
  }
  return { files: read, tree, scripts: readHostScripts(read.values()) };
}

/** The graph of a script that stands as `build.sh` at the root of a project with these files. `assumed` is as `--assume NAME=value`. */
export function interpretText(
  files: Readonly<Record<string, string>>,
  script: string,
  assumed: Readonly<Record<string, string>> = {},
): BuildGraph {
  const project = makeProject({ ...files, [SCRIPT]: script });
  return interpretScript(project, parseShell(SCRIPT, script), new Map(Object.entries(assumed)));
}
