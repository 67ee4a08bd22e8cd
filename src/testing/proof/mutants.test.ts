import { type MutantGroup, showMutants, testMutants } from './test-mutants.ts';

describe('the certificate against mutations of right conversions', () => {
  const result = testMutants({ count: 250, seed: 1 });

  test.each(['proved', 'supposed'] as const)('has mutants of most kinds that change something (%s)', (name) => {
    const { total, kinds } = result[name];
    expect(total).toBeGreaterThanOrEqual(250);
    expect([...kinds].filter(([, { changing }]) => changing > 0).length).toBeGreaterThanOrEqual(6);
  });

  test.each(['proved', 'supposed'] as const)(
    'lets none pass that changes an image, a push or the end of the script (%s)',
    (name) => {
      expect(listSurvivors(result[name]).length === 0 ? '' : showMutants(result)).toBe('');
    },
  );
});

test('the certificate lets no mutation pass of conversions of Makefiles and their like', () => {
  const result = testMutants({ count: 250, seed: 1, isHosted: true });
  expect(result.proved.total).toBeGreaterThanOrEqual(250);
  expect([...listSurvivors(result.proved), ...listSurvivors(result.supposed)].length === 0 ? '' : showMutants(result)).toBe('');
});

function listSurvivors({ kinds }: MutantGroup): readonly string[] {
  return [...kinds].flatMap(([kind, each]) => each.survivors.map((line) => `${kind}: ${line}`));
}
