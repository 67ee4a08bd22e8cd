import type { BuildGraph, SectionCall, Step, StepId } from '../../src/model/build-graph.ts';
import type { Draft } from '../../src/model/draft.ts';
import { findBasename } from '../../src/model/project.ts';
import { readCommand } from './find-goal.ts';
import { namesFile } from './names-file.ts';

/** Scripts that do nothing any more, and the commands that ran them. */
export interface SpentScripts {
  readonly calls: readonly StepId[];
  readonly deletes: Draft['deletes'];
}

/** Shell scripts that other files ran for the round trip alone and that nothing else in the repository names. */
export function findSpentScripts(graph: BuildGraph, draft: Draft, drops: ReadonlySet<StepId>): SpentScripts {
  const calls = (graph.calls ?? []).filter(({ kind }) => kind === 'script');
  const files = [...new Set(calls.flatMap(({ file }) => file ?? []))].filter((file) => file !== graph.entry);
  const spent = files.flatMap((file) => {
    const own = calls.filter((call) => call.file === file);
    const steps = own.flatMap((call) => findCallStep(graph, call) ?? []);
    const isSpent = own.every((call) => isEmpty(graph, draft, drops, call)) && steps.length === own.length;
    return isSpent && !isNamed(draft, file, [...drops, ...steps.map(({ id }) => id)], graph) ? [{ file, steps }] : [];
  });
  return {
    calls: spent.flatMap(({ steps }) => steps.map(({ id }) => id)),
    deletes: spent.flatMap(({ file, steps: [first] }) => (first ? [{ path: file, because: [first.span] }] : [])),
  };
}

/** The command that made a call: recorded behind what it ran. */
function findCallStep(graph: BuildGraph, { span, end }: SectionCall): Step | undefined {
  const step = graph.steps[end];
  return step && span && step.span.file === span.file && step.span.start === span.start ? step : undefined;
}

/** Whether all that a call ran goes, but for what ends with the script. */
function isEmpty(graph: BuildGraph, draft: Draft, drops: ReadonlySet<StepId>, { first, end }: SectionCall): boolean {
  const steps = graph.steps.slice(first, end);
  return steps.some(({ id }) => drops.has(id)) && steps.every((step) => drops.has(step.id) || isLocal(draft, step));
}

/** A command that only its own shell can tell was run. */
function isLocal(draft: Draft, { effect, span, within }: Step): boolean {
  if (effect.kind === 'assign' || (effect.kind === 'inert' && within !== undefined)) return true;
  return (
    effect.kind === 'inert' &&
    /^(?:set|cd|pushd|popd|umask|export|local|shopt|true|:|exit(?: 0)?$)/.test(readCommand(draft, span))
  );
}

/** Whether a file of the repository names the script, besides the commands that go. */
function isNamed(draft: Draft, path: string, gone: readonly StepId[], graph: BuildGraph): boolean {
  const name = findBasename(path);
  const spans = gone.flatMap((id) => graph.steps[id]?.span ?? []);
  return [...draft.project.files.values()].some(
    (file) =>
      file.path !== path &&
      namesFile(
        spans
          .filter((span) => span.file === file.path)
          .reduce((text, { start, end }) => text.slice(0, start) + ' '.repeat(end - start) + text.slice(end), file.text),
        name,
      ),
  );
}
