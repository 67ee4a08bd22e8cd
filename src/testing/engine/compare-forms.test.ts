import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildForm, type Images } from './build-form.ts';
import { compareForms } from './compare-forms.ts';
import { BUILDERS, type Builder, type EngineCase } from './engine-case.ts';
import { demandBench, isEngineRequired, openBench, titleOnBench } from './open-bench.ts';
import { hasCompiler } from './real-compiler.ts';

const PATIENCE = 180_000;

/** A builder pattern whose artifacts have another owner, odd modes, a link and two directories. */
const BUILDER_FILE = `FROM golang:1.16
WORKDIR /src
COPY main.go ./
RUN go build -o server . && mkdir -p conf/private && echo port=80 > conf/server.conf && chmod 700 conf/private && ln -s server.conf conf/current
RUN chmod 750 server && chown -R node:node server conf
`;
const RUNTIME = `EXPOSE 80
CMD ["/app/server"]
`;
const SCRIPT = `#!/bin/sh
set -e
docker build -t tested:build -f Dockerfile.build .
docker create --name tested tested:build
docker cp tested:/src/server server
docker cp tested:/src/conf conf
docker rm tested
docker build -t tested:latest .
`;
const MERGED = `${BUILDER_FILE.replace('golang:1.16', 'golang:1.16 AS builder')}
FROM alpine:3.14
COPY --from=builder --chown=0:0 /src/server /app/server
COPY --from=builder --chown=0:0 /src/conf /app/conf
${RUNTIME}`;
const OLD: Readonly<Record<string, string>> = {
  'Dockerfile.build': BUILDER_FILE,
  Dockerfile: `FROM alpine:3.14\nCOPY server /app/server\nCOPY conf /app/conf\n${RUNTIME}`,
  'build.sh': SCRIPT,
  'main.go': 'package main\n',
};
const HELLO = '#include <stdio.h>\nint main(void) { return puts("hello from C") < 0; }\n';

const names = ['golang:1.16', 'alpine:3.14', 'alpine:3.13', ...(hasCompiler() ? ['gcc:12'] : [])];
const opened = await openBench(names);
const describeOnEngine = opened.kind === 'open' || isEngineRequired() ? describe : describe.skip;

