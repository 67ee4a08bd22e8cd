import { killTransactions, showKills } from './kill-transactions.ts';

test('a kill at a random point leaves what the next start makes whole, and undo gives back everything', async () => {
  const result = await killTransactions({ count: 24, seed: 5 });
  expect(result.findings.length === 0 ? '' : showKills(result)).toBe('');
  expect(Math.min(result.kills.apply, result.kills.undo, result.torn, result.old, result.new)).toBeGreaterThan(0);
}, 120_000);
