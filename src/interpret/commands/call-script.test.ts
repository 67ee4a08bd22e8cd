import { describeSteps, describeTags } from '../../testing/describe-step.ts';
import { interpretText } from '../../testing/interpret-text.ts';

const FILES = {
  Dockerfile: 'FROM a\n',
  'web/Dockerfile': 'FROM b\n',
  'scripts/image.sh': '#!/usr/bin/env bash\nset -e\ndocker build -t "$1-$V" "${2:-.}"\nV=inner\ncd web\n',
  'scripts/open': '#!/bin/sh -e\ndocker build -t "$1" .\n',
  'scripts/tool.py': '#!/usr/bin/env python3\nprint()\n',
  'scripts/stop.sh': 'exit 1\ndocker build -t never .\n',
  'scripts/loop.sh': './scripts/loop.sh\ndocker build -t once .\n',
  'scripts/broken.sh': 'if\n',
  'web/here.sh': 'docker build -t here .\n',
};
const run = (script: string) => interpretText(FILES, script);

test.each<[string, readonly string[]]>([
  ['V=1; export V; ./scripts/image.sh a', ['a-1']],
  ['export V=1; scripts/image.sh a', ['a-1']],
  ['V=1 ./scripts/image.sh a', ['a-1']],
  ['env V=1 ./scripts/image.sh a', ['a-1']],
  ['export V=1; bash scripts/image.sh a', ['a-1']],
  ['export V=1; sh -ex ./scripts/image.sh a', ['a-1']],
  ['export V=1; "$(dirname "$0")/scripts/image.sh" a', ['a-1']],
  ['export V=1; (cd scripts && ./image.sh a ..)', ['a-1']],
  ['export V=1; bash -c "./scripts/image.sh a"', ['a-1']],
  ['export V=1; sudo -E ./scripts/image.sh a', ['a-1']],
  ['export V=1; ./scripts/image.sh a && docker push a', ['a-1']],
  ['./scripts/open a; ./scripts/open b', ['a', 'b']],
  ['f() { ./scripts/open "$1"; }; f a', ['a']],
  ['./scripts/open "$1"', ['$1']],
  ['cd web; ./here.sh', ['here']],
  ['cd web; sh here.sh', ['here']],
  ['./scripts/stop.sh; docker build -t after .', ['after']],
  ['export V=1; ./scripts/image.sh a; docker build -t "$V" .', ['a-1', '1']],
  ['./scripts/loop.sh', ['once']],
])('%s builds %j', (script, expected) => {
  expect([...new Set(describeTags(run(script)))]).toEqual(expected);
});

test.each(['V=1; ./scripts/image.sh a', 'f() { local V=1; ./scripts/image.sh a; }; f'])(
  'a variable that is not exported may be another in the called script: %s',
  (script) => {
    expect(describeTags(run(script))).toEqual(['a-$V']);
    const graph = run(`${script}\ndocker create --name x a-1`);
    expect(graph.containers.map(({ image }) => image)).toEqual(['external:a-1:latest']);
  },
);

test('the caller goes on where it stood', () => {
  const graph = run('cd web\n../scripts/image.sh a ..\ndocker build -t b .');
  expect(graph.builds.map(({ context }) => context)).toEqual(['', 'web']);
});

test('steps stand in the file that holds them, and belong to no word', () => {
  const { steps } = run('./scripts/open a');
  expect(steps.map(({ span, within }) => [span.file, within])).toEqual([
    ['scripts/open', undefined],
    ['build.sh', undefined],
  ]);
});

test.each([
  './scripts/tool.py a',
  './scripts/broken.sh',
  './nothing.sh',
  'sh nothing.sh',
  'bash -c "docker build -t a . && docker push a"',
  'bash -c "$COMMAND"',
  'eval "$COMMAND"',
  'echo a | bash',
  'xargs docker build -f',
  'find . -exec docker build {} \\;',
  'ssh host docker build .',
])('%s is not understood', (script) => {
  const graph = run(script);
  expect(graph.builds).toEqual([]);
  expect(describeSteps(graph).filter((step) => step.startsWith('opaque'))).toHaveLength(1);
});

test.each([
  ["bash -c 'docker build -t a .'", 'bash'],
  ['sh -xc "docker build -t a ."', 'sh'],
  ['eval "docker build -t a ."', 'eval'],
])('%s is one step, the whole of it', (script) => {
  const graph = run(script);
  expect(graph.steps.map(({ span }) => script.slice(span.start, span.end))).toEqual([script]);
  expect(describeSteps(graph)).toEqual(['build build:0']);
  const [build] = graph.builds;
  expect(build && script.slice(build.verb.start, build.verb.end)).toBe('build');
});

test('`eval` works in this shell, `bash -c` does not', () => {
  expect(describeTags(run('eval "cd web"\ndocker build -t w .\ncd ..\nbash -c "cd web"\ndocker build -t r .'))).toEqual([
    'w',
    'r',
  ]);
  expect(run('eval "cd web"\ndocker build .').builds.map(({ context }) => context)).toEqual(['web']);
  expect(run('bash -c "cd web"\ndocker build .').builds.map(({ context }) => context)).toEqual(['']);
});
