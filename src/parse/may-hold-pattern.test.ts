import type { PlanOptions } from '../model/draft.ts';
import { mayHoldPattern } from './may-hold-pattern.ts';

const DOCKERFILE = 'FROM golang AS build\nRUN make\nFROM scratch\nCOPY --from=build /app /app\nCOPY --from=0 /etc /etc\n';

function ask(files: Readonly<Record<string, string>>, options: PlanOptions = {}): boolean {
  const all = Object.entries({ Dockerfile: DOCKERFILE, ...files }).map(
    ([path, text]) => [path, { path, text, mode: 0o644 }] as const,
  );
  return mayHoldPattern({ files: new Map(all), tree: new Map(all.map(([path]) => [path, 'file'])) }, options);
}

test.each([
  ['no engine', 'make\ncp a b\n'],
  ['one build', 'set -e\ndocker build -t app .\n'],
  ['a build by a variable', '$DOCKER build .\n'],
  ['a build by a variable with a default', '${DOCKER:-docker} build .\n'],
  ['a build in make', 'image:\n\t$(DOCKER_CMD) build .\n'],
  ['what goes to a registry', 'docker build -t app . && docker tag app b && docker login && docker push b && docker pull c\n'],
  ['names of files and images', 'cp Dockerfile docker/x docker-entrypoint.sh /var/run/docker.sock; x docker.io/library/alpine\n'],
  ['an action', 'uses: docker/build-push-action@v4\ndocker:\n  - image: x\n'],
])('%s cannot hold the pattern', (_, text) => {
  expect(ask({ 'build.sh': text })).toBe(false);
});

test.each([
  ['cp', 'docker cp x:/app .\n'],
  ['run', 'podman run -v "$PWD:/x" golang make\n'],
  ['two builds', 'docker build -t a .\ndocker build -t b .\n'],
  ['a name that is a value', 'D=docker\n$D cp x:/app .\n'],
  ['a variable without its verb', '$DOCKER $VERB\n'],
  ['a variable called after the engine', '$DOCKER_CMD cp x:/app .\n'],
  ['a default without a colon', '${DOCKER-docker} cp x:/app .\n'],
  ['a default', '${DOCKER:-docker} create x\n'],
  ['a verb behind a flag', 'docker --tls build .\n'],
  ['a verb on the next line', 'docker \\\n  cp x:/app .\n'],
  ['a quoted verb', 'docker "cp" x:/app .\n'],
  ['docker.exe', 'docker.exe cp x:/app .\n'],
  ['docker compose', 'docker compose run x\n'],
  ['docker-compose', 'docker-compose run x\n'],
  ['a verb that only starts as one', 'docker build-x .\n'],
  ['a second Dockerfile in a script', 'docker build -t a - <<EOF\nFROM a\nEOF\n'],
])('%s may hold the pattern', (_, text) => {
  expect(ask({ 'build.sh': text })).toBe(true);
});

test('a second Dockerfile may hold it, and one that copies from an image', () => {
  expect(ask({ 'Dockerfile.build': 'FROM golang\n' })).toBe(true);
  expect(ask({ Dockerfile: 'FROM golang\nCOPY --from=app:build /a /a\n' })).toBe(true);
  expect(ask({ Dockerfile: 'FROM golang AS x\nRUN --mount=type=bind,from=other make\n' })).toBe(true);
});

test('documents count where files are named to be followed', () => {
  const readme = { 'README.md': '```sh\ndocker cp x:/app .\n```\n' };
  expect(ask(readme)).toBe(false);
  expect(ask(readme, { entries: ['README.md'] })).toBe(true);
});

test('with options and settings that change what is looked for everything is followed', () => {
  expect([ask({}, { chains: true }), ask({}, { nameStages: true }), ask({}, { assume: ['X=docker cp'] })]).toEqual([
    true,
    true,
    true,
  ]);
  expect(ask({ 'restage.config.json': '{}' })).toBe(true);
  expect(ask({}, { chains: false, nameStages: false, assume: [], optimize: true })).toBe(false);
});
