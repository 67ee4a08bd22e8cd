import { join } from 'node:path';
import { buildAndCompare, type FormComparison } from './testing/engine/compare-forms.ts';
import { type Builder, type EngineCase, findEngineCases } from './testing/engine/engine-case.ts';
import { findBases } from './testing/engine/find-bases.ts';
import { demandBench, isEngineRequired, openBenches, titleOnBench } from './testing/engine/open-bench.ts';
import { hasCompiler, isRealCompiler } from './testing/engine/real-compiler.ts';
import { runAhead } from './testing/engine/run-ahead.ts';

/** Milliseconds for a test that builds. A case takes a few seconds; a busy machine may take ten times that. */
const PATIENCE = 180_000;

const allCases = findEngineCases(join(import.meta.dirname, '../__fixtures__'));
/** Cases that compile with this machine's GCC, on a machine that has none. */
const isUnbuildable = (each: EngineCase) => !hasCompiler() && !isEngineRequired() && findBases(each).some(isRealCompiler);
const cases = allCases.filter((each) => !isUnbuildable(each));
const benches = await openBenches([...new Set(cases.flatMap(findBases))]);
const [opened] = benches;
const builds = cases.flatMap((engineCase) => engineCase.builders.map((builder) => ({ engineCase, builder })));
const describeOnEngine = opened.kind === 'open' || isEngineRequired() ? describe : describe.skip;

test('there are cases to build', () => {
  expect(allCases.length).toBeGreaterThan(10);
});

describeOnEngine(titleOnBench('old and new form on a real engine', opened), () => {
  const open = benches.flatMap((each) => (each.kind === 'open' ? [each.bench] : []));
  const runs = runAhead(
    open,
    builds.map((build) => (bench) => buildAndCompare(bench, build.engineCase, build.builder)),
  );
  const compare = (engineCase: EngineCase, builder: Builder): Promise<FormComparison> => {
    demandBench(opened);
    return runs.get(builds.findIndex((build) => build.engineCase === engineCase && build.builder === builder));
  };

  afterAll(async () => {
    await runs.settle();
    await Promise.all(benches.map((each) => (each.kind === 'open' ? each.close() : undefined)));
  }, PATIENCE);

  for (const engineCase of allCases) {
    const describeCase = isUnbuildable(engineCase) ? describe.skip : describe;
    describeCase(`${engineCase.name}${isUnbuildable(engineCase) ? ': skipped, there is no gcc or no libc6-dev' : ''}`, () => {
      test.each(engineCase.builders)(
        'gives equal images with the %s builder',
        async (builder) => {
          expect((await compare(engineCase, builder)).differences).toEqual([]);
        },
        PATIENCE,
      );

      // An excepted path that is equal after all would hide the next difference there.
      if (engineCase.differs.length > 0) {
        test(
          'excepts only what does differ',
          async () => {
            const needed: string[] = [];
            for (const builder of engineCase.builders) needed.push(...(await compare(engineCase, builder)).needed);
            expect(engineCase.differs.filter((pattern) => !needed.includes(pattern))).toEqual([]);
          },
          2 * PATIENCE,
        );
      }
    });
  }
});
