import { escapeTerminal } from '../report/escape-terminal.ts';
import { findChoice } from './ledger.ts';
import { findVariant, listReshaped } from './resolve-changes.ts';
import type { ReviewState } from './review-state.ts';

/** The text for a commit or a pull request of what was written: what was merged, what it rests on, and the reviewer's comments. */
export function printCommitMessage(state: ReviewState): string {
  const written = state.proposals.filter(({ key }) => state.written?.keys.includes(key));
  const pipelines = written.flatMap((proposal) => findVariant(proposal, findChoice(state.ledger, proposal.key)).pipelines);
  const outputs = [...new Set(pipelines.flatMap(({ output }) => output ?? []))];
  const [only] = outputs;
  const subject =
    outputs.length === 1 && only !== undefined ? `Build ${only} in stages` : `Build ${outputs.length} Dockerfiles in stages`;
  const copies = [...new Set(pipelines.flatMap(({ artifacts }) => artifacts.map(({ instruction }) => instruction)))];
  const dropped = [...new Set(pipelines.flatMap(({ script }) => script.dropped.map((command) => command.split('\n')[0] ?? '')))];
  const reshaped = written.flatMap((proposal) =>
    listReshaped(proposal, findChoice(state.ledger, proposal.key)).map(({ remark }) => remark),
  );
  const assumed = [...new Set(pipelines.flatMap(({ assumptions }) => assumptions.map(({ statement }) => statement)))];
  const comments = written.map(({ key }) => findChoice(state.ledger, key).comment).filter((comment) => comment !== '');
  const blocks = [
    [subject],
    ['The builder image is now a stage of the same file: one `docker build` gives the same image.'],
    list('Taken from a stage:', copies),
    list('Not needed any more:', dropped),
    list('Scripts in another form:', reshaped),
    list('Taken for granted:', assumed),
    comments.map(escapeTerminal),
  ];
  return blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function list(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [title, ...items.map((item) => `- ${escapeTerminal(item)}`)];
}
