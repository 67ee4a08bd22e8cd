import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { buildForm, type Images } from '../engine/build-form.ts';
import { compareForms } from '../engine/compare-forms.ts';
import { type Builder, type EngineCase, findEngineCases } from '../engine/engine-case.ts';
import { addTag, findBases } from '../engine/find-bases.ts';
import { demandBench, openBench } from '../engine/open-bench.ts';
import { isRealCompiler } from '../engine/real-compiler.ts';
import type { Bench } from '../engine/reset-engine.ts';
import { FIXTURES, readTree } from '../fixtures/fixture.ts';
import { listMutants, type Mutant } from './list-mutants.ts';
import { UnknownToModelError } from './model/file-tree.ts';
import { compareRuns, type ModelFiles, runProject } from './model/run-project.ts';
import { type Random, startRandom } from './mutate-text.ts';

/** A mutant of a fixture's new form, with what the engine comparison and the model say of it. */
export interface BuiltMutant {
  /** The fixture, the builder and the line before and after. */
  readonly what: string;
  /** `fails`: the mutant does not build, or does not make one of the images. */
  readonly engine: 'different' | 'fails' | 'equal';
  /** `unknown`: the fixture has commands that the model does not know. */
  readonly model: 'different' | 'equal' | 'unknown';
  /** The first lines of what the engine says. */
  readonly said: string;
}

/** One mutant to build. */
interface Job {
  readonly engineCase: EngineCase;
  readonly mutant: Mutant;
}

/**
 * Builds mutants of the fixtures that an engine builds and compares each with the old form: the engine comparison must say that they
 * differ wherever an image does. The model is the other opinion. Needs an engine as the engine tests do.
 *
 * @param count How many, drawn from all fixtures in turn.
 */
export async function buildMutants({
  count,
  seed,
}: {
  readonly count: number;
  readonly seed: number;
}): Promise<readonly BuiltMutant[]> {
  const jobs = drawJobs(count, startRandom(seed));
  const names = jobs.flatMap(({ engineCase, mutant }) => [...findBases(engineCase), ...findNewBases(mutant)]);
  const opened = await openBench([...new Set(names)]);
  try {
    const bench = demandBench(opened);
    const results: BuiltMutant[] = [];
    for (const [index, engineCase] of [...new Set(jobs.map((job) => job.engineCase))].entries()) {
      const builder = engineCase.builders[index % engineCase.builders.length] ?? 'classic';
      const before = await buildForm(bench, { engineCase, tree: 'input', builder });
      for (const { mutant } of jobs.filter((job) => job.engineCase === engineCase)) {
        const engine = await buildMutant(bench, { engineCase, mutant, builder, before });
        const what = `${engineCase.name} (${builder}): ${mutant.what}`;
        results.push({ what, model: askModel(engineCase, mutant), ...engine });
      }
    }
    return results;
  } finally {
    if (opened.kind === 'open') await opened.close();
  }
}

/** A mutant of each case in turn, at random, until there are enough; those of one case stand together. */
function drawJobs(count: number, random: Random): readonly Job[] {
  const left = findEngineCases(FIXTURES)
    .filter((each) => !each.oldFails && !findBases(each).some(isRealCompiler))
    .map((engineCase) => ({
      engineCase,
      mutants: [...listMutants(readForm(engineCase, 'input'), readForm(engineCase, 'output'))],
    }));
  const order = left.map((each) => ({ each, at: random.below(2 ** 31) })).sort((one, other) => one.at - other.at);
  const jobs: Job[] = [];
  while (jobs.length < count && order.some(({ each }) => each.mutants.length > 0)) {
    for (const { each } of order) {
      const [mutant] = each.mutants.splice(random.below(each.mutants.length), 1);
      if (mutant && jobs.length < count) jobs.push({ engineCase: each.engineCase, mutant });
    }
  }
  return jobs;
}

function readForm(engineCase: EngineCase, tree: 'input' | 'output'): Readonly<Record<string, string>> {
  return Object.fromEntries(readTree(join(engineCase.directory, tree)));
}

