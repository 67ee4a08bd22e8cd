import type { ImageId, StepId, TakenSource } from './build-graph.ts';
import type { Provenance, Span } from './span.ts';
import type { Value } from './value.ts';

/** A directory or file of the host that a container works on: `-v "$PWD":/src`, or what `docker cp` put into it before it started. */
export interface ContainerMount {
  readonly kind: 'bind' | 'copied';
  /** What stood at the host's side when the container ran. */
  readonly source: TakenSource;
  /** Absolute, normalised path in the container. */
  readonly target: string;
  readonly isReadOnly: boolean;
  readonly span: Span;
}

/** `-e NAME=value`; without `value`, the name's value in the environment of the script. */
export interface ContainerVariable {
  readonly name: string;
  readonly value: Value | undefined;
  readonly span: Span;
}

/** What a container runs. */
export type ContainerCommand =
  /** Words that are executed as they are. */
  | { readonly kind: 'words'; readonly words: readonly Value[] }
  /** A text that a shell reads; `shell` is the program, e.g. `/bin/sh` or `bash`. */
  | { readonly kind: 'text'; readonly shell: string; readonly text: Value };

/**
 * What an image holds after a container of it has run: `docker run -v "$PWD":/src -w /src golang:1.16 go build`. It is an image to
 * whatever is copied out of that container, and becomes a stage.
 */
export interface ImageRun {
  /** `run:0` */
  readonly id: ImageId;
  /** The image of the container: a build, one from outside, or an earlier run whose files a mount carried on. */
  readonly base: ImageId;
  readonly step: StepId;
  readonly mounts: readonly ContainerMount[];
  readonly environment: readonly ContainerVariable[];
  /** `-w`, absolute. */
  readonly directory: string | undefined;
  readonly command: ContainerCommand;
  /** What the conversion takes for granted about the run, as sentence fragments. */
  readonly notes: readonly string[];
  readonly provenance: Provenance;
}
