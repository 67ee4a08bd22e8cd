import { fuzzLargeInput } from './fuzz-large-inputs.ts';
import { FUZZ_TARGETS, findReadFile, MOST_TIME } from './fuzz-targets.ts';
import { LARGE_INPUTS } from './large-inputs.ts';

// `npm run proof -- --only large` gives a mebibyte to every reader in a process of its own; here an eighth has the time of the whole, so what
// grows faster than its input shows and a slow machine does not. Time is processor time.
const LENGTH = 2 ** 17;
/** Below the bound on commands, where a script is planned to its end. */
const SCRIPT_LENGTH = 20_000;

const inputs = Object.entries(LARGE_INPUTS).map(([name, { path }]) => ({
  name,
  path,
  readers: ['plan', ...FUZZ_TARGETS.filter((target) => findReadFile(target) === path)],
}));

test.each(inputs)('$name, $path: all that reads it keeps to its time', async ({ name, readers }) => {
  for (const reader of readers) {
    const { findings, slowest } = await fuzzLargeInput(name, reader, LENGTH);
    const wrong = findings.filter(({ problem }) => !problem.includes(' holds '));
    expect(wrong.map(({ target, problem }) => `${target}: ${problem}`)).toEqual([]);
    expect(slowest[reader]).toBeLessThan(MOST_TIME);
  }
});

test.each(inputs.filter(({ path }) => path === 'build.sh'))(
  'a script of $name that is planned to its end keeps to its time',
  async ({ name }) => {
    for (const reader of ['plan', 'certificate']) {
      const { slowest } = await fuzzLargeInput(name, reader, SCRIPT_LENGTH);
      expect(slowest[reader]).toBeLessThan(MOST_TIME);
    }
  },
);
