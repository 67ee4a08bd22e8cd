import type { Diagnostic } from '../model/diagnostic.ts';
import type { FileChange } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import type { Choice } from './choice.ts';
import { type Document, makeDocument, type View } from './document.ts';
import { EMPTY_LEDGER, findChoice, type Ledger } from './ledger.ts';
import type { Proposal } from './proposal.ts';
import { resolveChanges } from './resolve-changes.ts';

/** Columns and rows of the terminal. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** What a check of a proposal's files said. */
export interface CheckReport {
  /** `broken`: a file does not parse. `refuted`: the images are not the same. */
  readonly verdict: 'proved' | 'unproved' | 'refuted' | 'broken';
  /** Each with the place it is about, as `path:line`, where it has one. */
  readonly checks: readonly { readonly result: string; readonly text: string; readonly place: string | undefined }[];
}

/** Why a proposal cannot be written now: the files are not what the plan read, or have changes of their own. */
export interface Obstacle {
  readonly kind: 'stale' | 'dirty';
  readonly message: string;
}

/** What the screen waits for; keys go to it alone. */
export type Mode =
  | { readonly kind: 'loading'; readonly progress: string }
  | { readonly kind: 'browse' }
  | { readonly kind: 'quit' }
  | { readonly kind: 'same-shape'; readonly keys: readonly string[] }
  | { readonly kind: 'preview'; readonly isReady: boolean }
  | { readonly kind: 'working'; readonly what: string }
  | { readonly kind: 'options'; readonly at: number }
  /** All proposals, one a row. */
  | { readonly kind: 'list'; readonly at: number }
  /** A line of text: a search, a comment, the name of a stage, a command of the palette. */
  | {
      readonly kind: 'prompt';
      readonly prompt: 'search' | 'comment' | 'stage-name' | 'palette';
      readonly text: string;
      readonly at: number;
      readonly about?: string;
    }
  /** A page to read. */
  | { readonly kind: 'page'; readonly page: 'help' | 'evidence' | 'message'; readonly top: number }
  | { readonly kind: 'done' }
  | { readonly kind: 'left' };

/** A line of text for the person, until the next key. */
export interface Notice {
  readonly tone: 'note' | 'good' | 'warning' | 'error';
  readonly text: string;
}

/** What Apply wrote. */
export interface Written {
  readonly keys: readonly string[];
  readonly files: readonly { readonly path: string; readonly action: FileChange['action'] }[];
  readonly isTakenBack: boolean;
}

/** What is decided about: the pipelines of a repository, or the clusters of a batch. */
export type Subject = 'pipelines' | 'clusters';

/** Everything the screen shows. Plain data. */
export interface ReviewState {
  readonly subject: Subject;
  readonly mode: Mode;
  /** As the plan read it. */
  readonly project: Project;
  readonly proposals: readonly Proposal[];
  /** About the repository as a whole. */
  readonly diagnostics: readonly Diagnostic[];
  readonly ledger: Ledger;
  readonly selected: number;
  readonly view: View;
  readonly context: number;
  /** Index of a row of the document. */
  readonly cursor: number;
  readonly top: number;
  /** Columns that are scrolled out at the left. */
  readonly shift: number;
  readonly size: Size;
  readonly query: string;
  readonly notice: Notice | undefined;
  /** By the files they are about: a check holds for one version of a proposal. */
  readonly checks: ReadonlyMap<readonly FileChange[], CheckReport>;
  readonly obstacles: ReadonlyMap<string, readonly Obstacle[]>;
  readonly written: Written | undefined;
  /** Whether the view follows the width. */
  readonly isViewChosen: boolean;
}

/** The narrowest terminal in which old and new stand beside each other. */
export const SPLIT_COLUMNS = 100;

/** The state before anything was read. */
export function startReview(size: Size, subject: Subject = 'pipelines'): ReviewState {
  return {
    subject,
    mode: startReading(subject),
    project: { files: new Map(), tree: new Map(), scripts: new Map() },
    proposals: [],
    diagnostics: [],
    ledger: EMPTY_LEDGER,
    selected: 0,
    view: size.columns >= SPLIT_COLUMNS ? 'split' : 'unified',
    context: 3,
    cursor: 0,
    top: 0,
    shift: 0,
    size,
    query: '',
    notice: undefined,
    checks: new Map(),
    obstacles: new Map(),
    written: undefined,
    isViewChosen: false,
  };
}

/** What is shown while it is found out what there is to decide. */
export function startReading(subject: Subject): Mode {
  return { kind: 'loading', progress: subject === 'pipelines' ? 'reading the project' : 'reading the state of the batch' };
}

/** The project that the proposal on the screen is of. */
export function findProject(state: ReviewState): Project {
  const reading = findProposal(state)?.cluster?.reading;
  return reading?.kind === 'read' ? reading.project : state.project;
}

export function findProposal({ proposals, selected }: ReviewState): Proposal | undefined {
  return proposals[selected];
}

export function findCurrentChoice(state: ReviewState): Choice {
  return findChoice(state.ledger, findProposal(state)?.key ?? '');
}

/** What would be written for a proposal as it stands. */
export function findChanges(state: ReviewState, proposal: Proposal | undefined = findProposal(state)): readonly FileChange[] {
  return proposal === undefined ? [] : resolveChanges(proposal, findChoice(state.ledger, proposal.key));
}

/** The rows that the cursor moves over. */
export function findDocument(state: ReviewState): Document {
  return makeDocument(findChanges(state), state);
}

/** The check of a proposal as it stands, once it was made. */
export function findCheck(state: ReviewState, proposal: Proposal | undefined = findProposal(state)): CheckReport | undefined {
  return state.checks.get(findChanges(state, proposal));
}

/** Why this proposal cannot be accepted as it is, or `undefined`. */
export function findBlock(state: ReviewState, proposal: Proposal | undefined = findProposal(state)): string | undefined {
  if (!proposal) return 'there is no proposal';
  if (proposal.closed !== undefined) return proposal.closed;
  if (proposal.cluster?.reading.kind === 'open') return `${proposal.variants[0].name} is being read`;
  if (proposal.cluster?.reading.kind === 'failed') return `it cannot be shown: ${proposal.cluster.reading.message}`;
  const [obstacle] = state.obstacles.get(proposal.key) ?? [];
  if (obstacle) return `${obstacle.kind}: ${obstacle.message}`;
  const check = findCheck(state, proposal);
  const fault = check?.checks.find(({ result }) => result === check.verdict)?.text ?? '';
  if (check?.verdict === 'broken') return `the edited text does not parse: ${fault}`;
  if (check?.verdict === 'refuted') return `the check refutes it: ${fault}`;
  return undefined;
}

/** The proposals that Apply would write. A cluster that was accepted need not be shown again for that. */
export function findAccepted(state: ReviewState): readonly Proposal[] {
  return state.proposals.filter(
    (proposal) =>
      findChoice(state.ledger, proposal.key).verdict === 'accepted' &&
      (proposal.cluster !== undefined || findBlock(state, proposal) === undefined),
  );
}
