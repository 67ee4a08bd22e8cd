/** What was decided about a proposal. `later` is a decision too: it moves on and keeps the proposal open. */
export type Verdict = 'undecided' | 'accepted' | 'rejected' | 'later';

/** What becomes of a script: what is planned, nothing but the build in it, or nothing at all. */
export type ScriptForm = 'rewritten' | 'shim' | 'deleted';

/** Everything a person chose for one proposal. */
export interface Choice {
  readonly verdict: Verdict;
  /** Name of the alternative; the first one unless chosen. */
  readonly variant: string | undefined;
  /** Paths that the plan deletes and that are to stay. */
  readonly kept: readonly string[];
  /** Forms of scripts that are not as planned, by path. */
  readonly scripts: Readonly<Record<string, ScriptForm>>;
  /** New names of stages, by the planned name. */
  readonly stageNames: Readonly<Record<string, string>>;
  /** Texts from the editor, by `editKey`. */
  readonly edits: Readonly<Record<string, string>>;
  /** For the text of the commit; empty without one. */
  readonly comment: string;
}

/** The choice before anything was chosen. */
export const NO_CHOICE: Choice = {
  verdict: 'undecided',
  variant: undefined,
  kept: [],
  scripts: {},
  stageNames: {},
  edits: {},
  comment: '',
};

/** The name under which a hand edit is kept: an edit belongs to one alternative. */
export function editKey(variant: string, path: string): string {
  return `${variant}:${path}`;
}