describeOnEngine(titleOnBench('the comparison of two forms', opened), () => {
  const directory = mkdtempSync(join(tmpdir(), 'restage-sabotage-'));
  const old = new Map<Builder, Promise<Images>>();

  afterAll(async () => {
    rmSync(directory, { recursive: true });
    if (opened.kind === 'open') await opened.close();
  }, PATIENCE);

  const build = (
    files: Readonly<Record<string, string>>,
    builder: Builder,
    changes: Partial<EngineCase> = {},
  ): Promise<Images> => {
    const bench = demandBench(opened);
    const engineCase = writeCase(mkdtempSync(join(directory, 'case-')), files, changes);
    return buildForm(bench, { engineCase, tree: 'output', builder });
  };
  /** The lines for the conversion with this Dockerfile, without the image's name. One build after the other: the engine is emptied before each. */
  const compare = async (dockerfile: string, builder: Builder): Promise<readonly string[]> => {
    const before = old.get(builder) ?? build(OLD, builder, { runAfter: ['sh', 'build.sh'] });
    old.set(builder, before);
    const images = await before;
    const after = await build({ Dockerfile: dockerfile, 'main.go': OLD['main.go'] ?? '' }, builder);
    return compareForms(images, after, []).differences.map((line) => line.replace(/^tested:latest: /, ''));
  };

  test.each(BUILDERS)(
    'finds nothing in a right conversion (%s)',
    async (builder) => {
      expect(await compare(MERGED, builder)).toEqual([]);
    },
    PATIENCE,
  );

  test.each([
    ['a file of another owner', '--chown=0:0 /src/server', '/src/server', ['/app/server: owner 0:0 → 1000:1000']],
    [
      'a directory of another owner',
      '--chown=0:0 /src/conf',
      '/src/conf',
      [
        '/app/conf/current: owner 0:0 → 1000:1000',
        '/app/conf/private: owner 0:0 → 1000:1000',
        '/app/conf/server.conf: owner 0:0 → 1000:1000',
      ],
    ],
    [
      'another destination',
      '/src/server /app/server',
      '/src/server /app/bin/server',
      [
        '/app/bin: presence nothing → directory 0755 0:0',
        '/app/bin/server: presence nothing → file 0750 0:0',
        '/app/server: presence file 0750 0:0 → nothing',
      ],
    ],
    ['a lost file', /COPY --from=builder --chown=0:0 \/src\/server.*\n/, '', ['/app/server: presence file 0750 0:0 → nothing']],
    ['another mode', 'chmod 750', 'chmod 755', ['/app/server: mode 0750 → 0755']],
    ['another mode of a directory below', 'chmod 700', 'chmod 755', ['/app/conf/private: mode 0700 → 0755']],
    [
      'another link',
      'ln -s server.conf',
      'ln -s /src/conf/server.conf',
      ['/app/conf/current: link server.conf → /src/conf/server.conf'],
    ],
    [
      'another content',
      'port=80',
      'port=81',
      [expect.stringMatching(/^\/app\/conf\/server\.conf: content 8 bytes .* → 8 bytes /)],
    ],
    ['a compilation with other flags', 'go build', 'go build -race', [expect.stringMatching(/^\/app\/server: content /)]],
    ['a compilation in another directory', /\/src\b/g, '/source', [expect.stringMatching(/^\/app\/server: content /)]],
    ['another base image', 'alpine:3.14', 'alpine:3.13', [expect.stringMatching(/^\/etc\/stand-in: content /)]],
    ['another command', 'CMD ["/app/server"]', 'CMD ["server"]', ['Cmd: value ["/app/server"] → ["server"]']],
    ['a lost port', 'EXPOSE 80\n', '', ['ExposedPorts: value {"80/tcp":{}} → nothing']],
    ['a user', 'EXPOSE 80\n', 'EXPOSE 80\nUSER app\n', ['User: value nothing → "app"']],
  ])(
    'finds %s',
    async (_, right, wrong, differences) => {
      expect(await compare(MERGED.replace(right, wrong), 'buildkit')).toEqual(differences);
    },
    PATIENCE,
  );

  test.each(BUILDERS)(
    'a source that is not there fails the build (%s)',
    async (builder) => {
      await expect(build({ Dockerfile: MERGED.replace('COPY main.go ./\n', '') }, builder)).rejects.toThrow(
        'go: no Go files in .',
      );
    },
    PATIENCE,
  );

  test(
    'a script that fails, and one that makes no image, are no result',
    async () => {
      const files = { 'build.sh': 'echo stopped by rain; exit 3\n' };
      await expect(build(files, 'buildkit', { runAfter: ['sh', 'build.sh'] })).rejects.toThrow(/ends with 3\nstopped by rain/);
      await expect(build({ 'build.sh': 'true\n' }, 'buildkit', { runAfter: ['sh', 'build.sh'] })).rejects.toThrow(
        'makes no tested:latest',
      );
    },
    PATIENCE,
  );

  test(
    'an image of the build before is not taken for one of this build',
    async () => {
      await build({ Dockerfile: 'FROM alpine:3.14\nRUN true\n' }, 'classic');
      const failing = { Dockerfile: 'FROM alpine:3.14\nRUN false\n' };
      await expect(build(failing, 'classic', { runAfter: ['sh', '-c', 'docker build -t tested . || true'] })).rejects.toThrow(
        'makes no tested:latest',
      );
    },
    PATIENCE,
  );

  test(
    'an image named without a tag is the latest, whatever else has its name',
    async () => {
      const both = 'docker build -t tested:build -f Dockerfile.build . && docker build -t tested .';
      const files = {
        'Dockerfile.build': 'FROM alpine:3.14\nRUN touch /built\n',
        Dockerfile: 'FROM alpine:3.14\nRUN touch /served\n',
      };
      const images = await build(files, 'buildkit', { runAfter: ['sh', '-c', both], images: ['tested', 'tested:build'] });
      const paths = ['tested', 'tested:build'].map((name) =>
        ['/built', '/served'].filter((path) => images.get(name)?.files.has(path)),
      );
      expect(paths).toEqual([['/served'], ['/built']]);
    },
    PATIENCE,
  );

  test(
    'a base image that a script tags over or removes is made again',
    async () => {
      const spoil = 'docker build -t alpine:3.14 . && docker build -t tested . && docker rmi -f golang:1.16';
      await build({ Dockerfile: 'FROM alpine:3.13\n' }, 'classic', { runAfter: ['sh', '-c', spoil] });
      expect(await compare(MERGED, 'classic')).toEqual([]);
    },
    PATIENCE,
  );

  (hasCompiler() ? test : test.skip).each(['-static', '-O2'])(
    'the real compiler compiles, links and its program runs (%s)',
    async (flag) => {
      const dockerfile = `FROM gcc:12\nCOPY hello.c /src/\nWORKDIR /src\nRUN gcc ${flag} -o hello hello.c && ./hello | grep -q 'hello from C'\n`;
      const images = await build({ Dockerfile: dockerfile, 'hello.c': HELLO }, 'buildkit');
      expect(images.get('tested:latest')?.files.get('/src/hello')?.size).toBeGreaterThan(10_000);
    },
    PATIENCE,
  );
});

function writeCase(directory: string, files: Readonly<Record<string, string>>, changes: Partial<EngineCase>): EngineCase {
  for (const [name, text] of Object.entries(files)) {
    const path = join(directory, 'output', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  const command = ['docker', 'build', '-t', 'tested:latest', '.'];
  const rest = { env: {}, differs: [], builders: BUILDERS, bases: [], oldFails: false };
  return { name: 'tested', directory, run: command, runAfter: command, images: ['tested:latest'], ...rest, ...changes };
}
