import type { HostPath } from './build-graph.ts';

/** Programs whose words are files. */
const FILE_PROGRAMS = new Set(
  (
    'cp mv scp rsync tar zip gzip strip upx install chmod chown file ldd sha256sum md5sum gpg cat ln du ls aws gsutil az curl ' +
    'github-release ghr gh hub cosign codesign'
  ).split(' '),
);

/** Whether a command takes all of the directory it runs in: `scp -r . host:`. */
export function takesAll(command: string): boolean {
  return /(?:^|\s)["']?(?:\.\/?|(?:\.\/)?\*|"?\$\{?(?:PWD|CI_PROJECT_DIR)\}?\/?)["']?(?=\s|$)/.test(command);
}

/**
 * Whether a command that no reader knows takes a file by its words: a path that can be nothing else, or a bare name among the words of a
 * program whose words are files. `app` in `kubectl set image app` is the name of something else.
 */
export function takesPath(command: string, path: HostPath): boolean {
  const words = command.split(/[\s"'=:;|&()]+/);
  const isNamed = words.some(
    (word) => word === `./${path}` || word.startsWith(`./${path}/`) || (path.includes('/') && word === path),
  );
  return isNamed || (words.includes(path) && words.some((word) => FILE_PROGRAMS.has(word)));
}
