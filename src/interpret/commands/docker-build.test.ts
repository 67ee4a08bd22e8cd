import type { ImageBuild } from '../../model/build-graph.ts';
import { showValue } from '../../model/value.ts';
import { describeSteps } from '../../testing/describe-step.ts';
import { interpretText } from '../../testing/interpret-text.ts';

const FILES = {
  Dockerfile: 'FROM a AS one\nFROM one AS two\n',
  'Dockerfile.build': 'FROM b\n',
  'web/Dockerfile': 'FROM c\n',
  'web/Dockerfile.dev': 'FROM d\n',
};
const build = (script: string): ImageBuild | undefined => interpretText(FILES, script).builds.at(-1);
const show = (values: readonly { readonly value: Parameters<typeof showValue>[0] }[]) =>
  values.map(({ value }) => showValue(value));

test.each([
  'docker build -t app .',
  'docker build . -t app',
  'docker build -tapp .',
  'docker build --tag app .',
  'docker build --tag=app .',
  'docker image build -t app .',
  'docker buildx build --load -t app .',
  'docker buildx b -t app .',
  'docker builder build -t app .',
  'docker --host tcp://x build -t app .',
  'docker -H tcp://x --debug build -t app .',
  'docker --context=x build -t app .',
  '/usr/bin/docker build -t app .',
  'podman build -t app .',
  'nerdctl build -t app .',
  'buildah bud -t app .',
  'sudo docker build -t app .',
  'sudo -E -u me docker build -t app .',
  'DOCKER_BUILDKIT=1 docker build -t app .',
  'env DOCKER_BUILDKIT=1 docker build -t app .',
  'time docker build -t app .',
  'exec docker build -t app .',
  'command docker build -t app .',
  'nohup docker build -t app . &',
  'timeout 10m docker build -t app .',
  '"$DOCKER" build -t app .',
  '${DOCKER:-docker} build -t app .',
  'D=docker; $D build -t app .',
  'docker build -qt app .',
  'docker build --pull --no-cache --rm --force-rm -t app .',
  'docker build -t app ./',
  'docker build -t app -- .',
  'docker build -t app "$PWD"',
  'eval "docker build -t app ."',
  "bash -c 'docker build -t app .'",
])('%s builds the Dockerfile of the root', (script) => {
  const found = build(script);
  expect(found && show(found.tags)).toEqual(['app']);
  expect([found?.dockerfile.file, found?.context]).toEqual(['Dockerfile', '']);
});

test.each([
  ['docker build -f Dockerfile.build .', 'Dockerfile.build', ''],
  ['docker build -fDockerfile.build .', 'Dockerfile.build', ''],
  ['docker build --file Dockerfile.build .', 'Dockerfile.build', ''],
  ['docker build --file=./Dockerfile.build .', 'Dockerfile.build', ''],
  ['docker build -f "$PWD/Dockerfile.build" .', 'Dockerfile.build', ''],
  ['docker build -f Dockerfile -f Dockerfile.build .', 'Dockerfile.build', ''],
  ['docker build -f Dockerfile.build web', 'Dockerfile.build', 'web'],
  ['docker build web', 'web/Dockerfile', 'web'],
  ['docker build -f web/Dockerfile.dev web', 'web/Dockerfile.dev', 'web'],
  ['docker build -f web/Dockerfile .', 'web/Dockerfile', ''],
  ['cd web; docker build .', 'web/Dockerfile', 'web'],
  ['cd web; docker build -f Dockerfile.dev ..', 'web/Dockerfile.dev', ''],
  ['cd web; docker build ..', 'Dockerfile', ''],
  ['N=build; docker build -f "Dockerfile.$N" .', 'Dockerfile.build', ''],
])('%s builds %s in %j', (script, file, context) => {
  const found = build(script);
  expect([found?.dockerfile.file, found?.context]).toEqual([file, context]);
});

