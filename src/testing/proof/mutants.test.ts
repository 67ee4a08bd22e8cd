import { showMutants, testMutants } from './test-mutants.ts';

describe('the certificate against mutations of right conversions', () => {
  const result = testMutants({ count: 250, seed: 1 });

  test('has mutants of most kinds that change something', () => {
    expect(result.total).toBeGreaterThanOrEqual(250);
    expect([...result.kinds].filter(([, { changing }]) => changing > 0).length).toBeGreaterThanOrEqual(6);
  });

  test('proves none that changes an image, a push or the end of the script', () => {
    const survivors = [...result.kinds].flatMap(([kind, each]) => each.survivors.map((line) => `${kind}: ${line}`));
    expect(survivors.length === 0 ? '' : showMutants(result)).toBe('');
  });
});
