import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { planProject } from '../../pipeline.ts';
import { buildAndCompare } from '../engine/compare-forms.ts';
import { BUILDERS, type EngineCase } from '../engine/engine-case.ts';
import { demandBench, openBench } from '../engine/open-bench.ts';
import { arbitraryProject, type GeneratedProject } from './arbitrary-project.ts';
import { applyTo, judgeProject, toProject } from './judge-project.ts';
import type { ModelFiles } from './model/run-project.ts';

/** What building a sample of generated projects on an engine showed. */
export interface SampleResult {
  readonly seed: number;
  readonly built: number;
  /** Projects for which the engine says otherwise than the model, with what it says. */
  readonly contradictions: readonly { readonly project: GeneratedProject; readonly model: string; readonly engine: string }[];
}

const BASES = ['golang:1.16', 'node:14', 'gcc:12', 'alpine:3.14', 'nginx:1.21', 'debian:11', 'busybox:latest'];

/**
 * Builds generated projects that are converted, old and new, on a real engine, and compares its verdict with the model's. The builders take
 * turns. Needs an engine as the engine tests do.
 */
export async function buildSample({ count, seed }: { readonly count: number; readonly seed: number }): Promise<SampleResult> {
  const opened = await openBench(BASES);
  const bench = demandBench(opened);
  const contradictions: SampleResult['contradictions'][number][] = [];
  let built = 0;
  try {
    for (const project of fc.sample(arbitraryProject, { numRuns: count * 6, seed })) {
      if (built >= count) break;
      // Machines with an engine need not have make or npm, and none runs the files of a CI system.
      if (!project.script.endsWith('.sh')) continue;
      // An archive holds the time at which its members were made, so two builds of one form differ already.
      if (Object.values(project.files).some(({ text }) => text.includes('&& tar -cf /'))) continue;
      const judgement = judgeProject(project);
      if (judgement.kind !== 'equal' && judgement.kind !== 'wrong' && judgement.kind !== 'assumption false') continue;
      const needsBuildkit = usesOutput(project);
      const builder = needsBuildkit ? 'buildkit' : (BUILDERS[built % BUILDERS.length] ?? 'classic');
      const engine = await buildOne(bench, project, builder);
      built += 1;
      const model = judgement.kind === 'equal' ? 'equal' : 'different';
      if (engine.verdict !== model) contradictions.push({ project, model, engine: engine.said });
    }
  } finally {
    if (opened.kind === 'open') await opened.close();
  }
  return { seed, built, contradictions };
}

/** Only BuildKit knows `--output`: a script may use it, and a plan that does says so. */
function usesOutput({ files, script }: GeneratedProject): boolean {
  const { plan } = planProject(toProject(files));
  const isPlanned = plan.pipelines.some(({ assumptions }) => assumptions.some(({ kind }) => kind === 'output'));
  return isPlanned || (files[script]?.text.includes('--output ') ?? false);
}

async function buildOne(
  bench: Parameters<typeof buildAndCompare>[0],
  project: GeneratedProject,
  builder: EngineCase['builders'][number],
) {
  const { files, script, image } = project;
  const { plan, changes } = planProject(toProject(files));
  const directory = mkdtempSync(join(tmpdir(), 'restage-sample-'));
  writeFiles(join(directory, 'input'), files);
  writeFiles(join(directory, 'output'), applyTo(files, changes));
  const run = ['sh', script];
  const rest = {
    env: {},
    differs: plan.pipelines.flatMap((pipeline) => pipeline.differs),
    builders: [builder],
    bases: [],
    oldFails: false,
  };
  try {
    const { differences } = await buildAndCompare(
      bench,
      { name: 'generated', directory, run, runAfter: run, images: [image], ...rest },
      builder,
    );
    return {
      verdict: differences.length === 0 ? 'equal' : 'different',
      said: `${builder}: ${differences.slice(0, 5).join('\n')}`,
    };
  } catch (error) {
    return { verdict: 'different', said: `${builder}: ${error instanceof Error ? error.message : String(error)}` };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function writeFiles(directory: string, files: ModelFiles): void {
  for (const [path, { text, mode }] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text, { mode });
  }
}

/** Lines for people. */
export function showSample({ seed, built, contradictions }: SampleResult): string {
  const shown = contradictions.slice(0, 8).flatMap(({ project, model, engine }) => [
    `  the model says ${model}, the engine:`,
    ...engine.split('\n').map((line) => `    ${line}`),
    ...Object.entries(project.files).flatMap(([path, { text }]) => [
      `    --- ${path}`,
      ...text
        .trimEnd()
        .split('\n')
        .map((line) => `    ${line}`),
    ]),
  ]);
  return [
    `${built} generated projects built on an engine, seed ${seed}: ${contradictions.length} where it contradicts the model`,
    ...shown,
  ].join('\n');
}
