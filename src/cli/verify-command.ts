import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Plan } from '../model/plan.ts';
import { UsageError } from '../model/usage-error.ts';
import { escapeTerminal } from '../report/escape-terminal.ts';
import type { Builder } from '../verify/engine/forms/engine-client.ts';
import type { VerifiedEntry, VerifyRequest } from '../verify/engine/forms/verify-conversion.ts';
import type { VerifyReport } from '../verify/engine/forms/verify-report.ts';
import type { Context, Run } from './context.ts';
import type { Conversion } from './conversion-file.ts';
import { EXIT, type ExitCode, findExitCode } from './exit-code.ts';
import { type Location, locate } from './locate.ts';
import { makePlan } from './make-plan.ts';
import { addPlanFlags, type PlanFlags, pickPlanFlags } from './plan-flags.ts';

interface Flags extends PlanFlags {
  readonly yes?: boolean;
  readonly builder?: 'classic' | 'buildkit' | 'both';
  readonly engine?: string;
  readonly client?: string;
  readonly run?: string;
  readonly runAfter?: string;
  readonly offline?: boolean;
  readonly timeout: number;
  readonly disk: number;
  readonly json?: boolean;
  /** File of a conversion that a review hands over. */
  readonly conversion?: string;
}

const SCHEMA = 'restage.verify/1';

const HELP = `
Runs the project's own script twice as it is and once converted, each in a clean copy, on a Docker or Podman engine that is there, and
compares the images that both ways make: files with type, mode, owner, content, links and attributes, and the configuration. What differs
between the two old runs is noise. It asks before it runs anything; images, containers and copies are removed in the end. \`push\`, \`login\`
and \`prune\` are left out.

Exit codes: 0 the images are equal, or there is nothing to convert · 2 wrong usage, nobody said yes, or a fault of restage · 3 the
pattern is there and cannot be converted · 6 the images differ · 7 it cannot be established · 130 interrupted.`;

/** Adds `restage verify`: the proof on a real engine, and the one verb that runs what the project holds. */
export function addVerifyCommand(program: Command, run: Run): void {
  const command = program
    .command('verify')
    .description('build the old and the new way on an engine and compare the images')
    .argument('[path]', 'directory or script; the current repository when left out');
  addPlanFlags(command)
    .option('-y, --yes', 'run the script of the project without asking')
    .addOption(
      new Option('--builder <builder>', 'the builder of Docker; all it has when left out').choices([
        'classic',
        'buildkit',
        'both',
      ]),
    )
    .option('--engine <host>', 'address of the engine, as DOCKER_HOST takes it')
    .option('--client <program>', 'docker, podman or buildah, or a path to one')
    .option('--run <command>', 'shell command of the old way, in place of the script; and of the new way, without --run-after')
    .option('--run-after <command>', 'shell command of the new way')
    .option('--offline', 'pull nothing and give builds no network')
    .option('--timeout <seconds>', 'give up after this time', readNumber, 3600)
    .option('--disk <megabytes>', 'give up when the disk has lost this much', readNumber, 20_000)
    .addOption(new Option('--conversion <file>', 'verify what a review hands over').hideHelp())
    .option('--json', `print the result as JSON (${SCHEMA})`)
    .addHelpText('after', HELP)
    .action((path: string | undefined, flags: Flags) => run((context) => runVerify(path, flags, context)));
}

function readNumber(text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new InvalidArgumentError('It is a number above 0.');
  return number;
}

async function runVerify(path: string | undefined, flags: Flags, context: Context): Promise<ExitCode> {
  const location = await locate(path, context);
  const found = await findConversion(location, flags, context);
  if ('plan' in found) return tellNothing(found.plan, flags, context);
  const { project, changes, pipelines } = found;
  const { findVerifiedEntries } = await import('./find-verified-entries.ts');
  const entries = findVerifiedEntries(project, pipelines, flags);
  await demandConsent(entries, flags, context);
  const request = { root: location.root, project, changes, pipelines, entries };
  const { report, isInterrupted } = await verify(request, { flags, context });
  await writeReport(report, flags, context);
  if (isInterrupted) return EXIT.interrupted;
  return { equal: EXIT.done, different: EXIT.different, unknown: EXIT.unknown }[report.outcome];
}

