import type { Command } from 'commander';
import { quoteWord } from '../model/quote-word.ts';
import { escapeTerminal } from '../report/escape-terminal.ts';
import type { ReviewEnd } from '../review/session.ts';
import { canReview, needsLinear } from './can-review.ts';
import type { Context, Run } from './context.ts';
import { EXIT, type ExitCode, isConvertible } from './exit-code.ts';
import { addPlanFlags, type PlanFlags, pickPlanFlags } from './plan-flags.ts';

/** What `restage review` is told. */
export interface ReviewFlags extends PlanFlags {
  readonly resume?: boolean;
  readonly accessible?: boolean;
  readonly allowDirty?: boolean;
}

const HELP = `
Every decision is kept as soon as its key is pressed, under .git/restage, and is there again next time wherever the content is the
same. Nothing else is written before Apply. In the screen, ? lists the keys.

Exit codes: 0 left or written · 2 wrong usage, no terminal, or a fault of restage · 130 interrupted with Ctrl-C; decisions are kept.`;

/** Adds `restage review`, which is also what `restage` alone does on a terminal. */
export function addReviewCommand(program: Command, run: Run): void {
  const command = program
    .command('review')
    .description('decide over conversions in the terminal')
    .argument('[path...]', 'a directory, or scripts of one repository; the current repository when left out');
  addPlanFlags(command)
    .option('--resume', 'go on with the review that was left in this tree: with its paths and its flags')
    .option('--accessible', 'lines that are only ever added, for screen readers')
    .option('--allow-dirty', 'also write files with changes that are not committed')
    .addHelpText('after', HELP)
    .action((paths: readonly string[], flags: ReviewFlags) => run((context) => runReview(paths, flags, context)));
}

async function runReview(paths: readonly string[], flags: ReviewFlags, context: Context): Promise<ExitCode> {
  const { io, text } = context;
  if (!canReview(io) || !io.terminal) return refuse(paths, flags, context);
  const setting = {
    streams: io.terminal,
    color: text.color,
    subject: 'pipelines' as const,
    open: async () => (await import('./open-review.ts')).openReview(paths, flags, context),
  };
  const isLinear = needsLinear(io, flags.accessible === true);
  const show = isLinear
    ? (await import('../review/open-linear.ts')).openLinear
    : (await import('../review/open-screen.ts')).openScreen;
  return reportEnd(await show(setting), paths, context);
}

/** Without a person to ask: what to run instead, with the scripts that are there. */
async function refuse(paths: readonly string[], flags: ReviewFlags, context: Context): Promise<ExitCode> {
  const { findTarget } = await import('./open-review.ts');
  const { makePlan } = await import('./make-plan.ts');
  const { root, entries } = await findTarget(paths, context);
  const { plan } = await makePlan({ root, entry: entries?.[0] }, pickPlanFlags(flags), context);
  const convertible = plan.pipelines.filter(isConvertible);
  const lines = convertible.flatMap(({ id, entry, applicability }) => {
    const review = applicability === 'safe' ? '' : ' --include-review';
    return [
      `  ${escapeTerminal(id)}`,
      `    restage plan ${escapeTerminal(entry.file)}`,
      `    restage apply${review} ${escapeTerminal(entry.file)}`,
    ];
  });
  const head = 'restage: review needs a terminal for input and output, and CI not set; nothing was asked.';
  const rest = lines.length === 0 ? ['There is nothing to convert here.'] : ['Run instead:', ...lines];
  context.io.stderr.write(`${[head, ...rest].join('\n')}\n`);
  return EXIT.usage;
}

function reportEnd({ how, state }: ReviewEnd, paths: readonly string[], { io }: Context): ExitCode {
  const { written, proposals, ledger } = state;
  const files = written && !written.isTakenBack ? written.files : [];
  const verdicts = proposals.map(({ key }) => ledger.choices.get(key)?.verdict ?? 'undecided');
  const decided = verdicts.filter((verdict) => verdict !== 'undecided').length;
  const isLeft = decided > 0 && files.length === 0;
  const lines = [
    ...(files.length > 0
      ? ['Wrote', ...files.map(({ path, action }) => `  ${action}  ${escapeTerminal(path)}`), '`restage undo` takes it back.']
      : []),
    ...(how === 'interrupted' ? ['Interrupted.'] : []),
    ...(isLeft || how === 'interrupted'
      ? [`${decided} of ${proposals.length} decided; \`${escapeTerminal(showResume(paths))}\` goes on.`]
      : []),
  ];
  if (lines.length > 0) io.stdout.write(`${lines.join('\n')}\n`);
  return how === 'interrupted' ? EXIT.interrupted : EXIT.done;
}

/** The command that goes on. A path says in which tree; what of it was reviewed is known there. */
function showResume([path]: readonly string[]): string {
  return `restage review --resume${path === undefined ? '' : ` ${quoteWord(path)}`}`;
}
