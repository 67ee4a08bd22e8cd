import { findRole } from '../discover/find-role.ts';
import { readHostScripts } from '../discover/hosts/index.ts';
import type { ProjectFile } from '../model/project.ts';
import { parseDockerfile } from '../parse/dockerfile.ts';
import { parseSection } from '../parse/host-shell.ts';
import { isShellScript } from '../parse/is-shell-script.ts';
import { parseShell } from '../parse/shell.ts';

/** Parses a file of a project as restage does, whatever it is, and keeps nothing: what benchmarks measure against. */
export function parseFile(file: ProjectFile): void {
  const { path, text } = file;
  if (findRole(path) === 'dockerfile') parseDockerfile(path, text);
  else if (isShellScript(file)) parseShell(path, text);
  for (const host of readHostScripts([file]).values()) {
    for (const section of host.sections) parseSection(host, section, text);
  }
}