/** What is to be verified, or the plan that gives nothing. */
async function findConversion(location: Location, flags: Flags, context: Context): Promise<Conversion | { readonly plan: Plan }> {
  if (flags.conversion !== undefined) return (await import('./conversion-file.ts')).readConversion(flags.conversion);
  const { plan, project, changes: all } = await makePlan(location, pickPlanFlags(flags), context);
  const { selectChanges } = await import('./select-changes.ts');
  const { changes, taken } = selectChanges(plan, all, { includeReview: true });
  return changes.length === 0 ? { plan } : { project, changes, pipelines: taken };
}

async function tellNothing(plan: Plan, { json }: Flags, { io }: Context): Promise<ExitCode> {
  const { printJson } = await import('../report/to-json.ts');
  const reason = 'there is no conversion to verify';
  if (json) io.stdout.write(printJson({ schema: SCHEMA, outcome: 'unknown', engine: null, reason, missing: [], entries: [] }));
  else io.stdout.write(`restage: ${reason}; \`restage plan\` says why\n`);
  return findExitCode(plan);
}

/** @throws UsageError when nobody is there to ask, or the answer is no. */
async function demandConsent(entries: readonly VerifiedEntry[], { yes }: Flags, { io }: Context): Promise<void> {
  const lines = entries.map(
    ({ before, directory }) => `  ${escapeTerminal(before.join(' '))}  in ${escapeTerminal(directory || '.')}`,
  );
  const text = ['`restage verify` runs what this project holds, with your rights, in clean copies:', ...lines, ''].join('\n');
  io.stderr.write(text);
  if (yes) return;
  const terminal = io.terminal;
  if (!terminal?.stdin.isTTY) throw new UsageError('there is no terminal to ask on; `--yes` runs it without asking');
  const reader = createInterface({ input: terminal.stdin, output: terminal.stdout });
  // Ctrl-C and the end of the input are a no.
  const closed = once(reader, 'close').then(() => '');
  const answer = await Promise.race([reader.question('Run it? [y/N] '), closed]).finally(() => reader.close());
  if (!/^y(?:es)?$/i.test(answer.trim())) throw new UsageError('nothing was run');
}

interface Setting {
  readonly flags: Flags;
  readonly context: Context;
}

/** Ctrl-C and a request to end stop the work; what was made is removed all the same. */
async function verify(
  request: Pick<VerifyRequest, 'root' | 'project' | 'changes' | 'pipelines' | 'entries'>,
  { flags, context: { io } }: Setting,
): Promise<{ readonly report: VerifyReport; readonly isInterrupted: boolean }> {
  const { verifyConversion } = await import('../verify/engine/forms/verify-conversion.ts');
  const stop = new AbortController();
  const end = () => stop.abort();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, end);
  try {
    const report = await verifyConversion({
      ...request,
      ...{ environment: io.environment, signal: stop.signal },
      ...{ builders: toBuilders(flags.builder), client: flags.client, host: flags.engine, isOffline: flags.offline === true },
      ...{ timeLimit: flags.timeout * 1000, diskLimit: flags.disk * 2 ** 20 },
      onStep: (text) => io.stderr.write(`restage: ${escapeTerminal(text)}\n`),
    });
    return { report, isInterrupted: stop.signal.aborted };
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, end);
  }
}

function toBuilders(flag: Flags['builder']): readonly Builder[] | undefined {
  if (flag === undefined) return undefined;
  return flag === 'both' ? ['classic', 'buildkit'] : [flag];
}

async function writeReport(report: VerifyReport, { json }: Flags, { io, text }: Context): Promise<void> {
  const { toVerifyJson, toVerifyText } = await import('./show-verify.ts');
  const { printJson } = await import('../report/to-json.ts');
  io.stdout.write(json ? printJson({ schema: SCHEMA, ...toVerifyJson(report) }) : toVerifyText(report, text));
}
