import type { FileChange, PipelinePlan } from '../model/plan.ts';
import { sampleChanges, samplePipeline, samplePlan } from '../report/sample-plan.ts';
import { groupProposals } from './group-proposals.ts';

/** A pipeline that changes these files. */
function pipeline(id: string, paths: readonly string[], override: Partial<PipelinePlan> = {}): PipelinePlan {
  return samplePipeline({ id, files: paths.map((path) => ({ kind: 'write', path, parts: [] })), ...override });
}

function change(path: string, before = 'a\n', after = 'b\n'): FileChange {
  return { path, action: 'modify', before, after, mode: 0o644, origins: [[]] };
}

function group(pipelines: readonly PipelinePlan[], changes: readonly FileChange[]) {
  return groupProposals({ name: 'as planned', plan: samplePlan(pipelines), changes });
}

test('pipelines with a file in common, also by way of a third, are one proposal', () => {
  const proposals = group(
    [pipeline('1', ['a']), pipeline('2', ['b']), pipeline('3', ['c']), pipeline('4', ['a', 'b'])],
    [change('a'), change('b'), change('c')],
  );
  expect(proposals.map(({ variants }) => variants[0].pipelines.map(({ id }) => id))).toEqual([['1', '2', '4'], ['3']]);
  expect(proposals.map(({ variants }) => variants[0].changes.map(({ path }) => path))).toEqual([['a', 'b'], ['c']]);
});

describe('the key', () => {
  const text = (lines: readonly string[]) => `${lines.join('\n')}\n`;
  const lines = Array.from({ length: 30 }, (_, index) => `line ${index}`);
  const key = (before: readonly string[], override: Partial<PipelinePlan> = {}) =>
    group(
      [pipeline('1', ['a'], override)],
      [change('a', text(before), text(before.map((line) => line.replace('line 20', 'new'))))],
    )[0]?.key;

  test('stays when lines far from the change come or go', () => {
    expect(key(['before', ...lines])).toBe(key(lines));
    expect(key(lines.slice(3))).toBe(key(lines));
  });

  test('is another when lines near the change are others', () => {
    expect(key(lines.map((line) => line.replace('line 19', 'other')))).not.toBe(key(lines));
  });

  test('is another when something else is assumed', () => {
    const because = [{ file: 'a', start: 0, end: 1 }] as const;
    expect(key(lines, { assumptions: [{ kind: 'x', statement: 'y', because, settledBy: undefined }] })).not.toBe(key(lines));
  });
});

test('what cannot be written is closed, and what is converted already is left out', () => {
  const proposals = group(
    [
      pipeline('1', [], { outcome: 'declined' }),
      pipeline('2', ['a'], { applicability: 'display-only' }),
      pipeline('3', [], { outcome: 'unchanged' }),
      pipeline('4', ['b']),
      pipeline('5', [], { outcome: 'failed' }),
    ],
    [change('a'), change('b')],
  );
  expect(proposals.map(({ closed }) => closed !== undefined)).toEqual([true, true, false, true]);
});

test('the same pipeline planned in another way is an alternative, once', () => {
  const plan = samplePlan([samplePipeline()]);
  const changed = sampleChanges().map((item) => ({ ...item, after: item.after?.replace('go build', 'go build -v') }));
  const [proposal] = groupProposals({ name: 'one', plan, changes: sampleChanges() }, [
    { name: 'two', plan, changes: changed },
    { name: 'three', plan, changes: sampleChanges() },
  ]);
  expect(proposal?.variants.map(({ name }) => name)).toEqual(['one', 'two']);
});
