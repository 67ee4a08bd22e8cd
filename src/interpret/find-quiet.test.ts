import { join } from 'node:path';
import { readProject } from '../discover/read-project.ts';
import { parseShellFile } from '../parse/parse-file.ts';
import { ALL_FIXTURES } from '../testing/fixtures/fixture.ts';
import { makeProject } from '../testing/interpret-text.ts';
import { makeQuietSearch } from './find-quiet.ts';
import { findReached } from './group-runs.ts';
import { interpretHost } from './interpret-host.ts';
import { interpretScript } from './interpret-script.ts';

const AROUND = {
  'scripts/lint.sh': 'gofmt -l .\n',
  'scripts/image.sh': 'docker build -t app .\n',
  Makefile: 'all: test\ntest:\n\tgo test ./...\nimage: test\n\tdocker build .\nagain: again-too\nagain-too: again\n',
  'package.json': '{"scripts": {"test": "jest", "image": "docker build .", "lint": "eslint ."}}',
};

/** A script, and the files that following it may lead to besides its own; `undefined` where it may concern images. */
const CASES: readonly [string, readonly string[] | undefined][] = [
  ['echo hello\ngo build -o "$OUT" ./cmd && test -d out | tee log', []],
  ['docker ps', undefined],
  ['sudo -E nice docker ps', undefined],
  ['/usr/bin/docker ps', undefined],
  ['x=$(podman ps)', undefined],
  ['echo "$(docker ps)"', undefined],
  ['"$PROGRAM" build', undefined],
  ['$EMPTY docker build', undefined],
  ['env A=1 gofmt', []],
  ['env "$A" gofmt', undefined],
  ['./scripts/lint.sh', ['scripts/lint.sh']],
  ['cd scripts; . ./lint.sh', ['scripts/lint.sh']],
  ['./scripts/image.sh', undefined],
  ['sh scripts/image.sh', undefined],
  ['sh "$SCRIPT"', undefined],
  ['sh -c "docker ps"', undefined],
  ["trap 'docker rm x' EXIT", undefined],
  ['eval "$X"', undefined],
  ['make -C . test TAG=$X', ['Makefile']],
  ['make', ['Makefile']],
  ['make image', undefined],
  ['make "$GOAL"', undefined],
  ['make again', undefined],
  ['npm run lint', ['package.json']],
  ['npm run image', undefined],
  ['npm "$X"', undefined],
  ['for x in 1 2; do echo; done', undefined],
  ['run() { echo; }', undefined],
  ['if true; then docker ps; fi', undefined],
  ['echo "', undefined],
];

test.each(CASES)('%j', (text, files) => {
  const project = makeProject({ ...AROUND, 'run.sh': `#!/bin/sh\n${text}\n` });
  const file = project.files.get('run.sh');
  const reach = file && makeQuietSearch(project)(file);
  expect(reach && [...reach.files]).toEqual(files && ['run.sh', ...files]);
});

test('more commands than are followed are no quiet run', () => {
  const project = makeProject({ 'run.sh': `#!/bin/sh\n${'echo\n'.repeat(2_001)}` });
  const [file] = project.files.values();
  expect(file && makeQuietSearch(project)(file)).toBeUndefined();
});

test('what is quiet in the fixtures makes no image and stays within its reach', async () => {
  let count = 0;
  for (const { directory } of ALL_FIXTURES) {
    const { project } = await readProject(join(directory, 'input'));
    const search = makeQuietSearch(project);
    for (const file of project.files.values()) {
      const host = project.scripts.get(file.path);
      const reach = host || file.path.endsWith('.sh') ? search(file) : undefined;
      if (!reach) continue;
      const graph = host ? interpretHost(project, host, new Map()) : interpretScript(project, parseShellFile(file), new Map());
      if (!graph) continue;
      count += 1;
      expect([graph.builds, graph.runs, graph.containers, graph.externals]).toEqual([[], [], [], []]);
      expect(graph.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect([...findReached(graph)].filter((path) => !reach.files.has(path))).toEqual([]);
    }
  }
  expect(count).toBeGreaterThan(10);
});
