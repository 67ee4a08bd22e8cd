import process from 'node:process';
import { fuzzLargeInputs, printLargeInput } from './proof/fuzz-large-inputs.ts';

// `npm run proof -- [N] [--seed S] [--only generated|mutants|fuzz|large] [--engine K]`: prints what is known of the soundness of conversions.
// N multiplies the short run: generated projects in the model, mutants of right conversions against the certificate, fuzz executions of the
// readers, and large inputs. With K, as many mutants of fixtures are also built on an engine, for the comparison to tell.
const words = process.argv.slice(2).filter((word) => word !== '--');
if (words[0] === '--large') {
  process.stdout.write(printLargeInput(words[1] ?? '', words[2] ?? ''));
} else {
  const times = Number(
    words.find((word, index) => /^\d+$/.test(word) && words[index - 1] !== '--seed' && words[index - 1] !== '--engine') ?? 1,
  );
  const seed = Number(words[words.indexOf('--seed') + 1] ?? 1) || 1;
  // Loaded when needed: the processes of large inputs are to hold one reader and nothing else.
  const { fuzzReaders, showFuzz } = await import('./proof/fuzz-readers.ts');
  const { generate, showGenerated } = await import('./proof/generate-projects.ts');
  const { showMutants, testMutants } = await import('./proof/test-mutants.ts');
  const only = words.includes('--only') ? words[words.indexOf('--only') + 1] : undefined;
  const isWanted = (part: string) => only === undefined || only === part;
  if (isWanted('generated')) console.log(`${showGenerated(generate({ count: 500 * times, seed, timeLimit: undefined }))}\n`);
  if (isWanted('mutants')) console.log(`${showMutants(testMutants({ count: 2000 * times, seed }))}\n`);
  const engine = words.includes('--engine') ? Number(words[words.indexOf('--engine') + 1]) : 0;
  if (isWanted('mutants') && engine > 0) {
    const { buildMutants, showBuiltMutants } = await import('./proof/build-mutants.ts');
    console.log(`${showBuiltMutants(await buildMutants({ count: engine, seed }))}\n`);
  }
  if (isWanted('fuzz')) console.log(`${showFuzz(fuzzReaders({ count: 6000 * times, seed, timeLimit: undefined }))}\n`);
  if (isWanted('large')) console.log(`large inputs of 1 MB: ${showFuzz(fuzzLargeInputs(process.argv[1] ?? ''))}`);
}
