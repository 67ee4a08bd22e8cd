import { findRole } from '../discover/find-role.ts';
import { readHostScripts } from '../discover/hosts/index.ts';
import type { Project, ProjectFile } from '../model/project.ts';
import type { HostScript } from '../model/script-host.ts';
import { parseDockerfile } from '../parse/dockerfile.ts';
import { parseSection } from '../parse/host-shell.ts';
import { isShellScript } from '../parse/is-shell-script.ts';
import { parseShell } from '../parse/shell.ts';

/** Parses a file as restage does, whatever it is, and keeps nothing: what benchmarks measure against. */
export function parseFile(file: ProjectFile): void {
  parseOwn(file, readHostScripts([file]).get(file.path));
}

/** Parses every file of a project whose host files were read with it; what planning parses is parsed again. */
export function parseProject({ files, scripts }: Project): void {
  for (const file of files.values()) parseOwn(file, scripts.get(file.path));
}

function parseOwn(file: ProjectFile, host: HostScript | undefined): void {
  const { path, text } = file;
  if (findRole(path) === 'dockerfile') parseDockerfile(path, text);
  else if (isShellScript(file)) parseShell(path, text);
  // A section that is parsed is kept by its identity, so this one has another.
  for (const section of host?.sections ?? []) if (host) parseSection(host, { ...section }, text);
}
