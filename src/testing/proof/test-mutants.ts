import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { planProject } from '../../pipeline.ts';
import { certifyFiles, type Files } from '../certify-files.ts';
import { ALL_FIXTURES, readTree } from '../fixtures/fixture.ts';
import { arbitraryProject } from './arbitrary-project.ts';
import { applyTo, toProject } from './judge-project.ts';
import { listMutants, MUTANT_KINDS, type Mutant, type MutantKind } from './list-mutants.ts';
import { UnknownToModelError } from './model/file-tree.ts';
import { compareRuns, type ModelFiles, runProject } from './model/run-project.ts';

/** How the certificate did against mutations of one kind. */
export interface KindResult {
  /** Those that change an image, a push or the script's end: by the model, or by what they are where the model does not know the commands. */
  readonly changing: number;
  readonly refuted: number;
  /** Neither proved nor refuted: the plan needs a review. */
  readonly doubted: number;
  readonly survivors: readonly string[];
  /** Mutations that change nothing. */
  readonly same: number;
  /** Of `same`, those that the certificate refutes all the same: a right conversion would be declined. */
  readonly refutedSame: number;
}

export interface MutantResult {
  readonly kinds: ReadonlyMap<MutantKind, KindResult>;
  readonly total: number;
  readonly conversions: number;
}

interface Conversion {
  readonly name: string;
  readonly before: Files;
  readonly after: Files;
  readonly entry: string;
  /** Paths that differ by nature. */
  readonly differs: readonly string[];
}

/**
 * Mutates right conversions that the certificate proves, and asks it about each mutant.
 *
 * @param count How many mutants, at least of each conversion in turn; conversions are the fixtures, then generated ones.
 */
// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: one loop that counts
export function testMutants({ count, seed }: { readonly count: number; readonly seed: number }): MutantResult {
  const kinds = new Map(
    MUTANT_KINDS.map((kind) => [
      kind,
      { changing: 0, refuted: 0, doubted: 0, survivors: [] as string[], same: 0, refutedSame: 0 },
    ]),
  );
  let total = 0;
  let conversions = 0;
  for (const conversion of listConversions(seed)) {
    if (total >= count) break;
    if (certifyFiles(conversion.before, conversion.after, conversion.entry).verdict !== 'proved') continue;
    conversions += 1;
    for (const mutant of listMutants(conversion.before, conversion.after)) {
      const isChanging = changes(conversion, mutant);
      if (isChanging === undefined) continue;
      total += 1;
      const result = kinds.get(mutant.kind);
      if (!result) continue;
      const { verdict } = certifyFiles(conversion.before, mutant.files, conversion.entry);
      if (!isChanging) {
        result.same += 1;
        if (verdict === 'refuted') result.refutedSame += 1;
        continue;
      }
      result.changing += 1;
      if (verdict === 'refuted') result.refuted += 1;
      else if (verdict === 'unproved') result.doubted += 1;
      else result.survivors.push(`${conversion.name}: ${mutant.what}`);
    }
  }
  return { kinds, total, conversions };
}

function* listConversions(seed: number): Generator<Conversion> {
  for (const fixture of ALL_FIXTURES) {
    const output = join(fixture.directory, 'output');
    if (!existsSync(output) || fixture.case.options !== undefined) continue;
    const before = Object.fromEntries(readTree(join(fixture.directory, 'input')));
    const scripts = Object.keys(before).filter((path) => path.endsWith('.sh'));
    const [entry] = scripts;
    if (entry !== undefined && scripts.length === 1)
      yield {
        name: fixture.name,
        before,
        after: Object.fromEntries(readTree(output)),
        entry,
        differs: fixture.case.expect.differs ?? [],
      };
  }
  for (let portion = 0; portion < 1000; portion += 1) {
    for (const { files, script } of fc.sample(arbitraryProject, { numRuns: 50, seed: seed + portion })) {
      const { plan, changes: made } = planProject(toProject(files));
      if (made.length === 0 || plan.pipelines.some(({ applicability }) => applicability !== 'safe')) continue;
      yield {
        name: `generated ${seed + portion}`,
        before: toTexts(files),
        after: toTexts(applyTo(files, made)),
        entry: script,
        differs: plan.pipelines.flatMap((pipeline) => pipeline.differs),
      };
    }
  }
}

function toTexts(files: ModelFiles): Files {
  return Object.fromEntries(Object.entries(files).map(([path, { text }]) => [path, text]));
}

/** Copies of the build's own files in an image, which differ by nature wherever `COPY . .` takes them along: the certificate leaves them out. */
const BUILD_FILES = /^\S+: \/\S*(?:dockerfile|\.dockerignore|\.sh)\S*: /i;

/** Whether the mutant leaves anything else than the old way; `undefined` where that cannot be told. */
function changes({ before, entry, differs }: Conversion, mutant: Mutant): boolean | undefined {
  try {
    const old = runProject(toFiles(before), entry);
    if (old.status !== 0) return undefined;
    const now = runProject(toFiles(mutant.files), entry);
    const wanted = [...old.engine.pushed.map(({ name }) => name), ...[...old.engine.images.keys()].slice(-1)];
    const isExcused = (line: string) => BUILD_FILES.test(line);
    return compareRuns(old, now, wanted, differs).some((line) => !isExcused(line));
  } catch (error) {
    if (error instanceof UnknownToModelError) return undefined;
    throw error;
  }
}

function toFiles(files: Files): ModelFiles {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path, { text, mode: 0o644 }]));
}

/** A table for people, survivors below it. */
export function showMutants({ kinds, total, conversions }: MutantResult): string {
  const rows = [...kinds].map(([kind, { changing, refuted, doubted, survivors, same, refutedSame }]) => {
    const rate = changing === 0 ? '' : `${(((refuted + doubted) / changing) * 100).toFixed(1)} %`;
    const cells = [changing, refuted, doubted, survivors.length, rate, same, refutedSame].map((cell) => String(cell).padStart(9));
    return `${kind.padEnd(12)}${cells.join('')}`;
  });
  const head = `${'kind'.padEnd(12)}${['changing', 'refuted', 'doubted', 'survive', 'killed', 'same', 'ref. same'].map((cell) => cell.padStart(9)).join('')}`;
  const survivors = [...kinds].flatMap(([kind, result]) => result.survivors.map((line) => `  ${kind}: ${line}`));
  return [
    `${total} mutants of ${conversions} proved conversions`,
    head,
    ...rows,
    ...(survivors.length > 0 ? ['survivors', ...survivors] : []),
  ].join('\n');
}