test('reads tags, arguments and options in order, with their places', () => {
  const script =
    'docker build -t a --build-arg A=1 -t "r/$N:1" --build-arg=B --platform linux/arm64 --label k=v --network host --secret id=x --ssh default --build-arg C="$V-1" --build-arg D= .';
  const found = build(script);
  const slice = ({ span }: { span: { start: number; end: number } }) => script.slice(span.start, span.end);
  expect(found && show(found.tags)).toEqual(['a', 'r/$N:1']);
  expect(found?.arguments.map(({ name, value }) => [name, value && showValue(value)])).toEqual([
    ['A', '1'],
    ['B', undefined],
    ['C', '$V-1'],
    ['D', ''],
  ]);
  expect(found?.arguments.map(slice)).toEqual(['--build-arg A=1', '--build-arg=B', '--build-arg C="$V-1"', '--build-arg D=']);
  expect(found?.options.map(({ name }) => name)).toEqual(['platform', 'label', 'network', 'secret', 'ssh']);
  expect(found?.options.map(slice)).toContain('--platform linux/arm64');
  expect(found && script.slice(found.verb.start, found.verb.end)).toBe('build');
  expect(found?.contextSpan && script.slice(found.contextSpan.start, found.contextSpan.end)).toBe('.');
});

test.each([
  ['docker build .', 1],
  ['docker build --target one .', 0],
  ['docker build --target=ONE .', 0],
  ['docker build --target two .', 1],
])('%s makes an image of stage %d', (script, stage) => {
  expect(build(script)?.finalStage).toBe(stage);
});

test('an option that nobody can read is one of its options', () => {
  expect(build('docker build $OPTIONS -t a .')?.options.map(({ name }) => name)).toEqual(['$OPTIONS']);
});

test.each<[string, readonly string[]]>([
  ['docker build -', ['context/not-a-directory']],
  ['docker build -t a - < Dockerfile', ['context/not-a-directory']],
  ['docker build -t a - <<EOF\nFROM x\nEOF', ['context/not-a-directory']],
  ['cat Dockerfile | docker build -t a -', ['context/not-a-directory']],
  ['docker build -t a -f- . <<EOF\nFROM x\nEOF', ['context/not-a-directory']],
  ['docker build https://github.com/a/b.git', ['context/not-a-directory']],
  ['docker build git@github.com:a/b.git', ['context/not-a-directory']],
  ['docker build nothing', ['file/missing-dockerfile']],
  ['docker build -f nothing .', ['file/missing-dockerfile']],
  ['docker build -f "$FILE" .', []],
  ['docker build "$DIRECTORY"', []],
  ['docker build /srv', []],
  ['docker build', []],
])('%s is left alone', (script, codes) => {
  const graph = interpretText(FILES, script);
  expect(graph.builds).toEqual([]);
  expect(graph.diagnostics.map(({ code }) => code)).toEqual(codes);
});

test('a build that is left alone still names its image, which is not one from outside', () => {
  const graph = interpretText(FILES, 'docker build -t b -f "$FILE" .\ndocker create --name x b');
  expect(graph.containers[0]?.image.startsWith('unread:')).toBe(true);
});

test('a Dockerfile that is none gives its fault', () => {
  const graph = interpretText({ Dockerfile: 'RUN a\n' }, 'docker build .');
  expect(graph.builds).toEqual([]);
  expect(graph.diagnostics.map(({ code }) => code)).toEqual(['dockerfile/no-from']);
});

test.each([
  ['id=$(docker build -q .)\ndocker create --name x $id', 'build:0'],
  ['docker build --iidfile id.txt .\ndocker create --name x $(cat id.txt)', 'build:0'],
  ['docker build -t a .\ndocker create --name x a:latest', 'build:0'],
  ['docker build -t a:1 .\ndocker create --name x a', 'external:a:latest'],
  ['docker build -t a .\ndocker build -t a web\ndocker create --name x a', 'build:1'],
  ['docker build -t a -t b .\ndocker create --name x b', 'build:0'],
  ['docker build -t docker.io/library/a .\ndocker create --name x a', 'build:0'],
  ['docker build -t "$R:$V" .\ndocker create --name x "$R:$V"', 'build:0'],
  ['docker build -t a .\nid=$(docker images -q a)\ndocker create --name x $id', 'build:0'],
  ['docker build -t a .\nid=$(docker image ls -q a)\ndocker create --name x $id', 'build:0'],
])('%s: the container is made from %s', (script, image) => {
  expect(interpretText(FILES, script).containers.map((container) => container.image)).toEqual([image]);
});

test('nothing else than the build is a step of it', () => {
  expect(describeSteps(interpretText(FILES, 'docker build -t a . > log 2>&1'))).toEqual(['build build:0']);
});
