import process from 'node:process';
import { buildSample, showSample } from './proof/build-sample.ts';
import { generate, showGenerated } from './proof/generate-projects.ts';

// `npm run generate -- N [--seed S] [--engine K]`: generates N projects, converts them, and compares old and new images in the model;
// with K, builds as many of those that are converted on a real engine too, which checks the model.
const words = process.argv.slice(2).filter((word) => word !== '--');
const readFlag = (name: string) => (words.includes(name) ? Number(words[words.indexOf(name) + 1]) : undefined);
const seed = readFlag('--seed') ?? Date.now() % 2 ** 31;
const count = /^\d+$/.test(words[0] ?? '') ? Number(words[0]) : 10_000;
const result = generate({ count, seed, timeLimit: undefined });
console.log(showGenerated(result));
if (result.wrong.length > 0 || result.faults.length > 0) process.exitCode = 1;
const sample = readFlag('--engine');
if (sample !== undefined) {
  const built = await buildSample({ count: sample, seed });
  console.log(`\n${showSample(built)}`);
  if (built.contradictions.length > 0) process.exitCode = 1;
}
