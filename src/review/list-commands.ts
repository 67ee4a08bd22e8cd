import { COMMANDS, type Command } from './commands.ts';
import { showMember } from './list-clusters.ts';
import { select } from './move.ts';
import { findProposal, type ReviewState, type Subject } from './review-state.ts';
import { type Step, say, stay } from './step.ts';

/** Commands about the files of one repository: a cluster is taken or left as it is planned. */
const NOT_FOR_CLUSTERS: ReadonlySet<string> = new Set(['accept-same-shape', 'edit', 'options', 'verify']);

/** What is otherwise where clusters are reviewed. */
const FOR_CLUSTERS: Readonly<Record<string, Partial<Pick<Command, 'title' | 'run'>>>> = {
  accept: { title: 'accept this cluster' },
  reject: { title: 'reject this cluster' },
  alternative: { title: 'show the next repository of the cluster', run: showNextMember },
  comment: { title: 'comment, for the text of the commits' },
  'next-proposal': { title: 'next cluster' },
  'previous-proposal': { title: 'previous cluster' },
  list: { title: 'all clusters, one a row; Enter goes there' },
  apply: { title: 'apply what is accepted; shows it first' },
  'plan-again': { title: 'read the state of the batch again' },
};

const COMMANDS_FOR_CLUSTERS: readonly Command[] = COMMANDS.filter(({ id }) => !NOT_FOR_CLUSTERS.has(id)).map((command) => ({
  ...command,
  ...FOR_CLUSTERS[command.id],
}));

/** Every command of a review, in the order of the help. */
export function listCommands(subject: Subject): readonly Command[] {
  return subject === 'clusters' ? COMMANDS_FOR_CLUSTERS : COMMANDS;
}

/** The command of a key. */
export function findCommand(subject: Subject, key: string): Command | undefined {
  return listCommands(subject).find(({ keys }) => keys.includes(key));
}

/** The commands that the palette offers for what was typed: every word of it occurs in the title or the name. */
export function findCommands(subject: Subject, text: string): readonly Command[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return listCommands(subject).filter(({ id, title }) => words.every((word) => `${id} ${title}`.toLowerCase().includes(word)));
}

/** Another conversion of the cluster on the screen: a look, and no decision. */
function showNextMember(state: ReviewState): Step {
  const proposal = findProposal(state);
  const { length = 0 } = proposal?.cluster?.members ?? [];
  if (!proposal?.cluster || length < 2) return stay(say(state, 'the cluster holds nothing else'));
  const next = showMember(proposal, (proposal.cluster.shown + 1) % length);
  const proposals = state.proposals.map((other) => (other === proposal ? next : other));
  return stay(select({ ...state, proposals }, state.selected));
}
