import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type EngineCase, findEngineCases } from './engine-case.ts';
import { findBases } from './find-bases.ts';
import { prepareTree } from './prepare-tree.ts';

describe('a case of the engine tests', () => {
  let directory = '';
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'restage-case-test-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const write = (files: Readonly<Record<string, string>>): void => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, name)), { recursive: true });
      writeFileSync(join(directory, name), text, 'latin1');
    }
  };

  test.each<readonly [string, Readonly<Record<string, string>>, Partial<EngineCase>, readonly string[]]>([
    ['the tag that is left out', { Dockerfile: 'FROM alpine\n' }, {}, ['alpine:latest']],
    ['several files, each name once', { Dockerfile: 'FROM a:1\nFROM b:2\n', 'x/run.docker': 'from a:1\n' }, {}, ['a:1', 'b:2']],
    [
      'no stages',
      { Dockerfile: 'FROM a:1 AS Builder\nFROM builder\nCOPY --from=builder /a /\nCOPY --from=0 /a /\n' },
      {},
      ['a:1'],
    ],
    ['no scratch', { Dockerfile: 'FROM scratch\n' }, {}, []],
    ['flags and quotes passed over', { Dockerfile: 'FROM --platform=linux/amd64 "a:1"\n' }, {}, ['a:1']],
    ['names with a registry and its port', { Dockerfile: 'FROM my.host:5000/team/a:1\n' }, {}, ['my.host:5000/team/a:1']],
    ['images of COPY --from', { Dockerfile: 'FROM a:1\nCOPY --from=nginx:1.21 /etc /etc\n' }, {}, ['a:1', 'nginx:1.21']],
    [
      'defaults of arguments, and what the environment says',
      { Dockerfile: 'ARG V=1\nFROM a:$V\n' },
      { env: { V: '2' } },
      ['a:1', 'a:2'],
    ],
    ['what the case adds for names it hides', { Dockerfile: 'FROM a:$V\n' }, { bases: ['a:7'] }, ['a:7']],
    ['no image that a script builds', { Dockerfile: 'FROM base\n', 'b.sh': 'docker build \\\n -t base .\n' }, {}, []],
    ['no image that a script tags', { Dockerfile: 'FROM base:2\n', 'b.sh': 'docker tag x base:2\n' }, {}, []],
    [
      'known images that a script creates containers of',
      { 'b.sh': 'id=$(docker create nginx:latest)\ndocker run --rm own:build ls\n' },
      {},
      ['nginx:latest'],
    ],
  ])('needs %s', (_, files, changes, expected) => {
    write(Object.fromEntries(Object.entries(files).map(([name, text]) => [`input/${name}`, text])));
    write({ 'output/README': '' });
    expect(findBases({ ...CASE, directory, ...changes })).toEqual(expected);
  });

  test.each([
    ['the first line', '# syntax=docker/dockerfile:1\nFROM a\n', 'FROM a\n'],
    ['a line behind another directive', '# escape=`\n# syntax = x\nFROM a\n', '# escape=`\nFROM a\n'],
    ['a line behind a byte order mark', '\xef\xbb\xbf#syntax=x\nFROM a\n', '\xef\xbb\xbfFROM a\n'],
    ['a line that ends with CRLF', '# syntax=x\r\nFROM a\r\n', 'FROM a\r\n'],
    ['no comment of that form further down', 'FROM a\n# syntax=x\n', 'FROM a\n# syntax=x\n'],
    ['no line of another file', '# syntax=x\nrun\n', '# syntax=x\nrun\n'],
    ['no byte besides', '# syntax=x\nFROM a\n# \xe9\xff\n', 'FROM a\n# \xe9\xff\n'],
  ])('loses of its syntax lines %s', async (_, before, after) => {
    write({ 'from/sub/any.file': before });
    await prepareTree(join(directory, 'from'), join(directory, 'to'));
    expect(readFileSync(join(directory, 'to/sub/any.file'), 'latin1')).toBe(after);
  });

  test('is found by its engine entry and its output', () => {
    const engine = { run: ['sh', 'build.sh'], images: ['a'], builders: ['classic'] };
    write({
      'one/full/case.json': JSON.stringify({ engine }),
      'one/full/output/a': '',
      'one/skip-a/case.json': JSON.stringify({ engine }),
      'two/plain/case.json': '{}',
      'two/plain/output/a': '',
    });
    const { name: _, directory: __, ...defaults } = CASE;
    expect(findEngineCases(directory)).toEqual([
      { ...defaults, ...engine, runAfter: engine.run, name: 'one/full', directory: join(directory, 'one/full') },
    ]);
  });

  test.each([
    [{ run: ['x'], images: ['a'], difers: [] }, 'one/a: case.json has engine.difers, which means nothing'],
    [{ run: 'x', images: ['a'] }, 'one/a: engine.run, engine.runAfter must be a list of texts'],
    [{ run: ['x'] }, 'one/a: engine.images must be a list of texts'],
  ])('is refused with a wrong entry: %j', (engine, message) => {
    write({ 'one/a/case.json': JSON.stringify({ engine }), 'one/a/output/a': '' });
    expect(() => findEngineCases(directory)).toThrow(message);
  });
});

const CASE: EngineCase = {
  name: 'group/case',
  directory: '',
  run: [],
  runAfter: [],
  images: [],
  env: {},
  differs: [],
  builders: ['classic', 'buildkit'],
  bases: [],
  oldFails: false,
};
