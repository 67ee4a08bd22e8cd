import type { ImageRun } from './container-run.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { DockerfileTree, Instruction } from './dockerfile.ts';
import type { HostFiles } from './host-files.ts';
import type { Provenance, Span } from './span.ts';
import type { Value } from './value.ts';

/**
 * A path on the host: relative to the repository root with `''` as the root itself; absolute (`/tmp/x`) or `../x` outside of it;
 * unknown stretches stand as `\0id\0` (see `toKey`). Always normalised: no `.`, no inner `..`, no trailing `/`.
 */
export type HostPath = string;

/**
 * `build:0` for the first `docker build` of the run, `run:0` for what the first container left, `external:nginx:latest` for an image
 * that nobody builds here.
 */
export type ImageId = string;
export type ContainerId = string;
/** Number of a step in the order of execution, from 0. */
export type StepId = number;

/** Known to be one, known to be the other, or nothing says. */
export type PathType = 'file' | 'directory' | 'unknown';

/** A branch that a step runs under, when the test in front of it is not known. */
export interface Guard {
  /** The test, e.g. `[ "$1" = release ]`. */
  readonly test: Span;
  readonly branch: 'then' | 'else' | 'failure' | 'success' | 'loop';
}

/** A word of a command and the path it names. */
export interface PathOperand {
  readonly path: HostPath;
  readonly span: Span;
}

/** A word of a command and the container or image it names. */
export interface SubjectOperand {
  /** The id of a container or image, or a name that names nothing yet. */
  readonly subject: string;
  readonly span: Span;
}

/** What one executed command means to the conversion. */
export type StepEffect =
  | { readonly kind: 'build'; readonly image: ImageId }
  | { readonly kind: 'create-container'; readonly container: ContainerId }
  | { readonly kind: 'extract'; readonly extraction: string; readonly container: ContainerId }
  /** `docker start`, `wait`, `stop`, `kill`: only drives a container. */
  | {
      readonly kind: 'drive-container';
      readonly containers: readonly ContainerId[];
      /** What `docker cp` puts into the container. */
      readonly reads?: readonly HostPath[];
    }
  /** `names` are those that named nothing yet: `docker rm -f extract` at the top of a script. */
  | {
      readonly kind: 'remove-container';
      readonly containers: readonly ContainerId[];
      readonly names: readonly string[];
      readonly operands: readonly SubjectOperand[];
    }
  | {
      readonly kind: 'remove-image';
      readonly images: readonly ImageId[];
      readonly names: readonly string[];
      readonly operands: readonly SubjectOperand[];
    }
  /** The command needs the image or container to exist: push, tag, run, save, exec, logs, commit. */
  | {
      readonly kind: 'use';
      readonly images: readonly ImageId[];
      readonly containers: readonly ContainerId[];
      readonly verb: string;
      readonly reads?: readonly HostPath[];
    }
  | {
      readonly kind: 'change-files';
      readonly writes: readonly HostPath[];
      readonly removes: readonly HostPath[];
      readonly reads: readonly HostPath[];
      readonly operands?: readonly PathOperand[];
      /** Where the repository's settings say so, for a command that no reader knows. */
      readonly describedAt?: Span;
    }
  /** `mode` where the command gives one: `mkdir -m 700 keys`. */
  | { readonly kind: 'make-directory'; readonly paths: readonly HostPath[]; readonly mode?: string }
  /** `names` are those that the shell alone sees: none for `export`. */
  | { readonly kind: 'assign'; readonly names: readonly string[] }
  /** Neither files nor images: `echo`, `cd`, `set`, tests. `finds` are directories of the script that it looks at. */
  | { readonly kind: 'inert'; readonly finds?: readonly HostPath[] }
  /** Not understood; may read or write any path it names, and any other. */
  | { readonly kind: 'opaque'; readonly names: readonly HostPath[] };

/** One simple command as it was executed. A loop that was unrolled gives several steps with one span. */
export interface Step {
  readonly id: StepId;
  readonly span: Span;
  /** Where the shell stands behind it; `cd` has gone there. */
  readonly directory: HostPath;
  readonly effect: StepEffect;
  readonly guards: readonly Guard[];
  /** Names of shell variables the command reads. */
  readonly reads: readonly string[];
  /** Names it sets, e.g. `id` in `id=$(docker create …)`. */
  readonly sets: readonly string[];
  /** The step whose words this one is substituted into, for a command inside `$( )`. */
  readonly within: StepId | undefined;
}

/** `--build-arg NAME=value`; without `value`, the name's value in the environment. */
export interface BuildArgument {
  readonly name: string;
  readonly value: Value | undefined;
  /** The words in the script, flag included: `--build-arg A=1`. */
  readonly span: Span;
}

