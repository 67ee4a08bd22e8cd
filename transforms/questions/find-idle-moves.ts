import type { BuildGraph, Step, StepId } from '../../src/model/build-graph.ts';
import type { Draft } from '../../src/model/draft.ts';

/** `cd build` and the `cd ..` behind it, with nothing left between the two. */
export function findIdleMoves(graph: BuildGraph, draft: Draft, drops: ReadonlySet<StepId>): readonly StepId[] {
  const gone = new Set(drops);
  for (;;) {
    const pairs = findPairs(graph, draft, gone);
    const paired = new Set(pairs.flat());
    const whole = pairs.filter((pair) => pair.every((id) => findRuns(graph, id).every((run) => paired.has(run))));
    if (whole.length === 0) return [...gone].filter((id) => !drops.has(id));
    for (const id of whole.flat()) gone.add(id);
  }
}

function findPairs(graph: BuildGraph, draft: Draft, gone: ReadonlySet<StepId>): readonly (readonly [StepId, StepId])[] {
  const read = ({ span }: Step): string => draft.project.files.get(span.file)?.text.slice(span.start, span.end) ?? '';
  return graph.steps.flatMap((step, index) => {
    const next = graph.steps.slice(index + 1).find((item) => !gone.has(item.id));
    const isPair =
      next !== undefined &&
      next.id > step.id + 1 &&
      !gone.has(step.id) &&
      [step, next].every((item) => item.effect.kind === 'inert' && item.within === undefined) &&
      JSON.stringify(step.guards) === JSON.stringify(next.guards) &&
      isThereAndBack(read(step), read(next));
    return isPair ? [[step.id, next.id] as const] : [];
  });
}

/** The same command in other rounds of a loop and other calls of a function. */
function findRuns(graph: BuildGraph, id: StepId): readonly StepId[] {
  const own = graph.steps[id]?.span;
  return graph.steps
    .filter(({ span }) => span.file === own?.file && span.start === own.start && span.end === own.end)
    .map((step) => step.id);
}

function isThereAndBack(there: string, back: string): boolean {
  const [, verb, path = ''] = /^(cd|pushd)[ \t]+("[^"]*"|\S+)(?:[ \t]*&?>.*)?$/.exec(there) ?? [];
  if (verb === 'pushd') return /^popd\b/.test(back);
  if (verb !== 'cd' || path === '-') return false;
  const [, up = ''] = /^cd[ \t]+(-|"\$OLDPWD"|\$OLDPWD|(?:\.\.\/?)+)$/.exec(back) ?? [];
  if (!up.startsWith('..')) return up !== '';
  const segments = path
    .replace(/^"|"$/g, '')
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.');
  const isPlain = !path.includes('$') && !path.startsWith('/') && !segments.includes('..');
  return isPlain && segments.length === (up.match(/\.\./g) ?? []).length;
}
