import type { Span } from './span.ts';

/** A place outside of scripts that has an engine build a Dockerfile: `build:` of a compose service. */
export interface DockerfileCaller {
  readonly file: string;
  /** The context, as a path of the repository. */
  readonly context: string;
  /** The Dockerfile, as a path of the repository. */
  readonly dockerfile: string;
  /** Where the Dockerfile is named, quotes included. */
  readonly span: Span;
  readonly hasTarget: boolean;
  readonly hasArguments: boolean;
  /** Where a further key of the same mapping can stand, as text in front of it: a line end and blanks. `undefined` in `{…}`. */
  readonly nextKey: { readonly at: number; readonly indent: string } | undefined;
}