/** Any other option of `docker build`: `--no-cache`, `--platform linux/arm64`. */
export interface BuildOption {
  /** Long name without dashes. */
  readonly name: string;
  readonly value: Value | undefined;
  readonly span: Span;
}

/** What one source operand of a `COPY` or `ADD` stood for when the build ran. */
export type TakenSource =
  /** As the repository has it. `type` is `unknown` for a glob. */
  | { readonly kind: 'context'; readonly path: HostPath; readonly type: PathType }
  /** Made on the host by a command that stays in the script. */
  | { readonly kind: 'host-made'; readonly path: HostPath; readonly step: StepId }
  /** Wholly an artifact, or something below one. `below` is the path inside it, `''` for itself; `cuts` as in `HeldArtifact`. */
  | { readonly kind: 'artifact'; readonly artifact: string; readonly below: string; readonly cuts?: readonly string[] }
  /** A directory that holds artifacts: `COPY . .`. `hasOwn` when it holds anything else too, so the copy must stay. */
  | { readonly kind: 'mixed'; readonly path: HostPath; readonly holds: readonly HeldArtifact[]; readonly hasOwn: boolean }
  /** A tar archive of things in images: what a container printed, or `docker cp … -`. */
  | { readonly kind: 'archive'; readonly path: HostPath; readonly members: readonly ArchiveMember[] }
  /** Left out of the context by `.dockerignore`: the old build fails. */
  | { readonly kind: 'ignored'; readonly path: HostPath; readonly rule: string }
  | { readonly kind: 'remote'; readonly url: string }
  | { readonly kind: 'missing'; readonly path: HostPath }
  /** `hasRival` where a container may have made it, and a later command that no reader knows more likely did. */
  | {
      readonly kind: 'unknown';
      readonly path: HostPath;
      readonly reason: string;
      readonly hasRival?: true;
      readonly provenance: Provenance;
    };

/** One thing in an archive. */
export interface ArchiveMember {
  readonly artifact: string;
  /** Its path in the archive; `''` when its contents lie at the top. */
  readonly name: string;
}

/** An artifact inside a wider source. */
export interface HeldArtifact {
  readonly artifact: string;
  /** Where it lies below the source directory: `bin/app`. */
  readonly at: string;
  /** Left out of the context by `.dockerignore`, so the old image never had it. */
  readonly isIgnored: boolean;
  /** Rules of `.dockerignore` that may leave out a part of it, if it is a directory. */
  readonly cuts?: readonly string[];
  /** Such rules of which the repository itself has what they are for, so that the artifact need not have any. */
  readonly looseCuts?: readonly string[];
}

/** A `COPY` or `ADD` of a build, with what each of its sources stood for. */
export interface TakeUp {
  readonly stage: number;
  readonly instruction: Instruction;
  /** One per source operand, in order. */
  readonly sources: readonly TakenSource[];
}

/** A reference to an image inside a Dockerfile that the script itself built: `FROM app:base`, `COPY --from=app:build`. */
export interface ImageReference {
  readonly instruction: Instruction;
  readonly image: ImageId;
}

/** What a build rests on; it becomes an assumption of that kind. */
export interface BuildNote {
  readonly kind: 'context' | 'destination-type';
  /** A sentence fragment. */
  readonly statement: string;
}

/** One `docker build`, with the context as it was at that moment. */
export interface ImageBuild {
  readonly id: ImageId;
  readonly step: StepId;
  /** The word `build`: new options go behind it. */
  readonly verb: Span;
  readonly dockerfile: DockerfileTree;
  /** Where the shell stood. */
  readonly directory: HostPath;
  readonly context: HostPath;
  /** The words that name the context and the file, for rewriting. */
  readonly contextSpan: Span | undefined;
  readonly fileSpan: Span | undefined;
  /** The context comes through a pipe (`docker run b | docker build -`); `context` then stands for nothing that is on disk. */
  readonly isStreamed: boolean;
  /** What is taken for granted of the context, or of the container that is committed. */
  readonly notes?: readonly BuildNote[];
  /**
   * A container had it built: the stretch of the script, from the verb of the command that ran the container to its last word, and what
   * stands there when the build is the script's own, but for the context. `contextSpan` and `fileSpan` are left out then.
   */
  readonly instead?: {
    readonly container: ContainerId;
    readonly start: number;
    readonly end: number;
    readonly text: string;
  };
  /** The service of a compose file that says what is built; then neither the context nor the file is a word of the script. */
  readonly service?: Span;
  readonly tags: readonly { readonly value: Value; readonly span: Span }[];
  readonly arguments: readonly BuildArgument[];
  readonly target: { readonly value: Value; readonly span: Span } | undefined;
  readonly options: readonly BuildOption[];
  /** Index of the stage that becomes the image. */
  readonly finalStage: number;
  readonly takeUps: readonly TakeUp[];
  readonly references: readonly ImageReference[];
  /** The host's files when it ran. */
  readonly files: HostFiles;
  readonly provenance: Provenance;
}

