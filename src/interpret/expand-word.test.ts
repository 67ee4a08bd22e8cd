import { describeTags } from '../testing/describe-step.ts';
import { interpretText } from '../testing/interpret-text.ts';

const FILES = { Dockerfile: 'FROM a\n', 'web/Dockerfile': 'FROM a\n', 'scripts/x': '' };

/** The tags of the builds of a script; every word is used as one. */
const tags = (script: string, assumed = {}) => describeTags(interpretText(FILES, script, assumed));

describe('a parameter', () => {
  test.each<[string, string, string]>([
    ['${V}', 'V=abc', 'abc'],
    ['$V-x', 'V=abc', 'abc-x'],
    ['$V$W', 'V=a W=b', 'ab'],
    ['${V:-d}', 'V=abc', 'abc'],
    ['${V:-d}', 'V=', 'd'],
    ['${V-d}', 'V=a', 'a'],
    ['${V:=d}$V', 'V=', 'dd'],
    ['x${V:+d}', 'V=a', 'xd'],
    ['x${V:+d}', 'V=', 'x'],
    ['${V:?no}', 'V=a', 'a'],
    ['${V%.*}', 'V=a.b.c', 'a.b'],
    ['${V%%.*}', 'V=a.b.c', 'a'],
    ['${V#*.}', 'V=a.b.c', 'b.c'],
    ['${V##*.}', 'V=a.b.c', 'c'],
    ['${V%-x}', 'V=abc', 'abc'],
    ['${V/b/x}', 'V=abcb', 'axcb'],
    ['${V//b/x}', 'V=abcb', 'axcx'],
    ['${V/#a/x}', 'V=aba', 'xba'],
    ['${V/%a/x}', 'V=aba', 'abx'],
    ['${V:1}', 'V=abc', 'bc'],
    ['${V:1:1}', 'V=abc', 'b'],
    ['${V^^}', 'V=abc', 'ABC'],
    ['${V,,}', 'V=ABC', 'abc'],
    ['${V^}', 'V=abc', 'Abc'],
    ['v${#V}', 'V=abc', 'v3'],
    ['${W:-${V:-d}}', 'W= V=', 'd'],
    ['$V', 'V=a; V+=b', 'ab'],
    ['${V[1]}', 'V=(a b c)', 'b'],
    ['n${#V[@]}', 'V=(a b c)', 'n3'],
    ['${V[*]}', 'V=(a)', 'a'],
    ['$((1 + 2 * 3))', ':', '7'],
    ['v$((V + 1))', 'V=1', 'v2'],
    ['v$((V++))-$V', 'V=1', 'v1-2'],
    ['v$V', 'V=1; ((V += 2))', 'v3'],
    ['v$V', 'V=1; let V=V+1', 'v$V'],
    ["'$V'", 'V=a', '$V'],
    ['a"b"\'c\'', ':', 'abc'],
    ["$'a\\x62'", ':', 'ab'],
    ['"${V}"', 'V="a"', 'a'],
  ])('%s after %s is %s', (word, before, expected) => {
    expect(tags(`${before}\ndocker build -t ${word} .`)).toEqual([expected]);
  });

  test.each<[string, string, string]>([
    ['"$V"', ':', '$V'],
    ['"${V:-d}"', ':', '${V:-d}'],
    ['"${V%.*}"', ':', '${V%.*}'],
    ['"app-$(git describe)"', ':', 'app-$(git describe)'],
    ['"`git describe`"', ':', '`git describe`'],
    ['"v$((V + 1))"', ':', 'v$((V + 1))'],
    ['"${V[1]}"', ':', '${V[1]}'],
    ['"${!V}"', 'V=W', '${!V}'],
    ['"$V"', 'read -r V', '$V'],
    ['"$V"', 'V=a; read V', '$V'],
  ])('%s after %s is not known', (word, before, expected) => {
    expect(tags(`${before}\ndocker build -t ${word} .`)).toEqual([expected]);
  });

  test('is the same unknown wherever nothing changed it', () => {
    const graph = interpretText(FILES, 'docker build -t "$R:$V" .\nid=$(docker create "$R:$V")\ndocker cp $id:/app .');
    expect(graph.artifacts.map(({ image }) => image)).toEqual(['build:0']);
  });

  test.each([
    ['"${V:-a}"', 'V=1\ndocker create --name x "${V:-a}"', 'external:1:latest'],
    ['$RANDOM', 'docker create --name x app:$RANDOM', 'external:app:'],
    ['$1 before and behind a shift', 'A=$1\nshift\ndocker build -t "$A" .\ndocker create --name x "$1"', 'external:'],
    ['an unknown in a loop', 'for i in $LIST; do docker build -t "$i" .; done\ndocker create --name x "$V"', 'external:'],
    ['a variable that is read', 'docker build -t "$V" .\nread V\ndocker create --name x "$V"', 'external:'],
  ])('%s is another text', (_, script, image) => {
    const graph = interpretText(
      FILES,
      `docker build -t app:$RANDOM .\ndocker build -t "$1" .\ndocker build -t "$LIST" .\n${script}`,
    );
    expect(graph.containers[0]?.image.startsWith(image)).toBe(true);
  });

  test('is what `--assume` says', () => {
    expect(tags('docker build -t "app:$V-${W:-1}-$1" .', { V: '2', 1: 'arg' })).toEqual(['app:2-${W:-1}-arg']);
  });
});

