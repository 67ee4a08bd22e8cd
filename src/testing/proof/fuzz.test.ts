import { fuzzReaders, showFuzz } from './fuzz-readers.ts';
import { mutateText, startRandom } from './mutate-text.ts';

test('no reader throws or loses text, whatever it is given', () => {
  const result = fuzzReaders({ count: 1500, seed: 3, timeLimit: 4000 });
  expect(result.executions).toBeGreaterThan(60);
  const wrong = result.findings.filter(({ problem }) => !/^takes \d+ ms/.test(problem));
  expect(wrong.length === 0 ? '' : showFuzz({ ...result, findings: wrong })).toBe('');
});

test('a seed decides every mutation', () => {
  const mutate = (seed: number) => mutateText('FROM a\nRUN b\n', ['docker build .'], startRandom(seed));
  expect(mutate(5)).toBe(mutate(5));
  expect(new Set(Array.from({ length: 50 }, (_, seed) => mutate(seed))).size).toBeGreaterThan(30);
});
