import { describeArtifacts, describeSources, describeSteps } from '../../testing/describe-step.ts';
import { interpretText } from '../../testing/interpret-text.ts';

const BUILDER = 'FROM golang\nWORKDIR /src\nRUN go build -o app . && mkdir dist\n';
const MADE = 'docker build -t b -f Dockerfile.build .\ndocker create --name x b\n';
const FILES = { 'Dockerfile.build': BUILDER, 'bin/.gitkeep': '', 'web/dist/.gitkeep': '', 'main.go': '' };
const run = (script: string, copy = 'COPY . /x', files = {}) =>
  interpretText({ ...FILES, Dockerfile: `FROM alpine\n${copy}\n`, ...files }, `${MADE}${script}\ndocker build -t a .`);

describe('puts what it copies', () => {
  test.each<[string, string]>([
    ['docker cp x:/src/app .', '/src/app → app (file)'],
    ['docker cp x:/src/app ./', '/src/app → app (file)'],
    ['docker cp x:/src/app server', '/src/app → server (file)'],
    ['docker cp x:/src/app bin', '/src/app → bin/app (file)'],
    ['docker cp x:/src/app bin/', '/src/app → bin/app (file)'],
    ['docker cp x:/src/app ./bin/server', '/src/app → bin/server (file)'],
    ['docker cp x:src/app .', '/src/app → app (file)'],
    ['docker cp -a x:/src/app .', '/src/app → app (file)'],
    ['docker cp -L x:/src/app .', '/src/app → app (file)'],
    ['docker cp x:/src/app "$PWD"', '/src/app → app (file)'],
    ['docker cp x:/src/app "$(pwd)/bin"', '/src/app → bin/app (file)'],
    ['cd bin; docker cp x:/src/app .; cd ..', '/src/app → bin/app (file)'],
    ['mkdir -p out/bin; docker cp x:/src/app out/bin', '/src/app → out/bin/app (file)'],
    ['mkdir -p out/bin; docker cp x:/src/app out/app', '/src/app → out/app (file)'],
    ['docker cp x:/src/dist .', '/src/dist → dist (directory)'],
    ['docker cp x:/src/dist out', '/src/dist → out (directory)'],
    ['docker cp x:/src/dist out/', '/src/dist → out (directory)'],
    ['docker cp x:/src/dist bin', '/src/dist → bin/dist (directory)'],
    ['docker cp x:/src/dist web', '/src/dist/. → web/dist (directory)'],
    ['docker cp x:/src/dist/. bin', '/src/dist/. → bin (directory)'],
    ['docker cp x:/src/dist/. out', '/src/dist → out (directory)'],
    ['docker cp x:/src/lib.so .', '/src/lib.so → lib.so (unknown)'],
    ['rm -rf web; docker cp x:/src/dist web', '/src/dist → web (directory)'],
    ['docker cp x:/src/app /tmp', '/src/app → /tmp/app (file)'],
    ['docker cp x:/src/app /tmp/server', '/src/app → /tmp/server (file)'],
    ['d=$(mktemp -d); docker cp x:/src/app $d/server', '/src/app → '],
    ['./configure; docker cp x:/src/app out/app', '/src/app → out/app (file)'],
    ['docker cp x:/src/app "$OUT/app"', '/src/app → <OUT>/app (file)'],
  ])('%s: %s', (script, expected) => {
    const [artifact, ...more] = describeArtifacts(run(script));
    expect(artifact?.startsWith(`build:0:${expected}`)).toBe(true);
    expect(more).toEqual([]);
  });
});

describe('is not converted, because the client refuses or nobody can tell', () => {
  test.each<[string, string]>([
    ['a file at an absent `out/`', 'docker cp x:/src/app out/'],
    ['an absent directory above', 'docker cp x:/src/app out/app'],
    ['a directory over a file', 'docker cp x:/src/dist main.go'],
    ['`f/.` of a file', 'docker cp x:/src/app/. bin'],
    ['a directory of that name in the target', 'mkdir -p bin/app; docker cp x:/src/app bin'],
    ['a target that is a variable from end to end', 'docker cp x:/src/app "$OUT"'],
    ['a variable in the path', 'docker cp x:/src/$NAME .'],
    ['a directory over an extracted one', 'docker cp x:/src/dist .; docker cp x:/src/dist dist'],
    ['the whole root', 'docker cp x:/ root'],
    [
      'an image that depends on a test',
      'if [ "$1" ]; then docker build -t c .; fi; docker create --name y c; docker cp y:/app .',
    ],
  ])('%s', (_, script) => {
    const graph = run(script);
    expect(
      graph.artifacts.filter((artifact) =>
        artifact.steps.includes(graph.steps.findLastIndex(({ effect }) => effect.kind === 'extract')),
      ),
    ).toEqual([]);
    expect(describeSources(graph)).toEqual(['unknown .']);
  });

  test('the reason says what is wrong', () => {
    const [source] = run('docker cp x:/src/app out/app', 'COPY out/app /x').builds.at(-1)?.takeUps[0]?.sources ?? [];
    expect(source).toMatchObject({ kind: 'unknown', reason: expect.stringContaining('`out` is not there in a clean checkout') });
  });

  test('a path that is not known is told', () => {
    expect(run('docker cp x:/src/$NAME .').diagnostics.map(({ code }) => code)).toEqual(['artifact/path-unknown']);
  });
});

