import { diagnose } from '../model/diagnostic.ts';
import type { PipelinePlan, Plan } from '../model/plan.ts';
import { sampleChanges, samplePipeline, samplePlan, sampleProject, sampleSpan } from '../report/sample-plan.ts';
import type { ShapeVerdict } from './shape-verdicts.ts';
import { type PlannedRepository, summarisePlan } from './summarise-plan.ts';

const SPAN = sampleSpan('build.sh', 'docker cp x:/src/app ./app');
const ASSUMED = samplePipeline({
  applicability: 'needs-review',
  assumptions: [{ kind: 'path-type', statement: '/src/app is a file', because: [SPAN], settledBy: '--assume /src/app=file' }],
});
const DECLINED = samplePipeline({
  ...{ outcome: 'declined', applicability: 'display-only', files: [] },
  diagnostics: [
    diagnose('artifact/path-unknown', 'warning', 'cannot tell', { span: SPAN }),
    diagnose('pattern/none', 'info', 'aside'),
  ],
});
const SILENT = samplePipeline({ outcome: 'declined', applicability: 'display-only', files: [], diagnostics: [] });
const FAILED = samplePipeline({ outcome: 'failed', applicability: 'display-only', files: [] });
const UNCHANGED = samplePipeline({ outcome: 'unchanged', files: [] });
const SAFE = samplePipeline();

function summarise(plan: Plan, taken: readonly PipelinePlan[], judge?: PlannedRepository['judge']) {
  const changes = taken.length > 0 ? sampleChanges() : [];
  return summarisePlan('r', { plan, project: sampleProject(), selected: { changes, taken }, judge });
}

test.each<[string, readonly PipelinePlan[], readonly PipelinePlan[], string, readonly string[]]>([
  ['nothing', [], [], 'no-pattern', []],
  ['what is converted already', [UNCHANGED], [], 'no-pattern', []],
  ['a conversion', [SAFE], [SAFE], 'convertible', []],
  ['a conversion that the policy leaves', [ASSUMED], [], 'needs-review', ['assumption/path-type build.sh:4']],
  ['a conversion that the policy takes', [ASSUMED], [ASSUMED], 'convertible', []],
  ['a refusal', [DECLINED], [], 'declined', ['artifact/path-unknown build.sh:4']],
  ['a refusal that says nothing', [SILENT], [], 'declined', ['batch/display-only build.sh:6']],
  ['a conversion beside a refusal', [SAFE, DECLINED], [SAFE], 'convertible', ['artifact/path-unknown build.sh:4']],
  [
    'an open question beside a refusal',
    [DECLINED, ASSUMED],
    [],
    'needs-review',
    ['artifact/path-unknown build.sh:4', 'assumption/path-type build.sh:4'],
  ],
  ['a failure', [FAILED], [], 'failed', ['batch/display-only build.sh:6', 'failure/fault null:null']],
])('%s', (_name, pipelines, taken, state, reasons) => {
  const report = summarise(samplePlan(pipelines), taken);
  expect(report.state).toBe(state);
  expect(report.reasons.map(({ code, path, line }) => `${code} ${path}:${line}`)).toEqual(reasons);
  expect(report.reasons.every(({ next }) => next !== '')).toBe(true);
});

test.each<[string, ShapeVerdict, string, readonly string[]]>([
  ['accepted, and shares a file with one that is not', 'accepted', 'declined', ['batch/safe build.sh:6']],
  ['declined', 'rejected', 'declined', ['review/rejected build.sh:6']],
  ['left open', 'undecided', 'needs-review', ['review/undecided build.sh:6']],
])('a conversion that a review %s', (_name, verdict, state, reasons) => {
  const report = summarise(samplePlan([SAFE]), [], () => verdict);
  expect(report.state).toBe(state);
  expect(report.reasons.map(({ code, path, line }) => `${code} ${path}:${line}`)).toEqual(reasons);
});

test('a plan that failed as a whole can be retried, and keeps what it says', () => {
  const plan = samplePlan([], { outcome: 'failed', diagnostics: [diagnose('file/unreadable', 'error', 'no')] });
  expect(summarise(plan, []).reasons.map(({ code }) => code)).toEqual(['failure/fault', 'file/unreadable']);
});

test('a fact that settles a question is told as a command', () => {
  expect(summarise(samplePlan([ASSUMED]), []).reasons[0]?.next).toContain('{"assume": ["/src/app=file"]}}');
});
