import { findRole } from '../discover/find-role.ts';
import { readHostScripts } from '../discover/hosts/index.ts';
import type { Project, ProjectFile } from '../model/project.ts';
import type { HostScript } from '../model/script-host.ts';
import { parseSection } from '../parse/host-shell.ts';
import { isShellScript } from '../parse/is-shell-script.ts';
import { parseDockerfileFile, parseShellFile } from '../parse/parse-file.ts';

/** Parses a file as restage does, whatever it is: what benchmarks measure against. */
export function parseFile(file: ProjectFile): void {
  parseOwn(file, readHostScripts([file]).get(file.path));
}

/** Parses every file of a project whose host files were read with it. The trees are kept with the files, as they are while planning. */
export function parseProject({ files, scripts }: Project): void {
  for (const file of files.values()) parseOwn(file, scripts.get(file.path));
}

function parseOwn(file: ProjectFile, host: HostScript | undefined): void {
  if (findRole(file.path) === 'dockerfile') parseDockerfileFile(file);
  else if (isShellScript(file)) parseShellFile(file);
  for (const section of host?.sections ?? []) if (host) parseSection(host, section, file.text);
}
