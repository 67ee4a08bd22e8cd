import { joinPath } from '../model/host-path.ts';
import type { Project } from '../model/project.ts';
import { isIgnored, parseDockerignore } from './dockerignore.ts';

/** Whether the `.dockerignore` of a context leaves out a path, which is relative to the context. */
export function isLeftOut(project: Project, context: string, path: string): boolean {
  const ignore = project.files.get(joinPath(context, '.dockerignore'));
  return ignore !== undefined && isIgnored(parseDockerignore(ignore.text), path);
}
