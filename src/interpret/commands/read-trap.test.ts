import { describeSteps } from '../../testing/describe-step.ts';
import { interpretText } from '../../testing/interpret-text.ts';

const run = (script: string) => interpretText({ Dockerfile: 'FROM a\n' }, script);
const steps = (script: string) => describeSteps(run(script));

test.each<[string, readonly string[]]>([
  ["trap 'docker rm x' EXIT\ndocker create --name x a", ['create container:0', 'remove container:0']],
  ['id=$(docker create a)\ntrap "docker rm $id" EXIT', ['create container:0', 'remove container:0']],
  ["trap 'docker rm $id' EXIT\nid=$(docker create a)", ['create container:0', 'remove container:0']],
  ["trap 'docker rm x' EXIT INT TERM\ndocker create --name x a", ['create container:0', 'remove container:0']],
  ['clean() { docker rm x; }\ntrap clean EXIT\ndocker create --name x a', ['create container:0', 'remove container:0']],
  ["trap 'docker rm x' EXIT\ndocker create --name x a\nexit 0", ['create container:0', 'remove container:0']],
  ["trap 'docker rm x' EXIT\ntrap - EXIT\ndocker create --name x a", ['create container:0']],
  ["trap 'docker rm x' EXIT\ntrap '' EXIT\ndocker create --name x a", ['create container:0']],
  ["trap 'docker rm y' EXIT\ntrap 'docker rm x' EXIT\ndocker create --name x a", ['create container:0', 'remove container:0']],
  ["trap 'rm -rf tmp' EXIT", ['remove tmp']],
  ["trap 'echo bye' EXIT", []],
  ['trap "$ACTION" EXIT', ['opaque']],
])('%s', (script, expected) => {
  expect(steps(script)).toEqual(expected);
});

test('what it runs stands where it is written', () => {
  const script = "docker create --name x a\ntrap 'docker rm x' EXIT\n";
  const step = run(script).steps.find(({ effect }) => effect.kind === 'remove-container');
  expect(step && script.slice(step.span.start, step.span.end)).toBe('docker rm x');
});
