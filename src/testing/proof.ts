import process from 'node:process';
import { fuzzLargeInputs, printLargeInput, printShortInputs } from './proof/fuzz-large-inputs.ts';

// `npm run proof -- [N] [--seed S] [--only generated|mutants|kills|fuzz|large] [--engine K] [--kills K]`: prints what is known of the soundness of conversions.
// N multiplies the short run: generated projects in the model, mutants of right conversions against the certificate, kills of transactions,
// fuzz executions of the readers, and large inputs. With `--engine K`, K mutants of fixtures are also built on an engine, for the comparison to
// tell. `--kills K` says how many kills, whatever N is.
const words = process.argv.slice(2).filter((word) => word !== '--');
if (words[0] === '--large') {
  process.stdout.write(await printLargeInput(words[1] ?? '', words[2] ?? ''));
} else if (words[0] === '--large-all') {
  process.stdout.write(await printShortInputs());
} else {
  const times = Number(
    words.find((word, index) => /^\d+$/.test(word) && !/^--(?:seed|engine|kills)$/.test(words[index - 1] ?? '')) ?? 1,
  );
  const readFlag = (name: string) => (words.includes(name) ? Number(words[words.indexOf(name) + 1]) : undefined);
  const seed = readFlag('--seed') ?? 1;
  // Loaded when needed: the processes of large inputs are to hold one reader and nothing else.
  const { fuzzReaders, showFuzz } = await import('./proof/fuzz-readers.ts');
  const { generate, showGenerated } = await import('./proof/generate-projects.ts');
  const { showMutants, testMutants } = await import('./proof/test-mutants.ts');
  const only = words.includes('--only') ? words[words.indexOf('--only') + 1] : undefined;
  const isWanted = (part: string) => only === undefined || only === part;
  if (isWanted('generated')) console.log(`${showGenerated(generate({ count: 500 * times, seed, timeLimit: undefined }))}\n`);
  if (isWanted('mutants')) {
    console.log(`${showMutants(testMutants({ count: 2000 * times, seed }))}\n`);
    console.log(`of Makefiles and their like: ${showMutants(testMutants({ count: 2000 * times, seed, isHosted: true }))}\n`);
  }
  const engine = readFlag('--engine');
  if (isWanted('mutants') && engine !== undefined) {
    const { buildMutants, showBuiltMutants } = await import('./proof/build-mutants.ts');
    console.log(`${showBuiltMutants(await buildMutants({ count: engine, seed }))}\n`);
  }
  if (isWanted('kills')) {
    const { killTransactions, showKills } = await import('./proof/kill-transactions.ts');
    console.log(`${showKills(await killTransactions({ count: readFlag('--kills') ?? 60 * times, seed }))}\n`);
  }
  if (isWanted('fuzz')) console.log(`${showFuzz(fuzzReaders({ count: 6000 * times, seed, timeLimit: undefined }))}\n`);
  if (isWanted('large')) console.log(`large inputs of 1 MB: ${showFuzz(fuzzLargeInputs(process.argv[1] ?? ''))}`);
}