/** An image that the script uses and does not build. */
export interface ExternalImage {
  readonly id: ImageId;
  /** As the script spells it, e.g. `nginx:latest`. */
  readonly name: Value;
}

export interface Container {
  readonly id: ContainerId;
  readonly image: ImageId;
  readonly step: StepId;
  /** Its `--name` as a key (see `toKey`). */
  readonly name: string | undefined;
  /** `create` never runs; `run` runs the command of the image or its own. */
  readonly kind: 'create' | 'run';
  /** Words behind the image name. */
  readonly command: readonly Value[];
  /** Where `--cidfile` writes its id. */
  readonly idFile?: HostPath | undefined;
  /** What the container did to its copy of the image, once it ran; `undefined` while it is the image. */
  readonly run: ImageId | undefined;
  readonly hasMounts: boolean;
  readonly provenance: Provenance;
}

/** A file or directory that a command carried from an image to the host. */
export interface Artifact {
  readonly id: string;
  readonly image: ImageId;
  /** Absolute, normalised path in the image. */
  readonly imagePath: string;
  /** `contents` when only what lies in the directory was taken (`docker cp c:/dist/. out`). */
  readonly extent: 'whole' | 'contents';
  readonly hostPath: HostPath;
  /** What is certain about it. */
  readonly type: PathType;
  /** What its name or use suggests where nothing is certain. */
  readonly likely: { readonly type: 'file' | 'directory'; readonly why: string } | undefined;
  /** The step that brought it to `hostPath`, and those that moved it since. */
  readonly steps: readonly StepId[];
  /** Modes the host set on it, in order: `+x` for `chmod +x app`. */
  readonly modes: readonly string[];
  readonly provenance: Provenance;
}

/** What a script does, as far as images are concerned. Plain data. */
export interface BuildGraph {
  /** The file that was interpreted. */
  readonly entry: string;
  /** The directory it was taken to run in. */
  readonly directory: HostPath;
  readonly steps: readonly Step[];
  readonly builds: readonly ImageBuild[];
  readonly externals: readonly ExternalImage[];
  readonly containers: readonly Container[];
  /** Work that containers did, where something of it was carried on. */
  readonly runs: readonly ImageRun[];
  readonly artifacts: readonly Artifact[];
  readonly diagnostics: readonly Diagnostic[];
  /** Runs from a clean checkout that stand one behind the other in `steps`: a target of a Makefile each. None for a single script. */
  readonly goals?: readonly Goal[];
  readonly calls?: readonly SectionCall[];
  readonly madeDirectories?: readonly MadeDirectory[];
  readonly given?: readonly GivenValue[];
}

/** A variable or an argument that the user settled: `--assume NAME=value`. */
export interface GivenValue {
  readonly name: string;
  readonly value: string;
  /** Where it is read first. */
  readonly span: Span;
}

/** One thing that people or machines start: a shell script, or a section of another file. */
export interface Goal {
  readonly file: string;
  /** `undefined` for a shell script. */
  readonly section: string | undefined;
  readonly directory: HostPath;
  /** Its steps, `[first, end)`. */
  readonly first: StepId;
  readonly end: StepId;
}

/** A directory of the host that a command made besides what it is for, since nothing was there: for a mount, or above what `tar` unpacks. */
export interface MadeDirectory {
  readonly step: StepId;
  readonly path: HostPath;
}

/**
 * What ran because a section needs it, or because a command such as `make image` or `./scripts/build.sh` ran it; or a job whose files
 * another one starts with, which ran in a checkout of its own.
 */
export interface SectionCall {
  readonly kind: 'prerequisite' | 'command' | 'script' | 'function' | 'job';
  /** The shell script, of kind `script`. */
  readonly file?: string;
  /** The word that names it, or the command; `undefined` for a word that is not spelled out. Of a `job`, the one that starts with its files. */
  readonly span: Span | undefined;
  /** The job that ran, of kind `job`. */
  readonly giver?: Span;
  /** The step of the command itself, where it is not the one behind what it ran. */
  readonly step?: StepId;
  /** The steps it ran, `[first, end)`. */
  readonly first: StepId;
  readonly end: StepId;
}
