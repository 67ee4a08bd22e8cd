import type { EntryType } from '../model/project.ts';
import { findNamedFiles, indexNames } from './find-named-files.ts';

const PATHS = ['compile', 'docker/compile', 'docker/run', 'lib', 'conf/prod.yml', 'main.go', 'logo.png', 'constructor'];
const TREE = new Map<string, EntryType>([['docker', 'directory'], ...PATHS.map((path) => [path, 'file'] as const)]);

test.each([
  ['behind `-f`', 'build.sh', 'docker build -f docker/run .', ['docker/run']],
  ['behind `--file=`', 'build.sh', 'docker build --file=docker/run .', ['docker/run']],
  ['in quotes behind a variable', 'build.sh', `docker build -f "\${ROOT}/docker/run" .`, ['docker/run']],
  ['on the next line of a continued command', 'build.sh', 'docker build \\\r\n  --file \\\r\n  docker/run .', ['docker/run']],
  [
    'wherever it may stand, when only a directory above is known',
    'a/build.sh',
    'docker build -f compile .',
    ['compile', 'docker/compile'],
  ],
  ['by way of another directory', 'build.sh', 'docker build -f conf/../docker/run .', ['docker/run']],
  ['above the script', 'a/build.sh', 'docker build -f ../docker/run .', ['docker/run']],
  ['in a variable that stands behind `-f`', 'build.sh', 'F=docker/run\ndocker build -f $F .', ['docker/run']],
  ['in the list of a loop', 'build.sh', 'for f in docker/run lib; do\ndocker build -f $f .\ndone', ['docker/run', 'lib']],
  ['sourced with a dot', 'build.sh', 'set -e; . ./lib', ['lib']],
  ['sourced with `source`', 'build.sh', 'source lib', ['lib']],
  ['called through a shell', 'Makefile', 'all:\n\tbash docker/run', ['docker/run']],
  ['in a compose file', 'compose.yml', 'build:\n  dockerfile: docker/run', ['docker/run']],
  ['in a JSON array', 'package.json', '{"x": ["docker", "build", "-f", "docker/run"]}', ['docker/run']],
  ['in a document', 'README.md', '    docker build -f docker/run .', ['docker/run']],
  ['as another compose file', 'build.sh', 'docker-compose -f conf/prod.yml up', ['conf/prod.yml']],
])('finds a file %s', (_, path, text, expected) => {
  expect(findNamedFiles({ path, text, mode: 0o644 }, indexNames(TREE))).toEqual(expected);
});

test.each([
  ['programs and media', 'build.sh', 'rm -f main.go logo.png'],
  ['directories', 'build.sh', 'rm -rf docker'],
  ['words of lines that name no file', 'build.sh', 'echo lib compile'],
  ['what only a Dockerfile names', 'Dockerfile', 'RUN rm -f lib'],
  ['what is not there', 'build.sh', 'docker build -f toString -f docker/none -f /etc/run -f . -f / -f ..'],
])('passes over %s', (_, path, text) => {
  expect(findNamedFiles({ path, text, mode: 0o644 }, indexNames(TREE))).toEqual([]);
});

test('a word that fits many files stands for those at the root and beside the script only', () => {
  const paths = ['run', ...Array.from({ length: 20 }, (_, at) => `d${at}/run`)];
  const index = indexNames(new Map(paths.map((path) => [path, 'file'] as const)));
  expect(findNamedFiles({ path: 'd3/x.sh', text: 'sh run', mode: 0o644 }, index)).toEqual(['d3/run', 'run']);
});

test.each([
  ['dollars', '$'.repeat(1 << 20)],
  ['slashes', `${'../'.repeat(1 << 18)}lib`],
  ['dashes', '-f'.repeat(1 << 19)],
  ['backslashes and blanks', '\\ '.repeat(1 << 19)],
])('takes time in proportion to a text of %s', (_, text) => {
  const started = performance.now();
  findNamedFiles({ path: 'build.sh', text: `docker build -f ${text}`, mode: 0o644 }, indexNames(TREE));
  expect(performance.now() - started).toBeLessThan(2000);
});
