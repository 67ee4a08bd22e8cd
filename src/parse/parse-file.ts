import type { ProjectFile } from '../model/project.ts';
import { type ParsedDockerfile, parseDockerfile } from './dockerfile.ts';
import { type ParsedShell, parseShell } from './shell.ts';

/** A file's value never changes, so neither does what it parses to; the trees go with their files. */
const scripts = new WeakMap<ProjectFile, ParsedShell>();
const dockerfiles = new WeakMap<ProjectFile, ParsedDockerfile>();

/** The tree of a shell script of the project; parsed once, however many phases ask for it. */
export function parseShellFile(file: ProjectFile): ParsedShell {
  const known = scripts.get(file) ?? parseShell(file.path, file.text);
  scripts.set(file, known);
  return known;
}

/** The tree of a Dockerfile of the project; parsed once. */
export function parseDockerfileFile(file: ProjectFile): ParsedDockerfile {
  const known = dockerfiles.get(file) ?? parseDockerfile(file.path, file.text);
  dockerfiles.set(file, known);
  return known;
}
