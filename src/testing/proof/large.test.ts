import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { LARGE_INPUTS } from './large-inputs.ts';

// `npm run proof -- --only large` gives a mebibyte to every reader in a process of its own; here an eighth has the time of the whole, so what
// grows faster than its input shows and a slow machine does not. A process of its own, because Jest makes regular expressions ten times slower.
test('every large input keeps to its time in all that reads it, and ends no process', () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, '../run.mjs'), 'proof', '--large-all'],
    {
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    },
  );
  expect(status === 0 ? '' : stderr.slice(0, 2000)).toBe('');
  const { names, problems } = JSON.parse(stdout) as { readonly names: readonly string[]; readonly problems: readonly string[] };
  expect(names).toEqual(Object.keys(LARGE_INPUTS));
  expect(problems).toEqual([]);
}, 300_000);
