import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { FileChange } from '../model/plan.ts';
import { type FileImage, type Found, isImage, readImage } from './file-image.ts';
import { fromBasePath, toBasePath, type WorkTree } from './find-work-tree.ts';
import { isPathInside } from './is-path-inside.ts';
import type { JournalEntry } from './journal.ts';

/** The entries of a transaction, or why there can be none. */
export type CheckedTargets =
  | { readonly kind: 'ready'; readonly entries: readonly JournalEntry[] }
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] };

type Checked = { readonly entry: JournalEntry } | { readonly diagnostic: Diagnostic };

/**
 * Compares every before-image with the disk, byte by byte, and reads the modes to give back. Paths that leave the root, lead through
 * links or hold something else than a plain file are refused.
 */
export async function checkTargets(changes: readonly FileChange[], tree: WorkTree): Promise<CheckedTargets> {
  const twice = changes.find((change, index) => changes.findIndex(({ path }) => path === change.path) !== index);
  if (twice) throw new Error(`\`${twice.path}\` is changed twice in one plan`);
  const checked = await Promise.all(changes.map((change) => checkTarget(change, tree)));
  const diagnostics = checked.flatMap((item) => ('diagnostic' in item ? [item.diagnostic] : []));
  if (diagnostics.length > 0) return { kind: 'refused', diagnostics };
  return { kind: 'ready', entries: checked.flatMap((item) => ('entry' in item ? [item.entry] : [])) };
}

/** The files that are not what a transaction wrote, as diagnostics for `undo`. */
export async function checkUnchanged(entries: readonly JournalEntry[], tree: WorkTree): Promise<readonly Diagnostic[]> {
  const checked = await Promise.all(
    entries.map(async ({ path, after }): Promise<readonly Diagnostic[]> => {
      const found = await readImage(tree.base, path);
      if (isImage(found, after)) return [];
      const name = fromBasePath(tree, path);
      const help = 'take the change out of the file, or restore the file with git';
      return [refuseObstacle(name, found) ?? { ...refuseChanged(name, describeChange(found, after)), help }];
    }),
  );
  return checked.flat();
}

/** Says that a file is not what it should be: `has changed since it was read`. */
export function refuseChanged(path: string, what: string): Diagnostic {
  return refuse('tree/changed-since', path, `\`${path}\` ${what}`);
}

async function checkTarget(change: FileChange, tree: WorkTree): Promise<Checked> {
  const { path } = change;
  if (!isPathInside(path)) {
    return { diagnostic: refuse('tree/outside-root', path, `\`${path}\` is not a path below the root`) };
  }
  const found = await readImage(tree.base, toBasePath(tree, path));
  const obstacle = refuseObstacle(path, found) ?? refuseContent(change, found);
  if (obstacle) return { diagnostic: obstacle };
  const before = found.kind === 'file' ? found.image : undefined;
  return { entry: { path: toBasePath(tree, path), before, after: toImage(change, before) } };
}

function refuseObstacle(path: string, found: Found): Diagnostic | undefined {
  if (found.kind === 'link') return refuse('tree/link', path, `\`${found.at}\` is a symbolic link`);
  if (found.kind === 'not-a-file') return refuse('tree/not-a-file', path, `\`${found.at}\` is in the way of \`${path}\``);
  return undefined;
}

function refuseContent({ path, action, before }: FileChange, found: Found): Diagnostic | undefined {
  if (action === 'create') {
    return found.kind === 'absent' ? undefined : refuse('tree/target-exists', path, `\`${path}\` is there already`);
  }
  if (before === undefined) throw new Error(`the plan changes \`${path}\` without its old text`);
  if (found.kind !== 'file') return refuseChanged(path, 'is not there any more');
  return found.image.bytes.equals(Buffer.from(before)) ? undefined : refuseChanged(path, 'has changed since it was read');
}

function toImage({ path, action, after, mode }: FileChange, before: FileImage | undefined): FileImage | undefined {
  if (action === 'delete') return undefined;
  if (after === undefined) throw new Error(`the plan writes \`${path}\` without a text`);
  return { bytes: Buffer.from(after), mode: mode & 0o7777, owner: before?.owner };
}

function describeChange(found: Found, after: FileImage | undefined): string {
  if (found.kind !== 'file') return 'was removed since it was written';
  if (!after) return 'was made anew since it was removed';
  return found.image.bytes.equals(after.bytes) ? 'has another mode since it was written' : 'has changed since it was written';
}

function refuse(
  code: 'tree/changed-since' | 'tree/link' | 'tree/not-a-file' | 'tree/outside-root' | 'tree/target-exists',
  path: string,
  message: string,
): Diagnostic {
  return diagnose(code, 'error', message, { span: { file: path, start: 0, end: 0 }, help: HELP[code] });
}

const HELP = {
  'tree/changed-since': 'run restage again: it plans anew',
  'tree/link': 'put a plain file or directory in its place',
  'tree/not-a-file': 'move it away',
  'tree/outside-root': 'run restage on the directory that holds all files of the build',
  'tree/target-exists': 'rename or remove it',
} as const;
