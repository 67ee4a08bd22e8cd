import { showRelative } from '../../model/host-path.ts';
import type { Project } from '../../model/project.ts';
import { isShellScript } from '../../parse/is-shell-script.ts';
import { parseShellFile } from '../../parse/parse-file.ts';
import { readSettings } from '../../parse/read-settings.ts';
import { parseShell } from '../../parse/shell.ts';
import { suppose } from './log.ts';
import { capture, runStatements } from './run-script.ts';
import { runSection } from './run-section.ts';
import { runTraps } from './run-traps.ts';
import { listPaths, type World } from './world.ts';

/** What somebody starts in a clean checkout. */
export interface Start {
  /** A script, a file with sections, or a Dockerfile that is built by hand. */
  readonly file: string;
  /** `undefined` for what is no file with sections. */
  readonly section: string | undefined;
  /** Relative to the repository; `''` is its root. */
  readonly directory: string;
}

/** A project, as it is or as it will be. */
export interface Setting {
  readonly project: Project;
  /** The project before the plan. */
  readonly before: Project;
  readonly decisions: Map<string, boolean>;
}

/** What one start leaves, its tests going as decided. */
export function runGoal(start: Start, setting: Setting): World {
  const host = start.section === undefined ? undefined : setting.project.scripts.get(start.file);
  if (start.section === undefined) return runScript(start, setting);
  const world = startWorld(start, setting, parseShell(start.file, '').tree);
  if (!host?.sections.some(({ name }) => name === start.section))
    world.notes.push({
      result: 'unproved',
      statement: `there is no \`${start.section}\``,
      span: { file: start.file, start: 0, end: 0 },
    });
  else
    runSection(
      world,
      { host, directory: start.directory, given: [], isElsewhere: false, done: new Set(), shell: { runStatements, capture } },
      start.section,
    );
  return world;
}

function runScript(start: Start, setting: Setting): World {
  const file = setting.project.files.get(start.file);
  const isScript = !/(?:^|\/)[^/]*dockerfile[^/]*$/i.test(start.file) || (file !== undefined && isShellScript(file));
  const byHand = `docker build -t image -f ${showRelative(start.directory, start.file)} .`;
  const parsed = isScript && file ? parseShellFile(file) : parseShell(start.file, isScript ? '' : byHand);
  const world = startWorld(start, setting, parsed.tree);
  const error = parsed.diagnostics.find(({ severity }) => severity === 'error');
  if (file === undefined || error)
    world.notes.push({ result: 'unproved', statement: 'the script cannot be read', span: error?.span });
  for (const span of parsed.tree.mended) suppose(world, 'blanks behind a `\\` are read as a continuation', span);
  world.buildFiles.add(start.file);
  runStatements(world, parsed.tree.script.commands);
  runTraps(world, runStatements);
  return world;
}

function startWorld({ directory }: Start, { project, before, decisions }: Setting, tree: World['tree']): World {
  return {
    project: { ...project, settings: readSettings(project).settings },
    before,
    decisions,
    tree,
    paths: listPaths(project),
    directory,
    variables: new Map(),
    exported: new Set(),
    functions: new Map(),
    host: new Map(),
    taken: new Set(),
    removed: new Set(),
    moved: new Map(),
    images: new Map(),
    built: new Set(),
    buildFiles: new Set(),
    sections: new Set(),
    fed: new Set(),
    rests: new Map(),
    ranOn: new Map(),
    containers: new Map(),
    log: [],
    notes: [],
    asked: new Set(),
    answers: new Set(),
    atExit: [],
    stack: [],
    positional: undefined,
    isRecipe: false,
    manner: '',
    output: undefined,
    stream: undefined,
    after: '',
    stopped: 'no',
    exitWord: '',
    unsure: undefined,
    lastBuilt: undefined,
    // The planner follows 2,000 commands; here lists and pipes count too.
    fuel: 6_000,
    calls: 0,
    isLost: false,
    lacksDockerfile: false,
  };
}
