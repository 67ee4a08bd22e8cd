import { describeSteps, describeTags } from '../testing/describe-step.ts';
import { interpretText } from '../testing/interpret-text.ts';

const FILES = {
  Dockerfile: 'FROM a\n',
  'a/Dockerfile': 'FROM a\n',
  'b/Dockerfile': 'FROM a\n',
  'lib.sh': 'build() { docker build -t "$1" .; }\nV=lib\n',
};
const run = (script: string) => interpretText(FILES, script);
const steps = (script: string) => describeSteps(run(script));
const tags = (script: string) => describeTags(run(script));
/** The image that a container is made from after a script. */
const image = (script: string, name: string) => run(`${script}\ndocker create --name probe ${name}`).containers.at(-1)?.image;

describe('branches', () => {
  test('of an open test both run, each under its guard', () => {
    const script =
      'if [ "$1" = x ]; then docker build -t a .; elif [ "$1" = y ]; then docker build -t b .; else docker build -t c .; fi';
    expect(steps(script)).toEqual(['?then build build:0', '?else ?then build build:1', '?else ?else build build:2']);
  });

  test('that agree join', () => {
    expect(image('docker build -t a .\nif [ "$1" ]; then V=a; else V=a; fi', '$V')).toBe('build:0');
  });

  test('that disagree leave a tag open', () => {
    expect(image('if [ "$1" ]; then docker build -t a .; else docker build -t a ./a; fi', 'a')).toBe('ambiguous:a:latest');
  });

  test('that end are not joined', () => {
    expect(image('docker build -t a .\nif [ "$1" ]; then docker build -t a ./a; exit 1; fi', 'a')).toBe('build:0');
  });

  test('of a `case` over a known word: one runs', () => {
    expect(
      tags('V=prod\ncase "$V" in dev) docker build -t d . ;; p*|q) docker build -t p . ;; *) docker build -t o . ;; esac'),
    ).toEqual(['p']);
  });

  test('of a `case` over an open word: all run', () => {
    expect(tags('case "$1" in dev) docker build -t d . ;; *) docker build -t o . ;; esac')).toEqual(['d', 'o']);
  });

  test.each<[string, readonly string[]]>([
    ['docker build -t a . && docker push a', ['build build:0', 'push build:0']],
    ['docker build -t a . || docker push a', ['build build:0', '?failure push build:0']],
    ['docker build -t a . || exit 1; docker push a', ['build build:0', 'push build:0']],
    ['[ "$1" ] && docker build -t a .', ['?success build build:0']],
    ['[ "$1" ] || docker build -t a .', ['?failure build build:0']],
    ['[ a = b ] && docker build -t a . || docker build -t b .', ['build build:0']],
    ['false; docker build -t a .', ['build build:0']],
    ['! true || docker build -t a .', ['build build:0']],
    ['docker image inspect a || docker build -t a .', ['?failure build build:0']],
  ])('%s', (script, expected) => {
    expect(steps(script)).toEqual(expected);
  });
});

describe('loops', () => {
  test.each<[string, readonly string[]]>([
    ['for i in a b; do docker build -t $i .; done', ['a', 'b']],
    ['L="a b"; for i in $L; do docker build -t $i .; done', ['a', 'b']],
    ['L=(a b); for i in "${L[@]}"; do docker build -t $i .; done', ['a', 'b']],
    ['for i in a b c; do [ $i = b ] && continue; docker build -t $i .; done', ['a', 'c']],
    ['for i in a b c; do [ $i = b ] && break; docker build -t $i .; done; docker build -t z .', ['a', 'z']],
    ['for i in a b; do for j in 1 2; do docker build -t $i$j .; done; done', ['a1', 'a2', 'b1', 'b2']],
    ['f() { for i; do docker build -t $i .; done; }; f a b', ['a', 'b']],
    ['for i in a b; do (cd $i && docker build -t $i .); done', ['a', 'b']],
    ['for i in $LIST; do docker build -t $i .; done', ['$i']],
    ['for i in *.x; do docker build -t $i .; done', ['$i']],
    ['while read -r i; do docker build -t $i .; done < list', ['$i']],
    ['i=0; while [ $i -lt 2 ]; do docker build -t v$i .; i=$((i + 1)); done', ['v$i']],
    ['for ((i = 0; i < 2; i++)); do docker build -t v$i .; done', ['v$i']],
    ['for i in "$@"; do docker build -t $i .; done', ['$i']],
  ])('%s builds %j', (script, expected) => {
    expect(tags(script)).toEqual(expected);
  });

  test('of unknown length run once, under a guard', () => {
    expect(steps('until docker inspect x; do docker build -t a .; done')).toEqual(['?loop build build:0']);
  });

  test('that never end in sight are cut', () => {
    const deep = `${'for i in 1 2 3 4 5 6 7 8 9 0; do '.repeat(5)}docker build -t a .; ${'done; '.repeat(5)}`;
    expect(run(deep).diagnostics.map(({ code }) => code)).toContain('flow/too-long');
  });
});

