import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { readProject } from '../discover/read-project.ts';
import { planProject } from '../pipeline.ts';
import { type Judgement, judge, type Label } from './real-projects/judge.ts';

/**
 * `npm run real-projects -- DIR [LABELS]`: plans every labelled project that has a folder `DIR/<id>` and prints one row for each, with the
 * reason for those that fall short. `LABELS` is `DIR/real-projects.json` when left out. Writes nothing and runs none of their files.
 */
const [directory = '.', labelFile = join(directory, 'real-projects.json')] = process.argv.slice(2);
const labels = JSON.parse(readFileSync(resolve(labelFile), 'utf8')) as readonly Label[];
const judgements: Judgement[] = [];
for (const label of labels) {
  const root = resolve(directory, label.id);
  if (!existsSync(root)) continue;
  const { project } = await readProject(root);
  const started = performance.now();
  // Documents are read only when they are named.
  const { plan } = planProject(project, label.kind === 'readme' ? { entries: [label.entry] } : {});
  judgements.push(judge(label, plan, performance.now() - started));
}
for (const { id, kind, extraction, wanted, verdict, mark, reason, milliseconds } of judgements) {
  const time = `${Math.round(milliseconds)} ms`;
  console.log(
    `${mark} ${id.padEnd(26)} ${kind.padEnd(10)} ${extraction.padEnd(21)} ${wanted.padEnd(8)} ${verdict.padEnd(8)} ${time.padStart(7)}  ${reason}`,
  );
}
const count = (wanted: (judgement: Judgement) => boolean): number => judgements.filter(wanted).length;
const convertible = judgements.filter(({ wanted }) => wanted === 'convert');
const converted = convertible.filter(({ verdict }) => verdict === 'convert').length;
console.log(
  `${judgements.length} projects: ${count(({ mark }) => mark === 'WRONG')} wrong, ${count(({ mark }) => mark === 'ok   ')} acceptable, ` +
    `${count(({ mark }) => mark === 'short')} short; ${converted} of ${convertible.length} labelled convert are converted`,
);
