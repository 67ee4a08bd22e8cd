import fc from 'fast-check';
import { arbitraryProject, type GeneratedProject } from './arbitrary-project.ts';
import { type Judgement, judgeProject } from './judge-project.ts';

/** What came of many projects. */
export interface Generated {
  readonly seed: number;
  readonly count: number;
  readonly seconds: number;
  /** By kind of judgement, conversions with their applicability. */
  readonly counts: Readonly<Record<string, number>>;
  /** How often each code stood at a project that was left. */
  readonly codes: Readonly<Record<string, number>>;
  readonly unknown: Readonly<Record<string, number>>;
  /** Shrunk, one of each signature. */
  readonly wrong: readonly { readonly project: GeneratedProject; readonly judgement: Judgement }[];
  /** What `planProject` threw. */
  readonly faults: readonly { readonly project: GeneratedProject; readonly message: string }[];
}

export interface GenerateRequest {
  readonly count: number;
  readonly seed: number;
  /** Milliseconds after which it stops with fewer. */
  readonly timeLimit: number | undefined;
}

/** Different kinds of wrong conversions that are kept. */
const MOST = 12;

/** Generates projects under a seed and judges each. The same seed gives the same projects. */
// biome-ignore lint/complexity/noExcessiveCognitiveComplexity: a table of cases, one after the other
export function generate({ count, seed, timeLimit }: GenerateRequest): Generated {
  const started = Date.now();
  const counts: Record<string, number> = {};
  const codes: Record<string, number> = {};
  const unknown: Record<string, number> = {};
  const wrong = new Map<string, { readonly project: GeneratedProject; readonly judgement: Judgement }>();
  const faults: { readonly project: GeneratedProject; readonly message: string }[] = [];
  const add = (record: Record<string, number>, key: string) => {
    record[key] = (record[key] ?? 0) + 1;
  };
  let done = 0;
  // In portions, so that a run that is cut off by time has the projects of a longer one.
  while (done < count && (timeLimit === undefined || Date.now() - started < timeLimit)) {
    const portion = Math.min(250, count - done);
    for (const project of fc.sample(arbitraryProject, { numRuns: portion, seed: seed + done })) {
      done += 1;
      const judgement = judge(project);
      if ('message' in judgement) {
        faults.push({ project, message: judgement.message });
        add(counts, 'fault');
        continue;
      }
      add(counts, 'applicability' in judgement ? `${judgement.kind}, ${judgement.applicability}` : judgement.kind);
      if (judgement.kind === 'left') for (const code of judgement.codes) add(codes, code);
      if (judgement.kind === 'unknown') add(unknown, judgement.reason.slice(0, 60));
      if (judgement.kind === 'wrong' && !wrong.has(sign(judgement)) && wrong.size < MOST)
        wrong.set(sign(judgement), { project, judgement });
    }
  }
  const shrunk = [...wrong].map(([signature, each]) => shrink(signature, each));
  return { seed, count: done, seconds: (Date.now() - started) / 1000, counts, codes, unknown, wrong: shrunk, faults };
}

function judge(project: GeneratedProject): Judgement | { readonly message: string } {
  try {
    return judgeProject(project);
  } catch (error) {
    return { message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** Wrong conversions of one signature are taken for one fault: what differs first, without names. */
function sign(judgement: Judgement): string {
  if (judgement.kind !== 'wrong') return '';
  const [first = ''] = judgement.differences;
  return `${judgement.applicability} ${first.replace(/[\w.@-]*\d[\w.@-]*|\/[\w./-]+|"[^"]*"/g, '…').slice(0, 120)}`;
}

/** Takes lines out of the files as long as the conversion stays wrong in the same way. */
function shrink(signature: string, found: { readonly project: GeneratedProject; readonly judgement: Judgement }) {
  let { project, judgement } = found;
  const isStillWrong = (candidate: GeneratedProject): boolean => {
    const now = judge(candidate);
    if ('message' in now || now.kind !== 'wrong' || sign(now) !== signature) return false;
    judgement = now;
    return true;
  };
  for (const path of Object.keys(project.files)) {
    const { [path]: gone, ...files } = project.files;
    if (isStillWrong({ ...project, files })) project = { ...project, files };
    if (!gone || !project.files[path]) continue;
    for (let line = gone.text.split('\n').length - 1; line >= 0; line -= 1) {
      const lines = (project.files[path]?.text ?? '').split('\n');
      const text = lines.filter((_, index) => index !== line).join('\n');
      const candidate = { ...project, files: { ...project.files, [path]: { ...gone, text } } };
      if (isStillWrong(candidate)) project = candidate;
    }
  }
  return { project, judgement };
}

/** A page for people. */
export function showGenerated({ seed, count, seconds, counts, codes, unknown, wrong, faults }: Generated): string {
  const list = (record: Readonly<Record<string, number>>) =>
    Object.entries(record)
      .sort(([, left], [, right]) => right - left)
      .map(([key, number]) => `  ${String(number).padStart(7)}  ${key}`);
  const files = (project: Pick<GeneratedProject, 'files'>) =>
    Object.entries(project.files).flatMap(([path, { text }]) => [
      `  --- ${path}`,
      ...text
        .trimEnd()
        .split('\n')
        .map((line) => `  ${line}`),
    ]);
  return [
    `${count} projects generated in ${seconds.toFixed(1)} s, seed ${seed}`,
    ...list(counts),
    ...(Object.keys(codes).length > 0 ? ['codes of those that were left', ...list(codes)] : []),
    ...(Object.keys(unknown).length > 0 ? ['not known to the model', ...list(unknown)] : []),
    ...wrong.flatMap(({ project, judgement }) => [
      '',
      'WRONG',
      ...(judgement.kind === 'wrong'
        ? [
            `  ${judgement.applicability}`,
            ...judgement.assumptions.map((line) => `  assumes ${line}`),
            ...judgement.differences.slice(0, 6).map((line) => `  ${line}`),
          ]
        : []),
      ...files(project),
      ...(judgement.kind === 'wrong' ? ['  becomes', ...files({ files: judgement.after })] : []),
    ]),
    ...faults.slice(0, 5).flatMap(({ project, message }) => ['', `FAULT ${message}`, ...files(project)]),
  ].join('\n');
}
