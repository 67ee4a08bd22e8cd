import { join } from 'node:path';
import { buildAndCompare, type FormComparison } from './testing/engine/compare-forms.ts';
import { BUILDERS, type Builder, type EngineCase, findEngineCases } from './testing/engine/engine-case.ts';
import { findBases } from './testing/engine/find-bases.ts';
import { demandBench, isEngineRequired, openBench, titleOnBench } from './testing/engine/open-bench.ts';
import { hasCompiler, isRealCompiler } from './testing/engine/real-compiler.ts';

/** Milliseconds for a test that builds. A case takes a few seconds; a busy machine may take ten times that. */
const PATIENCE = 180_000;

const allCases = findEngineCases(join(import.meta.dirname, '../__fixtures__'));
/** Cases that compile with this machine's GCC, on a machine that has none. */
const isUnbuildable = (each: EngineCase) => !hasCompiler() && !isEngineRequired() && findBases(each).some(isRealCompiler);
const opened = await openBench([...new Set(allCases.filter((each) => !isUnbuildable(each)).flatMap(findBases))]);
const describeOnEngine = opened.kind === 'open' || isEngineRequired() ? describe : describe.skip;

test('there are cases to build', () => {
  expect(allCases.length).toBeGreaterThan(10);
});

describeOnEngine(titleOnBench('old and new form on a real engine', opened), () => {
  const results = new Map<string, Promise<FormComparison>>();
  const compare = (engineCase: EngineCase, builder: Builder): Promise<FormComparison> => {
    const key = `${engineCase.name} ${builder}`;
    const result = results.get(key) ?? buildAndCompare(demandBench(opened), engineCase, builder);
    results.set(key, result);
    return result;
  };

  afterAll(async () => {
    if (opened.kind === 'open') await opened.close();
  }, PATIENCE);

  for (const engineCase of allCases) {
    const describeCase = isUnbuildable(engineCase) ? describe.skip : describe;
    describeCase(`${engineCase.name}${isUnbuildable(engineCase) ? ': skipped, there is no gcc or no libc6-dev' : ''}`, () => {
      test.each(BUILDERS.filter((builder) => engineCase.builders.includes(builder)))(
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
