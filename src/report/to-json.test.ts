import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { diagnose } from '../model/diagnostic.ts';
import { sampleChanges, samplePipeline, samplePlan, sampleProject, sampleSpan } from './sample-plan.ts';
import { printJson, toJson } from './to-json.ts';

const schema: unknown = JSON.parse(readFileSync(new URL('./plan.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true }).compile(schema as object);

const FULL = samplePlan(
  [
    samplePipeline({
      applicability: 'needs-review',
      differs: ['/app/Dockerfile.build'],
      assumptions: [
        {
          kind: 'path-type',
          statement: '/src/app is a file',
          because: [sampleSpan('Dockerfile.build', '-o app')],
          settledBy: '--assume /src/app=file',
        },
      ],
      diagnostics: [diagnose('shell/syntax', 'error', 'bad', { span: sampleSpan('build.sh', 'docker cp'), help: 'mend it' })],
    }),
    samplePipeline({ outcome: 'declined', output: undefined, stages: [], artifacts: [], files: [] }),
  ],
  { diagnostics: [diagnose('pattern/none', 'info', 'none')] },
);

/** Plain data of the sample that a case may break. */
function toData(): { [key: string]: unknown } {
  return JSON.parse(printJson(toJson(FULL, sampleChanges(), sampleProject())));
}

function setPath(data: unknown, path: string, value: unknown): void {
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let target = data as Record<string, unknown>;
  for (const key of keys) target = target[key] as Record<string, unknown>;
  if (value === undefined) delete target[last];
  else target[last] = value;
}

test('hand-made plans follow the published schema', () => {
  for (const [plan, changes] of [
    [FULL, sampleChanges()],
    [samplePlan([]), []],
    [samplePlan(), sampleChanges()],
  ] as const) {
    validate(toJson(plan, changes, sampleProject()));
    expect(validate.errors).toBeNull();
  }
});

test('says what the contract promises', () => {
  const [pipeline] = toJson(FULL, sampleChanges(), sampleProject()).pipelines;
  expect(pipeline).toMatchObject({
    id: 'build.sh:app:latest',
    entry: { path: 'build.sh', line: 6 },
    stages: [
      { alias: 'builder', from: 'golang:1.21', origin: { path: 'Dockerfile.build', line: 1 } },
      { alias: null, from: 'alpine:3', origin: { path: 'Dockerfile', line: 1 } },
    ],
    artifacts: [
      {
        stage: 'builder',
        image: null,
        replaces: { path: 'Dockerfile', line: 3, text: 'COPY app ./' },
        evidence: [
          { path: 'Dockerfile', line: 3 },
          { path: 'build.sh', line: 4 },
        ],
      },
    ],
    diagnostics: [{ code: 'shell/syntax', severity: 'error', message: 'bad', path: 'build.sh', line: 4, help: 'mend it' }],
  });
  expect(toData().diagnostics).toEqual([
    { code: 'pattern/none', severity: 'info', message: 'none', path: null, line: null, help: null },
  ]);
});

test.each([
  ['another schema', 'schema', 'restage.plan/2'],
  ['an unknown outcome', 'outcome', 'done'],
  ['a field nobody knows', 'extra', 1],
  ['a field nobody knows in a pipeline', 'pipelines.0.extra', 1],
  ['a missing id', 'pipelines.0.id', undefined],
  ['a missing alias', 'pipelines.0.stages.0.alias', undefined],
  ['a line 0', 'pipelines.0.entry.line', 0],
  ['an absolute path', 'pipelines.0.entry.path', '/etc/passwd'],
  ['a path with a leading ./', 'files.0.path', './Dockerfile'],
  ['a relative source', 'pipelines.0.artifacts.0.source', 'src/app'],
  ['a flag without dashes', 'pipelines.0.artifacts.0.flags', ['chown=0:0']],
  ['no evidence', 'pipelines.0.artifacts.0.evidence', []],
  ['a code that is none', 'pipelines.0.diagnostics.0.code', 'oops'],
  ['a place without a line', 'pipelines.0.diagnostics.0.line', null],
  ['a line without a place', 'diagnostics.0.line', 3],
  ['a modified file without before', 'files.0.before', null],
  ['a deleted file with after', 'files.2.after', ''],
  ['missing files', 'files', undefined],
])('the schema refuses %s', (_, path, value) => {
  const data = toData();
  expect(validate(data)).toBe(true);
  setPath(data, path, value);
  expect(validate(data)).toBe(false);
});

test('printed JSON holds nothing a terminal obeys', () => {
  const text = printJson(toJson(samplePlan([samplePipeline({ id: 'a\u202e\x9b' })]), [], sampleProject()));
  expect(text).toContain('"id": "a\\u202e\\u009b"');
});
