import { formatPatch, type StructuredPatch } from 'diff';
import type { FileChange } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import { diffFile, type Hunk } from './diff.ts';

/**
 * A patch of all changes that `git apply` takes at the repository root: new and deleted files, mode lines, files without a newline at
 * the end, paths in git's quoting. The text is not escaped: it is for files and pipes.
 */
export function toPatch(changes: readonly FileChange[], project: Project): string {
  return changes.map((change) => printFilePatch(change, project)).join('');
}

function printFilePatch(change: FileChange, project: Project): string {
  const oldMode = showGitMode(project.files.get(change.path)?.mode ?? change.mode);
  const newMode = showGitMode(change.mode);
  const isModeChanged = change.action === 'modify' && oldMode !== newMode;
  const hunks = diffFile(change);
  if (change.action === 'modify' && hunks.length === 0 && !isModeChanged) return '';
  const patch: StructuredPatch = {
    isGit: true,
    isCreate: change.action === 'create',
    isDelete: change.action === 'delete',
    oldFileName: change.action === 'create' && hunks.length > 0 ? '/dev/null' : `a/${change.path}`,
    newFileName: change.action === 'delete' && hunks.length > 0 ? '/dev/null' : `b/${change.path}`,
    oldHeader: undefined,
    newHeader: undefined,
    ...(change.action === 'modify' && !isModeChanged ? {} : { oldMode, newMode }),
    hunks: hunks.map(toStructuredHunk),
  };
  return formatPatch(patch);
}

/** git knows two modes of a plain file. */
function showGitMode(mode: number): string {
  return (mode & 0o100) === 0 ? '100644' : '100755';
}

function toStructuredHunk(hunk: Hunk): StructuredPatch['hunks'][number] {
  return { ...hunk, lines: [...hunk.lines] };
}
