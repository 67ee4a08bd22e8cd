import type { BuildGraph, ImageBuild, ImageId, StepId } from './build-graph.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Instruction } from './dockerfile.ts';
import type { Assumption, Edit, NewInstruction } from './plan.ts';
import type { Project } from './project.ts';
import type { Provenance } from './span.ts';

/** Options of a plan that transforms look at. */
export interface PlanOptions {
  /** Scripts to look at; all scripts of the project when left out. */
  readonly entries?: readonly string[] | undefined;
  /** `--optimize`: move dependency downloads above source copies. */
  readonly optimize?: boolean | undefined;
  /** `--name-stages`: give names to stages that files refer to by number. */
  readonly nameStages?: boolean | undefined;
  /** `--chains`: also merge a base image that a single Dockerfile uses. */
  readonly chains?: boolean | undefined;
  /** `PATH=dir`, `PATH=file`, `NAME=value`. */
  readonly assume?: readonly string[] | undefined;
}

/** One new Dockerfile: whole old Dockerfiles one behind the other. */
export interface DraftTarget {
  /** Path of the new file. */
  readonly output: string;
  /** The builds whose files go in, producers first, each behind what it needs. */
  readonly parts: readonly ImageBuild[];
  /** The builds that survive; the last of `parts`. One, unless several start from one base. */
  readonly consumers: readonly ImageId[];
}

/** A name for a stage, by the file it stands in. */
export interface StageName {
  readonly target: number;
  readonly part: ImageId;
  readonly stage: number;
  readonly alias: string;
  /** Whether the old file lacks it. */
  readonly isNew: boolean;
}

/** A `COPY --from` that takes over from a `COPY` or `ADD` of the old file. */
export interface DraftCopy {
  readonly id: string;
  readonly target: number;
  /** The part it stands in. */
  readonly part: ImageId;
  readonly instruction: Instruction;
  /** Instead of the old instruction, or on the line behind it. */
  readonly placement: 'instead' | 'behind';
  /** The image it copies from: a build of the script, or an external image. */
  readonly from: ImageId;
  /** Set when it copies from a stage that restage adds. */
  readonly addedStage: string | undefined;
  /** Absolute paths in that image; a pattern stays a pattern. */
  readonly sources: readonly { readonly path: string; readonly isPattern: boolean }[];
  /** As the new instruction spells it. */
  readonly destination: string;
  readonly artifacts: readonly string[];
  readonly because: Provenance;
  readonly transform: string;
}

/** The stage that work of a container became. */
export interface RunStage {
  readonly target: number;
  readonly run: ImageId;
  readonly alias: string;
}

/** A stage that no old file has: an unpacked archive, the artifacts for `--output`. */
export interface AddedStage {
  readonly target: number;
  /** The part it stands in front of. */
  readonly before: ImageId;
  readonly alias: string;
  /** What it starts from: an image of the script by its stage, or a name such as `scratch`. */
  readonly base: { readonly image: ImageId } | { readonly name: string };
  readonly instructions: readonly NewInstruction[];
  readonly because: Provenance;
}

/** An edit on a Dockerfile, with the part it belongs to: one old file may go into several new ones. */
export type DraftEdit = Edit & { readonly target: number; readonly part: ImageId };

/** The plan of one pipeline while transforms work on it. Transforms read it and propose; only the engine adds to it. */
export interface Draft {
  readonly project: Project;
  readonly options: PlanOptions;
  readonly targets: readonly DraftTarget[];
  /** Further builds of the same files in the same way: a loop's other rounds, the same image under a second tag. */
  readonly twins: readonly DraftTarget[];
  /** Every build that is folded into some target and does not survive by itself. */
  readonly producers: readonly ImageBuild[];
  readonly names: readonly StageName[];
  readonly copies: readonly DraftCopy[];
  /** `--chown` values by copy id. */
  readonly owners: ReadonlyMap<string, string>;
  readonly addedStages: readonly AddedStage[];
  readonly runs: readonly RunStage[];
  readonly edits: readonly DraftEdit[];
  /** Text to put on top of a new file: directives and global `ARG`s that moved. */
  readonly hoisted: readonly {
    readonly target: number;
    readonly kind: 'directive' | 'argument';
    readonly text: string;
    readonly because: Provenance;
  }[];
  /** Words to put behind `docker build` of the surviving builds, as spelled in the script. */
  readonly buildWords: readonly { readonly build: ImageId; readonly words: string; readonly because: Provenance }[];
  /** Edits on scripts and ignore files. */
  readonly scriptEdits: readonly Edit[];
  /** Lines to add at the end of a file, which is made if it is not there. */
  readonly appends: readonly { readonly path: string; readonly lines: readonly string[]; readonly because: Provenance }[];
  readonly drops: readonly StepId[];
  /** Dockerfiles that go away. */
  readonly deletes: readonly { readonly path: string; readonly because: Provenance }[];
  /** Paths of the final image that differ by nature; see `PipelinePlan.differs`. */
  readonly differs: readonly string[];
  readonly assumptions: readonly Assumption[];
  readonly diagnostics: readonly Diagnostic[];
  /** Whether a part of the old round trip stays, because people start it for something else. */
  readonly isPartial?: boolean;
  /** Why the pipeline cannot be converted; the first reason counts. */
  readonly declined: readonly Diagnostic[];
}

/** What a transform wants added to the draft. */
export type Proposal = Partial<Omit<Draft, 'project' | 'options' | 'targets' | 'twins' | 'producers'>>;

/** One rewrite: says what changes, never how text is spliced. Pure. */
export interface Transform {
  /** Kebab-case, the file's name. */
  readonly name: string;
  /** One line for `restage inspect` and the documentation. */
  readonly summary: string;
  readonly propose: (graph: BuildGraph, draft: Draft) => Proposal;
}

/** The alias of the stage that becomes a build's image in a target, once it has one. */
export function findAlias(draft: Draft, target: number, build: ImageBuild): string | undefined {
  return draft.names.find((name) => name.target === target && name.part === build.id && name.stage === build.finalStage)?.alias;
}
