import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { demandBench, isEngineRequired, openBench, titleOnBench } from '../testing/engine/open-bench.ts';
import { CLIENT } from '../testing/engine/run-docker.ts';
import { readTree } from '../testing/file-changes.ts';
import { buildCli, openReview, removeCli } from '../testing/review-terminal.ts';
import { git, makeDirectory, makeRepository, removeDirectories } from '../testing/temporary-directory.ts';

const PATIENCE = 240_000;
const FILES = {
  'Dockerfile.build': 'FROM golang:1.16\nWORKDIR /src\nCOPY main.go ./\nRUN go build -o server .\n',
  Dockerfile: 'FROM alpine:3.14\nCOPY server /app/server\nRUN echo port=80 > /etc/port\n',
  'main.go': 'package main\n',
  'build.sh': `set -e
docker build -t shown:build -f Dockerfile.build .
docker create --name shown shown:build
docker cp shown:/src/server server
docker rm shown
docker build -t shown:latest .
`,
};

/** What is of no matter here and takes long, and a network that the engine of the tests does not have. */
const OFFLINE = "if (process.argv[2] === 'verify') process.argv.push('--offline', '--builder', 'classic');\n";

const opened = await openBench(['golang:1.16', 'alpine:3.14']);
const describeOnEngine = opened.kind === 'open' || isEngineRequired() ? describe : describe.skip;
beforeAll(() => {
  buildCli();
});
afterAll(async () => {
  removeDirectories();
  removeCli();
  if (opened.kind === 'open') await opened.close();
}, PATIENCE);

describeOnEngine(titleOnBench('V on a real engine', opened), () => {
  test(
    'verifies what is planned, and what a person made of it',
    async () => {
      const directory = makeRepository(FILES);
      git(directory, 'add', '.');
      git(directory, 'commit', '--quiet', '-m', 'Start');
      const before = readTree(directory);
      const environment = {
        DOCKER_HOST: demandBench(opened).host,
        PATH: `${dirname(CLIENT)}:${process.env.PATH}`,
        NODE_OPTIONS: `--import ${join(makeDirectory({ 'offline.mjs': OFFLINE }), 'offline.mjs')}`,
        VISUAL: `sed -i 's/port=80/port=81/'`,
      };
      const pty = openReview(directory, ['review'], { environment, patience: 90_000 });
      await pty.see('1 open');
      const verify = async (outcome: string) => {
        pty.press('V');
        await pty.see('Run it? [y/N]');
        expect(pty.terminal.buffer.active.type).toBe('normal');
        pty.press('y\r');
        await pty.see(`${outcome}. Press a key to go back.`);
        pty.press('x');
        await pty.see(/open · view[\s\S]*verified: /);
      };
      await verify('verified: the images are equal');
      pty.press('e');
      await pty.see('edited by hand');
      await verify('verified: the images differ');
      pty.press('V');
      await pty.see('Run it? [y/N]');
      pty.press('n\r');
      await pty.see('nothing was run');
      pty.press('x');
      await pty.see('open · view');
      pty.press('q');
      expect(await pty.ended).toMatchObject({ exitCode: 0 });
      expect(readTree(directory)).toEqual(before);
      expect(readdirSync(join(directory, '.git/restage')).filter((name) => name.startsWith('verify-'))).toEqual([]);
    },
    PATIENCE,
  );
});
