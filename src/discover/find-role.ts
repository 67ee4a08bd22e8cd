import { findBasename } from '../model/project.ts';

/** What a file is to restage, told from its name. */
export type FileRole = 'dockerfile' | 'ignore-file' | 'script' | 'caller' | 'setting' | 'document';

/** Tried in order on the last segment of the path. */
const BY_NAME: readonly (readonly [RegExp, FileRole])[] = [
  [/\.dockerignore$|^\.containerignore$/, 'ignore-file'],
  [/\.(?:sh|bash|dash|ksh)$/, 'script'],
  [/^\.(?:prettierrc.*|editorconfig)$|^restage\.config\.json$/, 'setting'],
  [/^(?:GNU)?makefile$|\.(?:mk|mak)$|^makefile[.-]/i, 'caller'],
  [/compose[^/]*\.ya?ml$|^docker-bake\.(?:hcl|json)$/, 'caller'],
  [/^(?:\.gitlab-ci.*|\.travis|bitbucket-pipelines|azure-pipelines|\.drone|buildspec|cloudbuild)\.ya?ml$/, 'caller'],
  [/^Jenkinsfile|^Taskfile(?:\.dist)?\.ya?ml$|^package\.json$|^\.?justfile$/i, 'caller'],
  [/^README|\.(?:md|markdown)$/i, 'document'],
  [/^(?:Docker|Container)file|(?:Docker|Container)file$|^dockerfile(?:[._-]|$)|\.(?:docker|container)file$/, 'dockerfile'],
];

/** Tried on the whole path. */
const BY_PATH = /(?:^|\/)\.(?:github\/(?:workflows|actions)\/.*|circleci\/[^/]*)\.ya?ml$/;

/**
 * The role of a file by its path, or `undefined` when the name does not tell. Names of Dockerfiles follow the Docker CLI's
 * conventions (`Dockerfile`, `Dockerfile.prod`, `prod.Dockerfile`, `prod.dockerfile`) and Podman's `Containerfile`.
 */
export function findRole(path: string): FileRole | undefined {
  // What an installer put there is somebody else's, even where it is committed.
  if (/(?:^|\/)node_modules\//.test(path)) return undefined;
  if (BY_PATH.test(path)) return 'caller';
  const name = findBasename(path);
  return BY_NAME.find(([pattern]) => pattern.test(name))?.[1];
}
