import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeUnderstood } from './write-understood.ts';

/** `npm run readme`: makes the generated section of the README anew. */
const path = join(dirname(fileURLToPath(import.meta.url)), '../../README.md');
writeFileSync(path, writeUnderstood(readFileSync(path, 'utf8')));
