import { describeTags } from '../testing/describe-step.ts';
import { interpretText } from '../testing/interpret-text.ts';

const FILES = { Dockerfile: 'FROM a\n', 'main.go': '', 'web/x': '' };

/** `yes` when only the first branch ran, `no` when only the second did, both when nobody can tell. */
function decide(test: string, before = ':'): string {
  const script = `${before}\nif ${test}; then docker build -t yes .; else docker build -t no .; fi`;
  return describeTags(interpretText(FILES, script)).join(' or ');
}

test.each<[string, string, string]>([
  ['[ -n a ]', ':', 'yes'],
  ['[ -z "" ]', ':', 'yes'],
  ['[ "" ]', ':', 'no'],
  ['[ a ]', ':', 'yes'],
  ['[ ]', ':', 'no'],
  ['[ ! -z a ]', ':', 'yes'],
  ['! [ -z a ]', ':', 'yes'],
  ['[ a = a ]', ':', 'yes'],
  ['[ a = b ]', ':', 'no'],
  ['[ a != b ]', ':', 'yes'],
  ['[ a == a ]', ':', 'yes'],
  ['test a = b', ':', 'no'],
  ['[ "$V" = prod ]', 'V=prod', 'yes'],
  ['[ -z "$V" ]', 'V=', 'yes'],
  ['[ -z "$V" ]', 'V=$W-x', 'no'],
  ['[ "$V" = "$V" ]', ':', 'yes'],
  ['[ 2 -gt 1 ]', ':', 'yes'],
  ['[ 1 -eq 2 ]', ':', 'no'],
  ['[ -f main.go ]', ':', 'yes'],
  ['[ -d main.go ]', ':', 'no'],
  ['[ -d web ]', ':', 'yes'],
  ['[ -e web ]', ':', 'yes'],
  ['[ -d out ]', 'mkdir out', 'yes'],
  ['[ -f main.go ]', 'rm main.go', 'no'],
  ['[[ a == a ]]', ':', 'yes'],
  ['[[ abc == a* ]]', ':', 'yes'],
  ['[[ abc != a* ]]', ':', 'no'],
  ['[[ -n a && -z "" ]]', ':', 'yes'],
  ['[[ -z a || -n a ]]', ':', 'yes'],
  ['[[ -z "$V" && -z a ]]', ':', 'no'],
  ['[[ ! ( a == b ) ]]', ':', 'yes'],
  ['[ -n a ] && [ -z a ]', ':', 'no'],
  ['true', ':', 'yes'],
  ['false', ':', 'no'],
  ['(( 1 + 1 ))', ':', 'yes'],
  ['(( V > 3 ))', 'V=2', 'no'],
])('%s after %s: %s', (condition, before, expected) => {
  expect(decide(condition, before)).toBe(expected);
});

test.each<[string, string]>([
  ['[ -n "$V" ]', ':'],
  ['[ "$1" = release ]', ':'],
  ['[ $# -eq 0 ]', ':'],
  ['[ $? -ne 0 ]', ':'],
  // A clean checkout lacks it, another machine may have it.
  ['[ -f app ]', ':'],
  ['[ -f /etc/passwd ]', ':'],
  ['[ -x main.go ]', ':'],
  ['[[ $V =~ ^a ]]', ':'],
  ['[ -n a -a -n b ]', ':'],
  ['docker image inspect x', ':'],
  ['read V', ':'],
])('%s is open', (condition, before) => {
  expect(decide(condition, before)).toBe('yes or no');
});

test('what a command that is taken to succeed rules out is known all the same, under a guard', () => {
  const graph = interpretText(FILES, 'if docker build -t a .; then docker push a; else docker build -t b .; fi\ndocker create b');
  expect(graph.steps.map(({ guards }) => guards.map(({ branch }) => branch).join())).toEqual(['', 'failure', '', '']);
  expect(graph.containers.map(({ image }) => image)).toEqual(['external:b:latest']);
});
