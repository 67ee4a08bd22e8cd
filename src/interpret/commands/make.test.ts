import { expect, test } from '@jest/globals';
import { interpretText, makeProject } from '../../testing/interpret-text.ts';
import { interpretHost } from '../interpret-host.ts';

const FILES = {
  Makefile:
    'TAG ?= dev\nall: image\nimage: binary\n\tdocker build -t app:$(TAG) .\nbinary:\n\tdocker build -t b -f Dockerfile.build .\n',
  'web/Makefile': 'default:\n\tcd .. && docker build -t web:$(TAG) .\n',
  'package.json': '{"scripts": {"image": "docker build -t npm .", "postimage": "docker push npm"}}',
  Dockerfile: 'FROM a\n',
  'Dockerfile.build': 'FROM b\n',
};

test.each([
  ['make image', ['Dockerfile.build', 'Dockerfile']],
  ['make', ['Dockerfile.build', 'Dockerfile']],
  ['make binary image', ['Dockerfile.build', 'Dockerfile']],
  ['make -C web', ['Dockerfile']],
  ['make --directory=web -s default', ['Dockerfile']],
  ['make -f web/Makefile default', []],
  ['cd web && make', ['Dockerfile']],
  ['make -j 4 --no-print-directory image', ['Dockerfile.build', 'Dockerfile']],
  ['make -n image', []],
  ['make "$TARGET"', []],
  ['make nothing', []],
  ['npm run image', ['Dockerfile']],
  ['yarn image', ['Dockerfile']],
  ['npm run image -- --pull', []],
  ['npm image', []],
])('%s builds %j', (script, files) => {
  expect(interpretText(FILES, script).builds.map((build) => build.dockerfile.file)).toEqual(files);
});

test.each([
  ['make image TAG=1', 'app:1'],
  ['TAG=2 make image', 'app:2'],
  ['TAG=3; make image', undefined],
  ['export TAG=4; make image', 'app:4'],
])('%s tags %s', (script, tag) => {
  const [piece, ...rest] = interpretText(FILES, script).builds.at(-1)?.tags[0]?.value.pieces ?? [];
  const text = piece?.kind === 'literal' ? piece.text : undefined;
  expect(rest.length === 0 ? text : undefined).toBe(tag);
});

test('goals run each from a clean checkout', () => {
  const text =
    'image:\n\tdocker build -t b -f Dockerfile.build .\n\tdocker create --name x b\n\tdocker cp x:/app app\nother:\n\tdocker build .\n';
  const project = makeProject({ ...FILES, Makefile: text, Dockerfile: 'FROM a\nCOPY app /\n' });
  const host = project.scripts.get('Makefile');
  const graph = host && interpretHost(project, host, new Map());
  expect(graph?.goals?.map(({ section, first, end }) => [section, first, end])).toEqual([
    ['image', 0, 3],
    ['other', 3, 4],
  ]);
  expect(graph?.builds.at(-1)?.takeUps.flatMap(({ sources }) => sources.map(({ kind }) => kind))).toEqual(['missing']);
});

test('each line of a recipe is a shell of its own', () => {
  const text = 'image:\n\tcd web\n\tX=1\n\tdocker build -t $$X .\n';
  const project = makeProject({ ...FILES, Makefile: text });
  const host = project.scripts.get('Makefile');
  const [build] = (host && interpretHost(project, host, new Map()))?.builds ?? [];
  expect([build?.directory, build?.tags[0]?.value.pieces.map(({ kind }) => kind)]).toEqual(['', ['unknown']]);
});
