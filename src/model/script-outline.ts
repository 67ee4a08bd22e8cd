import type { HostKind } from './script-host.ts';

/** A stretch of a script: `[start, end)`, UTF-16 offsets into its file. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

/**
 * The shape of a script as far as taking commands out of it needs: where its commands stand and what holds them together. Plain
 * data, so that the plan works on it without a shell parser.
 */
export type OutlineNode =
  /** One simple command. `end` is behind its here-documents; `wordsEnd` is where its words end. */
  | (Stretch & { readonly kind: 'command'; readonly wordsEnd: number; readonly name: string | undefined })
  /** Statements one after the other: the script itself, or the body of something. */
  | (Stretch & { readonly kind: 'list'; readonly items: readonly OutlineNode[] })
  /** `a && b || c`; `operators` has one entry less than `items`. */
  | (Stretch & { readonly kind: 'chain'; readonly items: readonly OutlineNode[]; readonly operators: readonly ('&&' | '||')[] })
  /** `a | b`, `! a`. */
  | (Stretch & { readonly kind: 'pipe'; readonly items: readonly OutlineNode[]; readonly isNegated: boolean })
  /** `if … then … elif … else … fi` */
  | (Stretch & {
      readonly kind: 'branch';
      readonly clauses: readonly { readonly test: OutlineNode; readonly body: OutlineNode }[];
      readonly otherwise: OutlineNode | undefined;
    })
  /** `for`, `while`, `until`, `select`. */
  | (Stretch & { readonly kind: 'loop'; readonly test: OutlineNode | undefined; readonly body: OutlineNode })
  /** `{ …; }` and `( … )`, with or without redirections; what a subshell sets ends with it. */
  | (Stretch & { readonly kind: 'group'; readonly body: OutlineNode; readonly isSubshell: boolean })
  | (Stretch & { readonly kind: 'function'; readonly name: string; readonly body: OutlineNode })
  /** `case`: the bodies of its items. */
  | (Stretch & { readonly kind: 'choice'; readonly bodies: readonly OutlineNode[] })
  /** One of the texts in a file of another kind (see `ScriptBlock`). Blocks with one `list` stand together: there `emptyText` is for none. */
  | (Stretch & {
      readonly kind: 'block';
      readonly body: OutlineNode;
      readonly itemStart: number;
      readonly itemEnd: number;
      readonly list: number;
      readonly emptyText: string | undefined;
    })
  /** `[[ … ]]`, `(( … ))`: looks, and changes nothing. */
  | (Stretch & { readonly kind: 'test' });

/** The outline of one file. */
export interface ScriptOutline {
  readonly file: string;
  readonly text: string;
  readonly root: OutlineNode;
  /** The kind of a file that is no shell script. */
  readonly host?: HostKind;
}
