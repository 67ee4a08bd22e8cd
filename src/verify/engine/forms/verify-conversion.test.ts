import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import process from 'node:process';
import { readProject } from '../../../discover/read-project.ts';
import { planProject } from '../../../pipeline.ts';
import { demandBench, isEngineRequired, openBench, titleOnBench } from '../../../testing/engine/open-bench.ts';
import { CLIENT, listDocker, runDocker } from '../../../testing/engine/run-docker.ts';
import { type Entry, makeDirectory, removeDirectories } from '../../../testing/temporary-directory.ts';
import { type VerifyRequest, verifyConversion } from './verify-conversion.ts';

const PATIENCE = 120_000;
const BUILDER = `FROM golang:1.16
WORKDIR /src
COPY main.go ./
RUN go build -o server . && chown node:node server
`;
const FILES = {
  'Dockerfile.build': BUILDER,
  Dockerfile: 'FROM alpine:3.14\nCOPY server /app/server\nRUN echo port=80 > /etc/port\n',
  'main.go': 'package main\n',
  'build.sh': `set -e
docker build -t verified:build -f Dockerfile.build .
docker create --name verified verified:build
docker cp verified:/src/server server
docker rm verified
docker build -t verified:latest .
docker push verified:latest
`,
};

afterAll(removeDirectories);
const opened = await openBench(['golang:1.16', 'alpine:3.14']);
const describeOnEngine = opened.kind === 'open' || isEngineRequired() ? describe : describe.skip;

async function verify(
  files: Readonly<Record<string, Entry>>,
  changes: Partial<VerifyRequest> = {},
  edit = (text: string) => text,
) {
  const root = makeDirectory(files);
  const { project } = await readProject(root);
  const planned = planProject(project);
  const command = ['sh', 'build.sh'];
  return verifyConversion({
    ...{ root, project, pipelines: planned.plan.pipelines },
    changes: planned.changes.map((change) => ({ ...change, after: change.after && edit(change.after) })),
    entries: [{ path: 'build.sh', directory: '', before: command, after: command, mended: [] }],
    ...{ builders: ['buildkit'], client: CLIENT, host: demandBench(opened).host, isOffline: true },
    ...{ timeLimit: 60_000, diskLimit: 2 ** 40, signal: new AbortController().signal, onStep: () => undefined },
    environment: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: root },
    ...changes,
  });
}

describeOnEngine(titleOnBench('verify on a real engine', opened), () => {
  afterAll(async () => {
    if (opened.kind === 'open') await opened.close();
  }, PATIENCE);

  const listAll = async () => {
    const { host } = demandBench(opened);
    const images = await listDocker(host, ['image', 'ls', '--all', '--format', '{{.Repository}}:{{.Tag}} {{.ID}}']);
    return { images: [...images].sort(), containers: await listDocker(host, ['ps', '--all', '--quiet']) };
  };
  const findCopies = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`restage-verify-${process.pid}-`));

  test(
    'finds the images of a right conversion equal with both builders, leaves nothing behind and gives a name back',
    async () => {
      await runDocker(demandBench(opened).host, ['tag', 'alpine:3.14', 'verified:latest']);
      const before = await listAll();
      const report = await verify(FILES, { builders: undefined });
      expect(report).toMatchObject({ outcome: 'equal', reason: undefined, missing: [] });
      expect(report.entries[0]?.builders).toEqual(
        ['classic', 'buildkit'].map((builder) => ({
          ...{ builder, outcome: 'equal', reason: undefined, gone: ['verified:build'] },
          images: [{ name: 'verified:latest', differences: [], noise: [], excepted: [] }],
        })),
      );
      expect(await listAll()).toEqual(before);
      await runDocker(demandBench(opened).host, ['rmi', 'verified:latest']);
    },
    PATIENCE,
  );

  test(
    'tells a difference with the instruction that made it, and noise from it',
    async () => {
      const clock = 'RUN cat /proc/sys/kernel/random/uuid > /etc/clock\n';
      const files = { ...FILES, Dockerfile: FILES.Dockerfile + clock };
      const report = await verify(files, {}, (text) => text.replace('--chown=0:0 ', ''));
      expect(report.outcome).toBe('different');
      const [image] = report.entries[0]?.builders[0]?.images ?? [];
      expect(image?.noise.map(({ path, what }) => [path, what])).toEqual([['/etc/clock', 'content']]);
      expect(image?.differences).toEqual([
        {
          ...{ kind: 'file', path: '/app/server', what: 'owner', left: '0:0', right: '1000:1000' },
          oldMaker: 'COPY server /app/server',
          newMaker: 'COPY /src/server /app/server',
          instruction: { path: 'Dockerfile', line: 7, text: 'COPY --from=builder /src/server /app/server' },
        },
      ]);
    },
    PATIENCE,
  );

  test.each([
    ['a base image that is not there', { Dockerfile: 'FROM debian:12\nCOPY server /\n' }, {}, 'missing base images: debian:12'],
    [
      'an old way that fails',
      { 'build.sh': `${FILES['build.sh']}echo no luck; exit 3\n` },
      {},
      /^the old way ends with 3: .*no luck$/,
    ],
    ['a disk that is too small', {}, { diskLimit: -(2 ** 20) }, /^it takes more than -1 MB of disk$/],
  ])(
    'does not establish %s',
    async (_, files, changes, reason) => {
      const before = await listAll();
      const report = await verify({ ...FILES, ...files }, changes);
      expect(report.outcome).toBe('unknown');
      const said = report.reason ?? report.entries[0]?.builders[0]?.reason;
      expect(said).toEqual(typeof reason === 'string' ? reason : expect.stringMatching(reason));
      expect(await listAll()).toEqual(before);
    },
    PATIENCE,
  );

  test(
    'stops when told to, and cleans up',
    async () => {
      const before = await listAll();
      const stop = new AbortController();
      const onStep = (text: string) => text.startsWith('old way,') && setTimeout(() => stop.abort(), 1500);
      const slow = FILES['build.sh'].replace('docker cp', 'sleep 1000 & wait\ndocker cp');
      const report = await verify({ ...FILES, 'build.sh': slow }, { signal: stop.signal, onStep });
      expect(report).toMatchObject({ outcome: 'unknown', reason: 'it was interrupted' });
      expect(await listAll()).toEqual(before);
    },
    PATIENCE,
  );

  test('leaves no copy of the project', () => {
    expect(findCopies()).toEqual([]);
  });
});

test.each([
  ['does not answer', '/usr/bin/docker', /^no engine answers/],
  ['is of no known kind', '/usr/bin/env', '`/usr/bin/env` is none of docker, podman, buildah'],
])('says so where the client %s', async (_, client, reason) => {
  const report = await verifyConversion({
    ...{ root: '/', project: { files: new Map(), tree: new Map(), scripts: new Map() }, pipelines: [], changes: [], entries: [] },
    ...{ builders: undefined, client, host: 'unix:///nowhere.sock', isOffline: true, environment: { PATH: '/usr/bin:/bin' } },
    ...{ timeLimit: 1000, diskLimit: 2 ** 30, signal: new AbortController().signal, onStep: () => undefined },
  });
  expect(report).toMatchObject({ outcome: 'unknown', entries: [] });
  expect(report.reason).toEqual(typeof reason === 'string' ? reason : expect.stringMatching(reason));
});
