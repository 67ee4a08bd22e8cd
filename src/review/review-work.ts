import type { Diagnostic } from '../model/diagnostic.ts';
import type { FileChange } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import type { Proposal, ShownCluster, Variant } from './proposal.ts';
import type { CheckReport, Notice, Obstacle } from './review-state.ts';
import type { Highlight } from './tokens.ts';

/** A text from the editor; `problem` says when the editor did not end well. */
export interface EditedText {
  readonly text: string;
  readonly problem: string | undefined;
}

/** What there is to review. */
export interface PlannedReview {
  readonly project: Project;
  readonly proposals: readonly Proposal[];
  /** About the repository as a whole. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A member of a cluster as the screen shows it. */
export interface LoadedMember {
  readonly project: Project;
  readonly variant: Variant;
}

/** What a review has done for it. The screens only show and ask; whoever opens them brings the work. */
export interface ReviewWork {
  /** Reads and plans. Tells how far it is, and stops when the signal says so. */
  readonly plan: (tell: (progress: string) => void, signal: AbortSignal) => Promise<PlannedReview>;
  /** Reads the repository that stands for a cluster; only where clusters are reviewed. */
  readonly load?: (cluster: ShownCluster) => Promise<LoadedMember>;
  /** Parses the new files and checks them against the old ones. The proposal has one variant: what would be written. */
  readonly check: (proposal: Proposal) => Promise<CheckReport>;
  /** The places, as `path:line`, that name a script and would still be there; some of them where there are many. */
  readonly findMentions: (path: string, changes: readonly FileChange[]) => Promise<readonly string[]>;
  /** Why changes cannot be written now, by the key of their proposal; nothing for those that can. */
  readonly inspect: (changes: ReadonlyMap<string, readonly FileChange[]>) => Promise<ReadonlyMap<string, readonly Obstacle[]>>;
  /** Writes all or nothing; the message says why nothing was written. */
  readonly apply: (changes: readonly FileChange[]) => Promise<{ readonly refused: string | undefined }>;
  /** Takes back what `apply` wrote last. */
  readonly takeBack: () => Promise<{ readonly refused: string | undefined }>;
  /** Lets a person edit a text. The terminal is free meanwhile. */
  readonly edit: (path: string, text: string) => Promise<EditedText>;
  /** Builds both ways of such a proposal on an engine, on the terminal that is free meanwhile; what came of it in a few words. */
  readonly verify: (proposal: Proposal) => Promise<Notice>;
  readonly highlight: Highlight;
}