describe('words', () => {
  test.each<[string, string, readonly string[]]>([
    ['an unquoted text splits', 'O="-t a -t b"\ndocker build $O .', ['a', 'b']],
    ['a quoted one does not', 'O="a b"\ndocker build -t "$O" .', ['a b']],
    ['an array gives one word per item', 'O=(-t "a b" -t c)\ndocker build "${O[@]}" .', ['a b', 'c']],
    ['a slice of an array', 'O=(x -t c)\ndocker build "${O[@]:1}" .', ['c']],
    ['an array in a text is joined', 'O=(a b)\ndocker build -t "${O[*]}" .', ['a b']],
    ['an empty unquoted text is no word', 'E=\ndocker build $E -t a .', ['a']],
    ['an empty quoted one is', 'docker build -t "" .', ['']],
    ['a command in a variable', 'D="docker build"\n$D -t a .', ['a']],
    ['unknown options are no context', 'docker build $OPTIONS -t a .', ['a']],
    ['nor are the arguments', 'docker build "$@" -t a .', ['a']],
    ['an unknown context alone is', 'docker build -t a $DIR', []],
  ])('%s', (_, script, expected) => {
    expect(tags(script)).toEqual(expected);
  });
});

describe('a substitution', () => {
  test.each<[string, string]>([
    ['$(echo a)', 'a'],
    ['$(echo -n a b)', 'a b'],
    ['$(printf a)', 'a'],
    ['$(echo a | cat)', '$(echo a | cat)'],
    ['$(basename /x/app.go)', 'app.go'],
    ['$(basename /x/app.go .go)', 'app'],
    ['$(basename $(dirname /x/y/z))', 'y'],
    ['$(V=a; echo $V)', 'a'],
    ['$(cd web && basename $(pwd))', 'web'],
    ['$(f() { echo a; }; f)', 'a'],
  ])('%s prints %s', (word, expected) => {
    expect(tags(`docker build -t "${word}" .`)).toEqual([expected]);
  });
});

describe('the place of the script', () => {
  test.each([
    '"$(dirname "$0")/web"',
    '${0%/*}/web',
    '"$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/web"',
    '"$(cd "$(dirname "$BASH_SOURCE")" >/dev/null 2>&1 && pwd)/web"',
    '"$(dirname "$(readlink -f "$0")")/web"',
    '"$(git rev-parse --show-toplevel)/web"',
    '"$PWD/web"',
    '"$(pwd)/web"',
    './web/',
    'scripts/../web',
  ])('%s leads to web', (word) => {
    const graph = interpretText(FILES, `docker build ${word}`);
    expect(graph.builds.map(({ context }) => context)).toEqual(['web']);
  });
});
