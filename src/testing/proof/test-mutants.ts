import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { planProject } from '../../pipeline.ts';
import type { Certificate } from '../../verify/certificate/certify.ts';
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
  changing: number;
  refuted: number;
  /** Neither proved nor refuted: the plan needs a review. */
  doubted: number;
  /** Those that it says nothing more of than of the right conversion. */
  readonly survivors: string[];
  /** Mutations that change nothing. */
  same: number;
  /** Of `same`, those that the certificate refutes all the same: a right conversion would be declined. */
  refutedSame: number;
}

/** Conversions that the certificate proves, or those that it says hold if something does that no file shows. */
export interface MutantGroup {
  readonly kinds: ReadonlyMap<MutantKind, KindResult>;
  total: number;
  conversions: number;
}

export interface MutantResult {
  readonly proved: MutantGroup;
  readonly supposed: MutantGroup;
}

export interface MutantRequest {
  readonly count: number;
  readonly seed: number;
  readonly isHosted?: boolean;
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
 * Mutates right conversions that the certificate proves, and those that it proves but for hypotheses, and asks it about each mutant.
 *
 * @param count How many mutants of each group, at least of each conversion in turn; conversions are the fixtures, then generated ones.
 * @param isHosted Only conversions of files that hold shell text and are no scripts.
 */
export function testMutants({ count, seed, isHosted = false }: MutantRequest): MutantResult {
  const result: MutantResult = { proved: startGroup(), supposed: startGroup() };
  for (const conversion of isHosted ? listHosted(seed) : listConversions(seed)) {
    if (result.proved.total >= count && result.supposed.total >= count) break;
    const certificate = certifyFiles(conversion.before, conversion.after, conversion.entry);
    const state = judge(certificate);
    const group = state === 'proved' ? result.proved : state === 'supposed' ? result.supposed : undefined;
    if (!group || group.total >= count) continue;
    // A hypothesis may be false, and then the conversion is wrong by itself.
    if (state === 'supposed' && changes(conversion, conversion.after) !== false) continue;
    group.conversions += 1;
    for (const mutant of listMutants(conversion.before, conversion.after))
      tryMutant(group, { ...conversion, hypotheses: listHypotheses(certificate) }, mutant);
  }
  return result;
}

function startGroup(): MutantGroup {
  const start = (): KindResult => ({ changing: 0, refuted: 0, doubted: 0, survivors: [], same: 0, refutedSame: 0 });
  const kinds = MUTANT_KINDS.map((kind) => [kind, start()] as const);
  return { kinds: new Map(kinds), total: 0, conversions: 0 };
}

/** `supposed`: nothing but hypotheses stands against a proof. */
function judge({ verdict, checks }: Certificate): 'proved' | 'supposed' | 'unproved' | 'refuted' {
  const isSupposed = verdict === 'unproved' && checks.every((check) => check.result === 'proved' || check.isHypothesis);
  return isSupposed ? 'supposed' : verdict;
}

function listHypotheses({ checks }: Certificate): readonly string[] {
  return checks.flatMap(({ isHypothesis, statement }) => (isHypothesis ? [statement] : []));
}

function tryMutant(
  group: MutantGroup,
  conversion: Conversion & { readonly hypotheses: readonly string[] },
  mutant: Mutant,
): void {
  const isChanging = changes(conversion, mutant.files);
  const result = group.kinds.get(mutant.kind);
  if (isChanging === undefined || !result) return;
  group.total += 1;
  const certificate = certifyFiles(conversion.before, mutant.files, conversion.entry);
  const state = judge(certificate);
  const isNoticed = listHypotheses(certificate).some((statement) => !conversion.hypotheses.includes(statement));
  if (!isChanging) {
    result.same += 1;
    if (state === 'refuted') result.refutedSame += 1;
    return;
  }
  result.changing += 1;
  if (state === 'refuted') result.refuted += 1;
  else if (state === 'unproved' || isNoticed) result.doubted += 1;
  else result.survivors.push(`${conversion.name}: ${mutant.what}`);
}

function* listHosted(seed: number): Generator<Conversion> {
  for (const conversion of listConversions(seed)) if (!conversion.entry.endsWith('.sh')) yield conversion;
}

function* listConversions(seed: number): Generator<Conversion> {
  for (const fixture of ALL_FIXTURES) {
    const output = join(fixture.directory, 'output');
    if (!existsSync(output)) continue;
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
      if (made.length === 0 || plan.outcome !== 'converted') continue;
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

/** Whether the new files leave anything else than the old way; `undefined` where that cannot be told. */
function changes({ before, entry, differs }: Conversion, after: Files): boolean | undefined {
  try {
    const old = runProject(toFiles(before), entry);
    if (old.status !== 0) return undefined;
    const now = runProject(toFiles(after), entry);
    const wanted = [...old.engine.pushed.map(({ name }) => name), ...[...old.engine.images.keys()].slice(-1)];
    const isExcused = (line: string) => BUILD_FILES.test(line) || line.includes(`/${entry}: `);
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
export function showMutants({ proved, supposed }: MutantResult): string {
  return [showGroup(proved, 'proved conversions'), showGroup(supposed, 'conversions that are proved but for hypotheses')].join(
    '\n\n',
  );
}

function showGroup({ kinds, total, conversions }: MutantGroup, what: string): string {
  const rows = [...kinds].map(([kind, { changing, refuted, doubted, survivors, same, refutedSame }]) => {
    const rate = changing === 0 ? '' : `${(((refuted + doubted) / changing) * 100).toFixed(1)} %`;
    const cells = [changing, refuted, doubted, survivors.length, rate, same, refutedSame].map((cell) => String(cell).padStart(9));
    return `${kind.padEnd(12)}${cells.join('')}`;
  });
  const head = `${'kind'.padEnd(12)}${['changing', 'refuted', 'doubted', 'survive', 'killed', 'same', 'ref. same'].map((cell) => cell.padStart(9)).join('')}`;
  const survivors = [...kinds].flatMap(([kind, result]) => result.survivors.map((line) => `  ${kind}: ${line}`));
  const changing = [...kinds.values()].reduce((sum, each) => sum + each.changing, 0);
  const refuted = [...kinds.values()].reduce((sum, each) => sum + each.refuted, 0);
  return [
    `${total} mutants of ${conversions} ${what}; ${refuted} of ${changing} that change something are refuted`,
    head,
    ...rows,
    ...(survivors.length > 0 ? ['survivors', ...survivors] : []),
  ].join('\n');
}
