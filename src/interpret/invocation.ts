import type { ImageId, StepEffect, StepId } from '../model/build-graph.ts';
import type { Span } from '../model/span.ts';
import { readText, type Value } from '../model/value.ts';
import type { Field } from './expand-word.ts';
import type { Machine, Status } from './machine.ts';

/** Where a redirection points. */
export interface Redirection {
  readonly operator: string;
  /** File descriptor on the left; 1 for a bare `>`, 0 for a bare `<`. */
  readonly descriptor: number;
  readonly target: Value | undefined;
  readonly span: Span;
}

/** One simple command with its words expanded, ready for its reader. */
export interface Invocation {
  readonly machine: Machine;
  /** The whole simple command: assignments and redirections included. */
  readonly span: Span;
  /** The program, path and prefixes (`sudo`, `env A=1`) taken off. */
  readonly name: string;
  /** The word that names it, where there is one: `./scripts/build.sh`. */
  readonly program?: Field | undefined;
  /** Variables set for this command alone: `TAG=1 ./build.sh`. */
  readonly environment?: ReadonlyMap<string, Value>;
  /** The words behind the name. */
  readonly words: readonly Field[];
  /** The sub-command's word, for `docker build` and the like. */
  readonly verb?: Span;
  /** The word in front of it that names its group: `docker container commit`. */
  readonly group?: Span | undefined;
  readonly redirections: readonly Redirection[];
}

/** What a command prints, where that is something of an image. */
export type Stream = {
  readonly image: ImageId;
  /** The step that prints it. */
  readonly step: StepId;
} & (
  | /** The bytes of a file. */ { readonly kind: 'file'; readonly path: string }
  /** A tar archive; `name` is a member's path in it, `''` when its contents lie at the top. */
  | { readonly kind: 'archive'; readonly members: readonly { readonly from: string; readonly name: string }[] }
);

/** What a command does, by its reader. */
export interface Reading {
  readonly effect: StepEffect;
  /** How it ends; commands are taken to succeed unless said otherwise. */
  readonly status?: Status;
  /** What it prints: a value, `''` as an empty value, or `undefined` when that is not known. */
  readonly output?: Value;
  readonly stream?: Stream | undefined;
}

/** Reads one command: returns what it does and changes the machine accordingly. */
export type CommandReader = (invocation: Invocation) => Reading;

/** The reading of a command that touches neither files nor images. */
export const INERT: Reading = { effect: { kind: 'inert' } };

/** The reading of an inert command that prints nothing. */
export function silent(invocation: Invocation): Reading {
  return { effect: { kind: 'inert' }, output: { pieces: [], provenance: [invocation.span] } };
}

/** The known texts of the words; unknown ones are left out. */
export function readTexts(words: readonly Field[]): readonly string[] {
  return words.flatMap((word) => readText(word.value) ?? []);
}

/** The number the step of this command will have. */
export function findNextStep(machine: Machine): number {
  return machine.trace.steps.length;
}
