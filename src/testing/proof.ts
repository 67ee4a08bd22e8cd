import process from 'node:process';
import { fuzzLargeInputs, printLargeInput } from './proof/fuzz-large-inputs.ts';
import { fuzzReaders, showFuzz } from './proof/fuzz-readers.ts';
import { generate, showGenerated } from './proof/generate-projects.ts';
import { showMutants, testMutants } from './proof/test-mutants.ts';

// `npm run proof -- [N] [--seed S]`: prints what is known of the soundness of conversions. N multiplies the short run: generated projects
// in the model, mutants of right conversions against the certificate, fuzz executions of the readers, and large inputs.
const words = process.argv.slice(2).filter((word) => word !== '--');
if (words[0] === '--large') {
  process.stdout.write(printLargeInput(words[1] ?? '', words[2] ?? ''));
} else {
  const times = Number(words.find((word) => /^\d+$/.test(word)) ?? 1);
  const seed = Number(words[words.indexOf('--seed') + 1] ?? 1) || 1;
  console.log(`${showGenerated(generate({ count: 500 * times, seed, timeLimit: undefined }))}\n`);
  console.log(`${showMutants(testMutants({ count: 2000 * times, seed }))}\n`);
  console.log(`${showFuzz(fuzzReaders({ count: 6000 * times, seed, timeLimit: undefined }))}\n`);
  console.log(`large inputs of 1 MB: ${showFuzz(fuzzLargeInputs(process.argv[1] ?? ''))}`);
}