describe('functions', () => {
  test.each<[string, readonly string[]]>([
    ['f() { docker build -t "$1" .; }; f a; f b', ['a', 'b']],
    ['function f { docker build -t "$2$1" .; }; f a b', ['ba']],
    ['f() { docker build -t "$1-$#" .; }; f a b', ['a-2']],
    ['f() { docker build -t "x$2" .; }; f a', ['x']],
    ['f() { shift; docker build -t "$1" .; }; f a b', ['b']],
    ['f() { g "$@"; }; g() { docker build -t "$1$2" .; }; f a b', ['ab']],
    ['f() { docker build -t "$1" .; }; f "$@"', ['$1']],
    ['f() { docker build -t "$2" .; }; f a "$@"', ['$2']],
    ['f() { return; docker build -t a .; }; f; docker build -t b .', ['b']],
    ['f() { exit; }; f; docker build -t b .', []],
    ['f() { local V=in; }; V=out; f; docker build -t $V .', ['out']],
    ['f() { V=in; }; V=out; f; docker build -t $V .', ['in']],
    ['f() (V=in); V=out; f; docker build -t $V .', ['out']],
    ['f() { docker build -t "$(basename "$0")" .; }; f', ['build.sh']],
    ['f() { f; }; f; docker build -t a .', ['a']],
    ['. ./lib.sh; build a; docker build -t $V .', ['a', 'lib']],
    ['source "$(dirname "$0")/lib.sh"; build a', ['a']],
    ['set -- a b; docker build -t "$2" .', ['b']],
    ['set -eu; set -o pipefail; docker build -t "x$1" .', ['x$1']],
  ])('%s builds %j', (script, expected) => {
    expect(tags(script)).toEqual(expected);
  });

  test('get the arguments of the script as the script has them', () => {
    const graph = run('docker build -t "$2" .\nmain() { docker create --name x "$2"; }\nmain "$@"');
    expect(graph.containers.map((container) => container.image)).toEqual(['build:0']);
  });

  test('and so behind a shift', () => {
    const graph = run('docker build -t "$2" .\nshift\nmain() { docker create --name x "$4"; }\nmain first second "$@"');
    expect(graph.containers.map((container) => container.image)).not.toEqual(['build:0']);
    const same = run('docker build -t "$2" .\nshift\nmain() { docker create --name x "$2"; }\nmain first "$@"');
    expect(same.containers.map((container) => container.image)).toEqual(['build:0']);
  });
});

describe('subshells and directories', () => {
  test.each<[string, readonly string[]]>([
    ['cd a; docker build .', ['a']],
    ['(cd a; docker build .); docker build .', ['a', '']],
    ['cd a && docker build . && cd .. && docker build .', ['a', '']],
    ['cd a; cd -; docker build .', ['']],
    ['pushd a; docker build .; popd; docker build .', ['a', '']],
    ['cd a; cd ../b; docker build .', ['b']],
    ['x=$(cd a; pwd); docker build "$x"', ['a']],
    ['cd a | cat; docker build .', ['']],
    ['{ cd a; }; docker build .', ['a']],
    ['if [ "$1" ]; then cd a; fi; docker build .', []],
  ])('%s builds in %j', (script, expected) => {
    expect(run(script).builds.map(({ context }) => context)).toEqual(expected);
  });

  test('files and images are the world’s', () => {
    expect(image('(docker build -t a .)', 'a')).toBe('build:0');
    expect(image('x=$(docker build -q -t a .)', '$x')).toBe('build:0');
  });

  test('a command inside a word belongs to the command around it', () => {
    const graph = run('docker rm $(docker create a)');
    expect(graph.steps.map(({ within }) => within)).toEqual([1, undefined]);
  });

  test('a command of a sourced file does not', () => {
    const graph = interpretText({ ...FILES, 'x.sh': 'docker build -t a .\n' }, '. ./x.sh');
    expect(graph.steps.map(({ within }) => within)).toEqual([undefined, undefined]);
  });
});

describe('redirections', () => {
  const at = (script: string, path: string) => run(`${script}\ndocker build -t probe .`).builds.at(-1)?.files.get(path)?.kind;

  test.each<[string, string, string | undefined]>([
    ['echo a > x', 'x', 'made'],
    ['echo a >> x', 'x', 'made'],
    ['echo a &> x', 'x', 'made'],
    ['docker logs c > x', 'x', 'made'],
    ['{ echo a; docker run b cat /a; } > x', 'x', 'unknown'],
    ['(echo a) >> x', 'x', 'unknown'],
    ['for i in 1 2; do echo $i; done > x', 'x', 'unknown'],
    ['echo a > /dev/null', '/dev/null', undefined],
    ['echo a 2>&1', '1', undefined],
    ['cat <<< x', 'x', undefined],
    ['{ echo a; } > /dev/null 2>&1', '1', undefined],
    ['f() { echo a; }; f > x', 'x', 'made'],
  ])('%s leaves at %s: %s', (script, path, expected) => {
    expect(at(script, path)).toBe(expected);
  });

  test.each(['> /dev/null 2>&1', '| tee log', '&> log', '2>&1 | grep -v x', '</dev/null', '&'])(
    'a build goes on before %s',
    (tail) => {
      expect(tags(`docker build -t a . ${tail}`)).toEqual(['a']);
    },
  );
});

test('a script that does not parse is not run', () => {
  const graph = run('docker build -t a .\nif true; then\n');
  expect(graph.steps).toEqual([]);
  expect(graph.diagnostics.map(({ code }) => code)).toEqual(['shell/syntax']);
});

test('the seed’s blanks behind a backslash are read as they were meant, and reported', () => {
  const graph = run('docker build --build-arg a=$a \\ \n    -t x . -f Dockerfile');
  expect(describeTags(graph)).toEqual(['x']);
  expect(graph.diagnostics.map(({ code }) => code)).toEqual(['shell/blank-after-backslash']);
});
