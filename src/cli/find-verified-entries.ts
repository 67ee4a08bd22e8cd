import { interpretScript } from '../interpret/interpret-script.ts';
import type { FileChange, PipelinePlan } from '../model/plan.ts';
import type { Project, ProjectFile } from '../model/project.ts';
import { UsageError } from '../model/usage-error.ts';
import { isShellScript } from '../parse/is-shell-script.ts';
import { parseShell } from '../parse/shell.ts';
import type { VerifiedEntry } from '../verify/engine/forms/verify-conversion.ts';

/** Commands in place of the scripts themselves, for the shell. */
export interface Commands {
  readonly run?: string;
  readonly runAfter?: string;
}

/**
 * How each script of these pipelines is run, old and new. A Dockerfile without a script is built by hand under a name of its own.
 *
 * @throws UsageError for an entry that is neither, such as a Makefile, unless a command is given.
 */
export function findVerifiedEntries(
  project: Project,
  pipelines: readonly PipelinePlan[],
  { run, runAfter = run }: Commands,
): readonly VerifiedEntry[] {
  const paths = [...new Set(pipelines.map(({ entry }) => entry.file))];
  return paths.map((path) => {
    const file = project.files.get(path);
    const given = { path, directory: '', mended: findMended(project, pipelines, path) };
    if (run !== undefined) return { ...given, before: ['sh', '-c', run], after: ['sh', '-c', runAfter ?? run] };
    if (file && isShellScript(file)) return { ...given, ...runScript(project, file) };
    if (/(?:docker|container)file/i.test(path)) {
      const command = ['docker', 'build', '-t', 'restage-verify:image', '-f', path, '.'];
      return { ...given, before: command, after: command };
    }
    throw new UsageError(
      `\`${path}\` is not a script that can be run by itself; name the command with --run 'make image' or the like`,
    );
  });
}

function runScript(project: Project, file: ProjectFile): Pick<VerifiedEntry, 'directory' | 'before' | 'after'> {
  const { directory } = interpretScript(project, parseShell(file.path, file.text), new Map());
  const below = directory === '' ? file.path : file.path.slice(directory.length + 1);
  const shell = /^#!.*\bbash\b/.test(file.text) ? 'bash' : 'sh';
  // A script that may not be executed is run through the shell it names.
  const command = (file.mode & 0o111) !== 0 && file.text.startsWith('#!') ? [`./${below}`] : [shell, below];
  return { directory, before: command, after: command };
}

/** The scripts in which blanks behind a `\` end a command against what is meant: as written, the old way does not work. */
function findMended(project: Project, pipelines: readonly PipelinePlan[], entry: string): readonly FileChange[] {
  const assumed = pipelines.filter((pipeline) => pipeline.entry.file === entry).flatMap(({ assumptions }) => assumptions);
  const spans = assumed.filter(({ kind }) => kind === 'blank-after-backslash').flatMap(({ because }) => because);
  return [...new Set(spans.map(({ file }) => file))].flatMap((path): readonly FileChange[] => {
    const file = project.files.get(path);
    if (!file) return [];
    const after = file.text.replace(/\\[ \t]+$/gm, '\\');
    return [{ path, action: 'modify', before: file.text, after, mode: file.mode, origins: [] }];
  });
}