test('a container of somebody else leaves its target unknown', () => {
  const graph = run('docker cp other:/app .', 'COPY app /x');
  expect(describeSteps(graph)).toContain('opaque app');
});

describe('what a COPY takes up', () => {
  test.each<[string, string, readonly string[]]>([
    ['docker cp x:/src/app .', 'COPY app /x', ['artifact /src/app']],
    ['docker cp x:/src/app .', 'COPY ./app /x/', ['artifact /src/app']],
    ['docker cp x:/src/app .', 'COPY ["app", "main.go", "/x/"]', ['artifact /src/app', 'context main.go']],
    ['docker cp x:/src/app .', 'COPY a* /x/', ['artifact /src/app']],
    ['docker cp x:/src/app .', 'COPY . /x', ['mixed . (app=/src/app) and own']],
    ['docker cp x:/src/dist .', 'COPY dist/js /x', ['artifact /src/dist/js']],
    ['docker cp x:/src/dist .', 'COPY dist/*.js /x/', ['artifact /src/dist/*.js']],
    ['docker cp x:/src/dist/. bin', 'COPY bin /x', ['mixed bin (=/src/dist) and own']],
    ['mkdir out; docker cp x:/src/app out', 'COPY out /x', ['mixed out (app=/src/app)']],
    ['mkdir out; cp main.go out; docker cp x:/src/app out', 'COPY out /x', ['mixed out (app=/src/app) and own']],
    ['mkdir out; cp *.go out; docker cp x:/src/app out', 'COPY out /x', ['mixed out (app=/src/app) and own']],
    ['mkdir out; cp gen/*.x out; docker cp x:/src/app out', 'COPY out /x', ['mixed out (app=/src/app) and own']],
    ['mkdir out; make assets OUT=out; docker cp x:/src/app out', 'COPY out /x', ['mixed out (app=/src/app) and own']],
    ['mkdir out; go build -o out/tool; docker cp x:/src/app out', 'COPY out /x', ['mixed out (app=/src/app) and own']],
    ['docker cp x:/src/app .; rm app', 'COPY app /x', ['missing app']],
    ['docker cp x:/src/app .; strip app', 'COPY app /x', ['unknown app']],
    ['docker cp x:/src/app .; echo a >> app', 'COPY app /x', ['unknown app']],
    ['docker cp x:/src/app .; echo a > app', 'COPY app /x', ['host-made app']],
    ['docker cp x:/src/dist .; rm dist/a.map', 'COPY dist /x', ['unknown dist']],
    ['docker cp x:/src/dist .; echo a > dist/version', 'COPY dist /x', ['unknown dist']],
    ['docker cp x:/src/app .', 'ARG V\nCOPY app-$V /x', ['missing app-']],
    ['docker cp x:/src/app .', 'ARG N=app\nCOPY $N /x', ['artifact /src/app']],
    ['docker cp x:/src/app .', 'ADD https://x/y /x', ['remote https://x/y']],
  ])('after %s, %s: %j', (script, copy, expected) => {
    const shown = describeSources(run(script, copy));
    expect(shown.map((text) => text.replace(/\0[^\0]*\0/g, '?'))).toEqual(
      expected.map((text) => text.replace(/\0[^\0]*\0/g, '?')),
    );
  });

  test.each<[string, string, readonly string[]]>([
    ['app', 'COPY app /x', ['ignored app']],
    ['app', 'COPY . /x', ['mixed . (app=/src/app ignored) and own']],
    ['*\n!app', 'COPY app /x', ['artifact /src/app']],
  ])('with %j in .dockerignore, %s: %j', (ignore, copy, expected) => {
    expect(describeSources(run('docker cp x:/src/app .', copy, { '.dockerignore': ignore }))).toEqual(expected);
  });
});
