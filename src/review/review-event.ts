import type { Choice, ScriptForm, Verdict } from './choice.ts';

/** One line of the decisions journal. Proposals are named by the hash of their content, never by line numbers. */
export type ReviewEvent =
  /** Several keys when a whole shape is accepted: one step to undo. */
  | { readonly kind: 'verdict'; readonly keys: readonly string[]; readonly verdict: Verdict }
  | { readonly kind: 'variant'; readonly key: string; readonly variant: string }
  | { readonly kind: 'keep'; readonly key: string; readonly path: string; readonly isKept: boolean }
  | { readonly kind: 'script'; readonly key: string; readonly path: string; readonly form: ScriptForm }
  | { readonly kind: 'stage-name'; readonly key: string; readonly from: string; readonly to: string }
  | { readonly kind: 'edit'; readonly key: string; readonly file: string; readonly text: string }
  | { readonly kind: 'comment'; readonly key: string; readonly text: string }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' };

/** An event that changes choices by itself. */
export type ChoiceEvent = Exclude<ReviewEvent, { readonly kind: 'undo' | 'redo' }>;

/** The proposals an event is about. */
export function findKeys(event: ChoiceEvent): readonly string[] {
  return event.kind === 'verdict' ? event.keys : [event.key];
}

/** The choice behind an event. Whatever changes the content of a proposal opens it again: a verdict is about what was seen. */
export function changeChoice(choice: Choice, event: ChoiceEvent): Choice {
  switch (event.kind) {
    case 'verdict':
      return { ...choice, verdict: event.verdict };
    case 'variant':
      return { ...choice, variant: event.variant, verdict: 'undecided' };
    case 'keep': {
      const others = choice.kept.filter((path) => path !== event.path);
      return { ...choice, kept: event.isKept ? [...others, event.path] : others, verdict: 'undecided' };
    }
    case 'script':
      return { ...choice, scripts: { ...choice.scripts, [event.path]: event.form }, verdict: 'undecided' };
    case 'stage-name':
      return { ...choice, stageNames: { ...choice.stageNames, [event.from]: event.to }, verdict: 'undecided' };
    case 'edit':
      return { ...choice, edits: { ...choice.edits, [event.file]: event.text }, verdict: 'undecided' };
    case 'comment':
      return { ...choice, comment: event.text };
    default:
      return event satisfies never;
  }
}

/** An event in a few words: `accept`, `edit Dockerfile`. */
export function describeEvent(event: ChoiceEvent): string {
  switch (event.kind) {
    case 'verdict':
      return `${event.verdict}${event.keys.length > 1 ? ` for ${event.keys.length} proposals` : ''}`;
    case 'variant':
      return `alternative ${event.variant}`;
    case 'keep':
      return `${event.isKept ? 'keep' : 'delete'} ${event.path}`;
    case 'script':
      return `${event.path} ${SCRIPT_FORMS[event.form]}`;
    case 'stage-name':
      return `stage ${event.from} named ${event.to}`;
    case 'edit':
      return `edit of ${event.file.slice(event.file.indexOf(':') + 1)}`;
    case 'comment':
      return 'comment';
    default:
      return event satisfies never;
  }
}

/** What each form of a script is called. */
export const SCRIPT_FORMS: Readonly<Record<ScriptForm, string>> = {
  rewritten: 'rewritten',
  shim: 'kept as a shim',
  deleted: 'deleted',
};

/** One journal line, its line end included. */
export function printEvent(event: ReviewEvent): string {
  return `${JSON.stringify(event)}\n`;
}

/** The event of a journal line; `undefined` for a line that was cut off or that another version wrote. */
export function parseEvent(line: string): ReviewEvent | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isEvent(value) ? value : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || (error as { readonly name?: unknown }).name === 'SyntaxError') return undefined;
    throw error;
  }
}

const FIELDS: Readonly<Record<ReviewEvent['kind'], Readonly<Record<string, (value: unknown) => boolean>>>> = {
  verdict: { keys: isListOfText, verdict: isVerdict },
  variant: { key: isText, variant: isText },
  keep: { key: isText, path: isText, isKept: (value) => typeof value === 'boolean' },
  script: { key: isText, path: isText, form: (value) => typeof value === 'string' && Object.hasOwn(SCRIPT_FORMS, value) },
  'stage-name': { key: isText, from: isText, to: isText },
  edit: { key: isText, file: isText, text: isText },
  comment: { key: isText, text: isText },
  undo: {},
  redo: {},
};

function isEvent(value: unknown): value is ReviewEvent {
  if (typeof value !== 'object' || value === null || !('kind' in value) || typeof value.kind !== 'string') return false;
  if (!Object.hasOwn(FIELDS, value.kind)) return false;
  const record = value as Readonly<Record<string, unknown>>;
  return Object.entries(FIELDS[value.kind as ReviewEvent['kind']]).every(([name, isValid]) => isValid(record[name]));
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isListOfText(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText);
}

function isVerdict(value: unknown): boolean {
  return value === 'undecided' || value === 'accepted' || value === 'rejected' || value === 'later';
}
