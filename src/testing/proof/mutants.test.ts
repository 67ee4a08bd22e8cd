import { type MutantGroup, showMutants, testMutants } from './test-mutants.ts';

describe('the certificate against mutations of right conversions', () => {
  const result = testMutants({ count: 250, seed: 1 });
  const listSurvivors = ({ kinds }: MutantGroup) =>
    [...kinds].flatMap(([kind, each]) => each.survivors.map((line) => `${kind}: ${line}`));

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