/** What `listMutants` puts in place of a base image has to be there, so that the mutant builds and the comparison has to tell. */
function findNewBases({ files }: Mutant): readonly string[] {
  const bases = Object.values(files).flatMap((text) => [...text.matchAll(/^\s*FROM\s+(?:--\S+\s+)*([^\s$]+:9)(?=\s|$)/gim)]);
  return ['alpine:3.14', ...bases.map(([, name = '']) => name)];
}

interface MutantBuild extends Job {
  readonly builder: Builder;
  /** The images of the old form. */
  readonly before: Images;
}

async function buildMutant(bench: Bench, { engineCase, mutant, builder, before }: MutantBuild) {
  const scratch = mkdtempSync(join(tmpdir(), 'restage-mutant-'));
  // Scripts may ask what the directory is called.
  const directory = join(scratch, basename(engineCase.directory));
  try {
    cpSync(join(engineCase.directory, 'output'), join(directory, 'output'), { recursive: true, verbatimSymlinks: true });
    const right = readForm(engineCase, 'output');
    for (const [path, text] of Object.entries(mutant.files))
      if (text !== right[path]) writeFileSync(join(directory, 'output', path), text);
    const after = await buildForm(bench, { engineCase: { ...engineCase, directory }, tree: 'output', builder });
    const { differences } = compareForms(before, after, engineCase.differs);
    return { engine: differences.length === 0 ? ('equal' as const) : ('different' as const), said: differences[0] ?? '' };
  } catch (error) {
    // A form that does not build is an error with the command's output: `verify` calls it different.
    return { engine: 'fails' as const, said: (error instanceof Error ? error.message : String(error)).slice(-300) };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Whether the model finds one of the images changed, or the script broken. */
function askModel(engineCase: EngineCase, mutant: Mutant): BuiltMutant['model'] {
  const [shell, script] = engineCase.run;
  if (engineCase.run.length !== 2 || script === undefined || !/^(?:ba)?sh$/.test(shell ?? '')) return 'unknown';
  try {
    const old = runProject(toFiles(readForm(engineCase, 'input')), script);
    if (old.status !== 0) return 'unknown';
    const now = runProject(toFiles(mutant.files), script);
    const images = engineCase.images.map(addTag);
    const isTold = (line: string) => images.some((image) => line.startsWith(`${image}: `)) || line.startsWith('the new script');
    return compareRuns(old, now, images, engineCase.differs).some(isTold) ? 'different' : 'equal';
  } catch (error) {
    if (error instanceof UnknownToModelError) return 'unknown';
    throw error;
  }
}

function toFiles(files: Readonly<Record<string, string>>): ModelFiles {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path, { text, mode: 0o644 }]));
}

/** Lines for people: counts, then all that the model and the engine see differently, and what only the engine can tell. */
export function showBuiltMutants(results: readonly BuiltMutant[]): string {
  const pick = (engine: BuiltMutant['engine'], model: BuiltMutant['model']) =>
    results.filter((each) => each.engine === engine && each.model === model);
  const table = (['different', 'fails', 'equal'] as const).map((engine) => {
    const cells = (['different', 'equal', 'unknown'] as const).map((model) => String(pick(engine, model).length).padStart(9));
    return `${engine.padEnd(10)}${cells.join('')}`;
  });
  const list = (title: string, lines: readonly BuiltMutant[]) =>
    lines.length === 0 ? [] : [title, ...lines.map(({ what, said }) => `  ${what}${said === '' ? '' : `\n    ${said}`}`)];
  return [
    `${results.length} mutants of fixtures built on an engine; rows: what the comparison says, columns: what the model says`,
    `${''.padEnd(10)}${['different', 'equal', 'unknown'].map((word) => word.padStart(9)).join('')}`,
    ...table,
    ...list('survivors: the model sees a difference, the comparison none', pick('equal', 'different')),
    ...list('the comparison sees a difference, the model none', [...pick('different', 'equal'), ...pick('fails', 'equal')]),
    ...list('equal to the comparison, unknown to the model', pick('equal', 'unknown')),
  ].join('\n');
}
