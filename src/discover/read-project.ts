import { realpathSync } from 'node:fs';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { EntryType, Project, ProjectFiles } from '../model/project.ts';
import type { HostScript } from '../model/script-host.ts';
import { findNamedFiles, indexNames } from './find-named-files.ts';
import { type FileRole, findRole } from './find-role.ts';
import { findScripts } from './find-scripts.ts';
import { readHostScripts } from './hosts/index.ts';
import { LIMITS, type Limits } from './limits.ts';
import { listProject } from './list-project.ts';
import { type Candidate, type Reading, readCandidates } from './read-candidates.ts';

/** A project with what was noticed while it was read. */
export interface ReadProject {
  readonly project: Project;
  readonly diagnostics: readonly Diagnostic[];
}

/** What was read of a project, the shell in its Makefiles and their like not yet. */
export interface ReadFiles {
  readonly read: ProjectFiles;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The project in a directory. In a git repository with `root` at its top it holds what git tracks or would track; elsewhere what is on
 * disk. Runs nothing but `git ls-files`, opens regular files only and none outside of `root`. Both maps are sorted by path, so the result
 * depends on the files alone. Diagnostics have area `file/`; where a file is concerned, the span is its start.
 *
 * @throws an error of the file system when `root` itself is not there.
 */
export async function readProject(root: string, limits: Limits = LIMITS): Promise<ReadProject> {
  const { read, diagnostics } = await readFiles(root, limits);
  const scripts = readHostScripts(read.files.values());
  return { project: { ...read, scripts }, diagnostics: [...diagnostics, ...reportCut(scripts.values())] };
}

/** The files of {@link readProject}, for those who look at the texts before anything is made of them. @throws as it does. */
export async function readFiles(root: string, limits: Limits = LIMITS): Promise<ReadFiles> {
  const top = realpathSync.native(root);
  const { tree, diagnostics: listingDiagnostics } = await listProject(top, limits.paths);
  const { candidates, documents, diagnostics: findingDiagnostics } = findCandidates(top, tree, limits);
  const { files, diagnostics } = readAll({ top, tree, limits }, [candidates, documents]);
  const sorted = files.sort((left, right) => (left.path < right.path ? -1 : 1));
  return {
    read: { tree, files: new Map(sorted.map((file) => [file.path, file])) },
    diagnostics: [...listingDiagnostics, ...findingDiagnostics, ...diagnostics],
  };
}

function reportCut(scripts: Iterable<HostScript>): readonly Diagnostic[] {
  const help = 'move the commands that build images to a file of their own';
  return [...scripts].flatMap(({ file, isCut }) => {
    const message = `\`${file}\` holds too many targets, jobs or variables for its length: its commands were not followed`;
    return isCut ? [diagnose('file/too-large', 'warning', message, { span: { file, start: 0, end: 0 }, help })] : [];
  });
}

/** A document or a setting that cannot be read changes no plan. */
const SEVERITY: Readonly<Record<FileRole, 'warning' | 'info'>> = {
  dockerfile: 'warning',
  'ignore-file': 'warning',
  script: 'warning',
  caller: 'warning',
  setting: 'info',
  document: 'info',
};

function findCandidates(top: string, tree: ReadonlyMap<string, EntryType>, limits: Limits) {
  const known = [...tree].flatMap(([path, type]) => {
    const role = type === 'directory' ? undefined : findRole(path);
    return role === undefined ? [] : [{ path, severity: SEVERITY[role], role }];
  });
  const { paths, isCut } = findScripts(top, tree, limits.probes);
  const scripts = paths.map((path) => ({ path, severity: 'info' as const, role: 'script' as const }));
  const message = `only ${limits.probes} files of unknown kind were looked at for scripts`;
  const help = 'give scripts the ending `.sh`, or run restage on the directory you mean';
  return {
    candidates: [...known.filter(({ role }) => role !== 'document'), ...scripts],
    documents: known.filter(({ role }) => role === 'document'),
    diagnostics: isCut ? [diagnose('file/too-many', 'info', message, { help })] : [],
  };
}

interface Source {
  readonly top: string;
  readonly tree: ReadonlyMap<string, EntryType>;
  readonly limits: Limits;
}

/** Reads one group after the other, each followed by what its files name, until nothing new is named. */
function readAll({ top, tree, limits }: Source, groups: readonly (readonly Candidate[])[]) {
  const index = indexNames(tree);
  const seen = new Set(groups.flat().map(({ path }) => path));
  const readings: Reading[] = [];
  let totalBytes = limits.totalBytes;
  for (const group of groups) {
    for (let next = group; next.length > 0; ) {
      const reading = readCandidates(top, next, { ...limits, totalBytes });
      readings.push(reading);
      totalBytes -= reading.bytes;
      const named = new Set(reading.files.flatMap((file) => findNamedFiles(file, index)));
      next = [...named].filter((path) => !seen.has(path)).map((path) => ({ path, role: findRole(path), severity: undefined }));
      for (const { path } of next) seen.add(path);
    }
  }
  const skipped = readings.flatMap((reading) => reading.skipped);
  return {
    files: readings.flatMap(({ files }) => files),
    diagnostics: [...readings.flatMap(({ diagnostics }) => diagnostics), ...reportSkipped(skipped, limits)],
  };
}

function reportSkipped(skipped: readonly Candidate[], { totalBytes }: Limits): readonly Diagnostic[] {
  const [first] = skipped;
  if (first === undefined) return [];
  const message = `${skipped.length} files were not read, \`${first.path}\` first: together the texts hold more than ${totalBytes} bytes`;
  return [diagnose('file/too-much-text', 'warning', message, { help: 'run restage on the directory you mean' })];
}
