import process from 'node:process';
import { generate, showGenerated } from './proof/generate-projects.ts';

// `npm run generate -- N --seed S`: generates N projects, converts them, and compares old and new images in the model.
const [count = '10000', ...rest] = process.argv.slice(2).filter((word) => word !== '--');
const at = rest.indexOf('--seed');
const seed = at === -1 ? Date.now() % 2 ** 31 : Number(rest[at + 1]);
const result = generate({ count: Number(count), seed, timeLimit: undefined });
console.log(showGenerated(result));
if (result.wrong.length > 0 || result.faults.length > 0) process.exitCode = 1;
