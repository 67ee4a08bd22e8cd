import { existsSync } from 'node:fs';
import { readProject } from '../../../discover/read-project.ts';
import { planProject } from '../../../pipeline.ts';
import { BUILDAH, openPodman, PODMAN } from '../../../testing/engine/open-podman.ts';
import { makeDirectory, removeDirectories } from '../../../testing/temporary-directory.ts';
import { verifyConversion } from './verify-conversion.ts';

const PATIENCE = 120_000;
const FILES = {
  'Dockerfile.build': 'FROM golang:1.16\nWORKDIR /src\nCOPY main.go ./\nRUN go build -o server . && chown node:node server\n',
  Dockerfile: 'FROM alpine:3.14\nCOPY server /app/server\nRUN echo port=80 > /etc/port\n',
  'main.go': 'package main\n',
  'build.sh': `set -e
podman build -t verified:build -f Dockerfile.build .
podman create --name verified verified:build
podman cp verified:/src/server server
podman rm verified
podman build -t verified:latest .
podman push verified:latest
`,
};

const opened = openPodman(['golang:1.16', 'alpine:3.14']);
const title = opened.kind === 'open' ? 'verify' : `verify: skipped, ${opened.reason.split('\n')[0]}`;
const describeOnPodman = opened.kind === 'open' ? describe : describe.skip;

afterAll(() => {
  if (opened.kind === 'open') opened.close();
  removeDirectories();
});

async function verify(client: string, edit: (text: string) => string) {
  if (opened.kind === 'missing') throw new Error(opened.reason);
  const root = makeDirectory(FILES);
  const { project } = await readProject(root);
  const planned = planProject(project);
  const command = ['sh', 'build.sh'];
  return verifyConversion({
    ...{ root, project, pipelines: planned.plan.pipelines },
    changes: planned.changes.map((change) => ({ ...change, after: change.after && edit(change.after) })),
    entries: [{ path: 'build.sh', directory: '', before: command, after: command, mended: [] }],
    ...{ builders: undefined, client, host: undefined, isOffline: true },
    ...{ timeLimit: 60_000, diskLimit: 2 ** 40, signal: new AbortController().signal, onStep: () => undefined },
    environment: { ...opened.environment, HOME: root },
  });
}

const clients = [PODMAN, BUILDAH].filter((client) => opened.kind === 'missing' || existsSync(client));

describeOnPodman.each(clients)(`${title} with %s`, (client) => {
  const listAll = () => {
    if (opened.kind === 'missing') throw new Error(opened.reason);
    const images = opened.podman('images', '--all', '--no-trunc', '--format', '{{.Repository}}:{{.Tag}} {{.ID}}');
    return { images: images.split('\n').sort(), containers: opened.podman('ps', '--all', '--quiet') };
  };

  test(
    'finds the images of a right conversion equal, and leaves nothing behind',
    async () => {
      const before = listAll();
      const report = await verify(client, (text) => text);
      expect(report).toMatchObject({ outcome: 'equal', reason: undefined, missing: [] });
      expect(report.entries[0]?.builders).toMatchObject([
        { builder: 'native', images: [{ name: 'verified:latest', differences: [] }], gone: ['verified:build'] },
      ]);
      expect(listAll()).toEqual(before);
    },
    PATIENCE,
  );

  test(
    'tells a difference',
    async () => {
      const before = listAll();
      const report = await verify(client, (text) => text.replace('--chown=0:0 ', ''));
      expect(report.outcome).toBe('different');
      const [image] = report.entries[0]?.builders[0]?.images ?? [];
      expect(image?.differences).toMatchObject([{ kind: 'file', path: '/app/server', what: 'owner', left: '0:0' }]);
      expect(listAll()).toEqual(before);
    },
    PATIENCE,
  );
});
