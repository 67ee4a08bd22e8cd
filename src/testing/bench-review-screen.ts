// The review screen over one made-up change of as many lines as asked for; `bench-review.ts` runs it on a pseudo-terminal.
import process from 'node:process';
import type { FileChange } from '../model/plan.ts';
import { samplePipeline, samplePlan, sampleProject } from '../report/sample-plan.ts';
import { groupProposals } from '../review/group-proposals.ts';
import { EMPTY_LEDGER } from '../review/ledger.ts';
import { openScreen } from '../review/open-screen.ts';

const lines = Number(process.argv[2]);
const half = Math.floor(lines / 2);
const make = (word: string) =>
  Array.from({ length: half }, (_, index) => `RUN ${word} --step ${index} && echo "a line of some length ${index}"\n`).join('');
const change: FileChange = {
  path: 'Dockerfile',
  action: 'modify',
  before: make('old'),
  after: make('new'),
  mode: 0o644,
  origins: [],
};
const pipeline = samplePipeline({ files: [{ kind: 'write', path: 'Dockerfile', parts: [] }] });
const project = sampleProject({ Dockerfile: change.before ?? '' });
await openScreen({
  streams: process,
  subject: 'pipelines',
  color: true,
  open: async () => ({
    ledger: EMPTY_LEDGER,
    journal: { append: () => undefined, close: () => undefined },
    work: {
      plan: async () => ({
        project,
        diagnostics: [],
        proposals: groupProposals({ name: 'as planned', plan: samplePlan([pipeline]), changes: [change] }),
      }),
      check: async () => ({ verdict: 'proved', checks: [] }),
      findMentions: async () => [],
      inspect: async () => new Map(),
      apply: async () => ({ refused: undefined }),
      takeBack: async () => ({ refused: undefined }),
      edit: async (_path, text) => ({ text, problem: undefined }),
      verify: async () => ({ tone: 'note', text: '' }),
      highlight: () => [],
    },
  }),
});
