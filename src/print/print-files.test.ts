import type { FilePlan } from '../model/plan.ts';
import { makeProject } from '../testing/interpret-text.ts';
import { printFiles } from './print-files.ts';

const BUILD = 'FROM gcc\nRUN make\n';
const RUN = 'FROM alpine\nCOPY app .\n';
const project = makeProject({ Dockerfile: RUN, 'Dockerfile.build': BUILD, '.prettierrc': '{ "printWidth": 40 }' });
const because = [{ file: 'build.sh', start: 3, end: 9 }] as const;

const MERGED: FilePlan = {
  kind: 'write',
  path: 'Dockerfile',
  parts: [
    { kind: 'cut', file: 'Dockerfile.build', edits: [] },
    { kind: 'blank-line' },
    {
      kind: 'cut',
      file: 'Dockerfile',
      edits: [
        {
          kind: 'instructions',
          instructions: [
            { keyword: 'COPY', flags: [{ name: 'from', value: 'builder' }], operands: ['/src/app', '/usr/local/bin/'] },
          ],
          file: 'Dockerfile',
          start: 12,
          end: 22,
          because,
          transform: 'test',
        },
      ],
    },
  ],
};

test('gives the file before and after, in the style of the repository', () => {
  expect(printFiles(project, [MERGED])).toEqual([
    expect.objectContaining({
      path: 'Dockerfile',
      action: 'modify',
      before: RUN,
      after: `${BUILD}\nFROM alpine\nCOPY --from=builder \\\n    /src/app \\\n    /usr/local/bin/\n`,
      mode: 0o644,
    }),
  ]);
});

test('gives each line its origins, and a new blank line none', () => {
  const [change] = printFiles(project, [MERGED]);
  expect(change?.origins).toEqual([
    [{ file: 'Dockerfile.build', start: 0, end: 9 }],
    [{ file: 'Dockerfile.build', start: 9, end: 18 }],
    [],
    [{ file: 'Dockerfile', start: 0, end: 12 }],
    because,
    because,
    because,
  ]);
});

test('leaves a file out that stays the same', () => {
  expect(
    printFiles(project, [{ kind: 'write', path: 'Dockerfile', parts: [{ kind: 'cut', file: 'Dockerfile', edits: [] }] }]),
  ).toEqual([]);
});

test('creates a file that is not there', () => {
  const lines: FilePlan = { kind: 'write', path: '.dockerignore', parts: [{ kind: 'lines', lines: ['web/dist'], because }] };
  expect(printFiles(project, [lines])).toEqual([
    { path: '.dockerignore', action: 'create', before: undefined, after: 'web/dist\n', mode: 0o644, origins: [because] },
  ]);
});

test('deletes a file', () => {
  expect(printFiles(project, [{ kind: 'delete', path: 'Dockerfile.build', because }])).toEqual([
    { path: 'Dockerfile.build', action: 'delete', before: BUILD, after: undefined, mode: 0o644, origins: [] },
  ]);
});

test('breaks lines with the escape character of the first file', () => {
  const windows = makeProject({ Dockerfile: '# escape=`\nFROM a\n', '.prettierrc': '{ "printWidth": 40 }' });
  const stage: FilePlan = {
    kind: 'write',
    path: 'Dockerfile',
    parts: [
      { kind: 'cut', file: 'Dockerfile', edits: [] },
      {
        kind: 'instructions',
        instructions: [{ keyword: 'COPY', flags: [], operands: ['/a/rather/long/path/to/a/file', '/another/path'] }],
        because,
      },
    ],
  };
  const after = '# escape=`\nFROM a\nCOPY `\n    /a/rather/long/path/to/a/file `\n    /another/path\n';
  expect(printFiles(windows, [stage])[0]?.after).toBe(after);
});
