import { join } from 'node:path';
import { buildAndCompare, type FormComparison } from './compare-forms.ts';
import { type Builder, type EngineCase, findEngineCases } from './engine-case.ts';
import { findBases } from './find-bases.ts';
import { demandBench, isEngineRequired, type OpenedBench, openBench, titleOnBench } from './open-bench.ts';
import { hasCompiler, isRealCompiler } from './real-compiler.ts';
import { runAhead } from './run-ahead.ts';

/** Milliseconds for a test that builds. A case takes a few seconds; a busy machine may take ten times that. */
const PATIENCE = 180_000;

/** The part of the cases that one test file builds: two files share them, so that both cores of a machine work; a given engine is one for all. */
export type Share = 0 | 1;

/** Declares the tests of one share of the fixtures' engine cases, on an engine of their own. */
export async function describeEngineCases(share: Share): Promise<void> {
  const found = findEngineCases(join(import.meta.dirname, '../../../__fixtures__'));
  const isWhole = Boolean(process.env.RESTAGE_ENGINE);
  const allCases = found.filter((_, index) => (isWhole ? share === 0 : index % 2 === share));
  /** Cases that compile with this machine's GCC, on a machine that has none. */
  const isUnbuildable = (each: EngineCase) => !hasCompiler() && !isEngineRequired() && findBases(each).some(isRealCompiler);
  const cases = allCases.filter((each) => !isUnbuildable(each));
  // Two files must not clear one engine under each other's builds.
  const opened: OpenedBench =
    cases.length > 0
      ? await openBench([...new Set(cases.flatMap(findBases))])
      : { kind: 'missing', reason: 'the other file has all cases' };
  const builds = cases.flatMap((engineCase) => engineCase.builders.map((builder) => ({ engineCase, builder })));
  const describeOnEngine = opened.kind === 'open' || isEngineRequired() ? describe : describe.skip;

  test('there are cases to build', () => {
    expect(found.length).toBeGreaterThan(10);
  });

  describeOnEngine(titleOnBench('old and new form on a real engine', opened), () => {
    const runs = runAhead(
      opened.kind === 'open' ? [opened.bench] : [],
      builds.map((build) => (bench) => buildAndCompare(bench, build.engineCase, build.builder)),
    );
    const compare = (engineCase: EngineCase, builder: Builder): Promise<FormComparison> => {
      demandBench(opened);
      return runs.get(builds.findIndex((build) => build.engineCase === engineCase && build.builder === builder));
    };

    afterAll(async () => {
      await runs.settle();
      if (opened.kind === 'open') await opened.close();
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
}
