import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { applyChanges } from '../apply/apply-changes.ts';
import { recover } from '../apply/recover.ts';
import { undo } from '../apply/undo.ts';
import { findRepositoryRoot } from '../discover/find-repository-root.ts';
import { readProject } from '../discover/read-project.ts';
import { inspectFile } from '../inspect.ts';
import { planProject } from '../pipeline.ts';
import { demandBench, isEngineRequired, openBench, titleOnBench } from '../testing/engine/open-bench.ts';
import { prepareTree } from '../testing/engine/prepare-tree.ts';
import { CLIENT, listDocker } from '../testing/engine/run-docker.ts';
import { readTree } from '../testing/file-changes.ts';
import { FIXTURES } from '../testing/fixtures/fixture.ts';
import { makeDirectory, removeDirectories } from '../testing/temporary-directory.ts';
import { runCli } from './main.ts';

const PATIENCE = 180_000;
const EXAMPLE = join(FIXTURES, 'projects/href-counter/input');
// Loaded before: Jest cannot load modules that share others at the same time.
const PHASES = { findRepositoryRoot, readProject, planProject, inspectFile, applyChanges, recover, undo };

const opened = await openBench(['golang:1.16', 'alpine:latest']);
const describeOnEngine = opened.kind === 'open' || isEngineRequired() ? describe : describe.skip;

afterAll(async () => {
  if (opened.kind === 'open') await opened.close();
  removeDirectories();
}, PATIENCE);

async function verify(directory: string, ...words: readonly string[]) {
  const said = { stdout: '', stderr: '' };
  const make = (name: 'stdout' | 'stderr') => ({ write: (text: string) => (said[name] += text) });
  const environment = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: directory };
  const { host } = demandBench(opened);
  const all = ['verify', directory, '--yes', '--offline', '--client', CLIENT, '--engine', host, ...words];
  const exitCode = await runCli(
    all,
    { stdout: make('stdout'), stderr: make('stderr'), directory, environment },
    async () => PHASES,
  );
  return { exitCode, ...said };
}

/** The engine lists images that were made in the same second in any order. */
async function listImages(): Promise<readonly string[]> {
  const images = await listDocker(demandBench(opened).host, [
    'image',
    'ls',
    '--all',
    '--format',
    '{{.Repository}}:{{.Tag}} {{.ID}}',
  ]);
  return [...images].sort();
}

describeOnEngine(titleOnBench('restage verify on the bundled example', opened), () => {
  test(
    'says that the images are equal with the classic builder, and leaves project and engine as they are',
    async () => {
      const directory = makeDirectory();
      cpSync(EXAMPLE, directory, { recursive: true });
      const before = { tree: readTree(directory), images: await listImages() };
      const { exitCode, stdout } = await verify(directory, '--builder', 'classic');
      expect(stdout).toContain('The images are equal.');
      expect(exitCode).toBe(0);
      expect({ tree: readTree(directory), images: await listImages() }).toEqual(before);
    },
    PATIENCE,
  );

  test(
    'says so with BuildKit, whose frontend is not fetched from a registry here',
    async () => {
      const directory = join(makeDirectory(), 'href-counter');
      await prepareTree(EXAMPLE, directory);
      const { exitCode, stdout } = await verify(directory, '--builder', 'buildkit');
      expect(stdout).toContain('The images are equal.');
      expect(exitCode).toBe(0);
    },
    PATIENCE,
  );

  test(
    'ends with 6 where the new way builds another image',
    async () => {
      const directory = makeDirectory();
      cpSync(EXAMPLE, directory, { recursive: true });
      const after = "sed -i 's#^WORKDIR /root/#&sub/#' Dockerfile && sh build.sh";
      const words = ['--builder', 'classic', '--run', 'sh build.sh', '--run-after', after];
      const { exitCode, stdout } = await verify(directory, ...words);
      expect(stdout).toContain('The images differ.');
      expect(stdout).toContain('/root/app');
      expect(exitCode).toBe(6);
    },
    PATIENCE,
  );
});
