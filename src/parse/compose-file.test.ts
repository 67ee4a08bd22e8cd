import { type ComposeService, parseComposeFile } from './compose-file.ts';

function read(lines: string): ComposeService | undefined {
  const text = `services:\n  a:\n${lines.replace(/^/gm, '    ')}\n`;
  return parseComposeFile({ path: 'compose.yaml', text, mode: 0o644 })?.services.get('a');
}

test.each([
  ['build: .', { context: '.', dockerfile: undefined, target: undefined, arguments: [] }],
  ['build: {context: web, dockerfile: D, target: t}', { context: 'web', dockerfile: 'D', target: 't', arguments: [] }],
  ['build: {dockerfile: D}', { context: '.', dockerfile: 'D', target: undefined, arguments: [] }],
])('%s', (line, expected) => {
  expect(read(line)).toMatchObject({ build: expected, buildProblem: undefined });
});

test.each([
  ['build: {args: [A=1, B]}', ['A=1', 'B']],
  ['build: {args: {A: 1, B: , C: ""}}', ['A=1', 'B', 'C=']],
])('the arguments of %s', (line, expected) => {
  expect(read(line)?.build?.arguments.map(({ text }) => text)).toEqual(expected);
});

test.each([
  ['build: $CONTEXT', 'its `build` holds a variable'],
  ['build: {context: ., args: {A: $A}}', 'its `build` holds a variable'],
  ['build: {context: ., network: host}', 'its `build` has `network`'],
  ['build: .\nplatform: linux/arm64', 'it has `platform`'],
  ['build: .\nextends: b', 'it has `extends`'],
])('%s is not told', (lines, problem) => {
  expect(read(lines)?.buildProblem).toBe(problem);
});

test('options and command are those of `docker run`', () => {
  const service = read(
    'image: x\nvolumes: [.:/src, "${PWD}/out:/out"]\nenvironment: {A: 1}\nworking_dir: /src\ncommand: make all',
  );
  expect(service?.options.map(({ name, value }) => `${name} ${value.text}`)).toEqual([
    'volume .:/src',
    'volume ./out:/out',
    'env A=1',
    'workdir /src',
  ]);
  expect(service?.command).toEqual(['make', 'all']);
  expect(service?.runProblem).toBeUndefined();
});

test.each([
  ['volumes: [{type: bind, source: ., target: /src}]', 'its settings hold a variable, or have a form that is not read'],
  ['volumes: ["$HOME:/root"]', 'its settings hold a variable, or have a form that is not read'],
  ['command: sh -c "make && make install"', 'its settings hold a variable, or have a form that is not read'],
  ['entrypoint: [sh, -c]', 'its `entrypoint` has several words'],
  ['command: []', 'its command is taken away'],
  ['privileged: "true"', 'it has `privileged`'],
  ['env_file: .env', 'it has `env_file`'],
])('what %s runs is not told', (line, problem) => {
  expect(read(line)?.runProblem).toBe(problem);
});

test.each(['', 'services: []', 'services: {a: {b: [}', '- a'])('%j is no compose file', (text) => {
  expect(parseComposeFile({ path: 'compose.yaml', text, mode: 0o644 })?.services.size ?? 0).toBe(0);
});
