import { readHostScripts } from '../../discover/hosts/index.ts';
import type { Plan } from '../../model/plan.ts';
import type { EntryType, Project, ProjectFile } from '../../model/project.ts';
import { type PlannedProject, planProject } from '../../pipeline.ts';
import type { GeneratedProject } from './arbitrary-project.ts';
import { UnknownToModelError } from './model/file-tree.ts';
import { compareRuns, type ModelFiles, runProject } from './model/run-project.ts';

/** What became of a generated project. */
export type Judgement =
  /** The old way fails by itself, in the end or in one of its builds and copies, so there is nothing to keep. */
  | { readonly kind: 'broken' }
  /** Nothing is converted. */
  | { readonly kind: 'left'; readonly codes: readonly string[] }
  | { readonly kind: 'equal'; readonly applicability: string }
  /** Only copies of the changed files themselves differ, in an image beside the one that is wanted: `COPY . .` of a builder that is kept. */
  | { readonly kind: 'by nature'; readonly applicability: string }
  | {
      /** `assumption false`: the plan says what it takes for granted about types and modes of paths, and here that is not so. */
      readonly kind: 'wrong' | 'assumption false';
      readonly applicability: string;
      readonly assumptions: readonly string[];
      readonly differences: readonly string[];
      /** What the plan writes; empty for what it deletes. */
      readonly after: ModelFiles;
    }
  /** The model does not know a command. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** Assumptions that `--assume` settles and that a generated project may well break. */
const STATED = /^(?:path-type|destination-type|directory-mode|ignore-rules|written-over):/;

/** The order of variables in an image, which a person is asked about. */
const ORDER = { assumed: /nothing depends on the order of the variables/, differing: /: order of the variables: / };

/** What is copied into containers keeps the owner of the host; where the plan says that this is root, so it is. */
const ROOT = { assumed: /belongs to root on the host/, owner: { uid: 0, gid: 0 } };

/** What the plan says a compiler does without, or finds; the build may stop where that is not so. */
const UNNEEDED = /^(?:ignore-rules: the command does not need|run: the container before leaves)/;

/** Plans a project, runs both forms in the model and compares the images. @throws what `planProject` throws, which is a fault. */
export function judgeProject({ files, script, image }: GeneratedProject): Judgement {
  try {
    const before = runProject(files, script);
    if (before.status !== 0 || before.engine.failed.length > 0 || !before.engine.images.has(image)) return { kind: 'broken' };
    const { plan, changes } = planProject(toProject(files));
    if (changes.length === 0) return { kind: 'left', codes: findCodes(plan) };
    const applicability = plan.pipelines.every((pipeline) => pipeline.applicability === 'safe') ? 'safe' : 'needs-review';
    const assumptions = plan.pipelines.flatMap((pipeline) =>
      pipeline.assumptions.map(({ kind, statement }) => `${kind}: ${statement}`),
    );
    const owner = assumptions.some((each) => ROOT.assumed.test(each)) ? ROOT.owner : undefined;
    const old = owner ? runProject(files, script, owner) : before;
    const after = runProject(applyTo(files, changes), script, owner);
    const except = plan.pipelines.flatMap(({ differs }) => differs);
    const differences = compareRuns(old, after, [image], except);
    if (differences.length === 0) return { kind: 'equal', applicability };
    const paths = new Set(changes.map(({ path }) => path));
    const isByNature = (line: string) => !line.startsWith(`${image}:`) && [...paths].some((path) => line.includes(`/${path}: `));
    if (differences.every(isByNature)) return { kind: 'by nature', applicability };
    const own = differences.filter((line) => !isByNature(line));
    const isStated = (line: string) =>
      (/^acme\/\w+:latest: \//.test(line) && assumptions.some((each) => STATED.test(each))) ||
      (ORDER.differing.test(line) && assumptions.some((each) => ORDER.assumed.test(each)));
    const isFalse = assumptions.some((each) => UNNEEDED.test(each)) || own.every(isStated);
    const written = changes.map(({ path, after: text = '', mode }) => [path, { text, mode }] as const);
    const kind = applicability !== 'safe' && isFalse ? 'assumption false' : 'wrong';
    return { kind, applicability, assumptions, differences, after: Object.fromEntries(written) };
  } catch (error) {
    if (error instanceof UnknownToModelError) return { kind: 'unknown', reason: error.message };
    throw error;
  }
}

function findCodes(plan: Plan): readonly string[] {
  return [...new Set([...plan.diagnostics, ...plan.pipelines.flatMap(({ diagnostics }) => diagnostics)].map(({ code }) => code))];
}

/** The files after the changes of a plan. */
export function applyTo(files: ModelFiles, changes: PlannedProject['changes']): ModelFiles {
  const result: Record<string, { readonly text: string; readonly mode: number }> = { ...files };
  for (const { path, after, mode } of changes) {
    if (after === undefined) delete result[path];
    else result[path] = { text: after, mode };
  }
  return result;
}

/** The files as a project with their directories. */
export function toProject(files: ModelFiles): Project {
  const tree = new Map<string, EntryType>([['', 'directory']]);
  const read = new Map<string, ProjectFile>();
  for (const [path, { text, mode }] of Object.entries(files).sort(([left], [right]) => (left < right ? -1 : 1))) {
    const segments = path.split('/');
    for (let depth = 1; depth < segments.length; depth += 1) tree.set(segments.slice(0, depth).join('/'), 'directory');
    tree.set(path, 'file');
    // Discovery reads what matters only; sources of programs are known by their names.
    if (!path.endsWith('.go') && !path.endsWith('.txt')) read.set(path, { path, text, mode });
  }
  return { tree, files: read, scripts: readHostScripts(read.values()) };
}
