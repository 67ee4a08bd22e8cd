import { toText } from './container/effective-command.ts';
import type { Machine } from './machine.ts';

/**
 * Why it is not sure that a container's run made a file under its mount: the run does not name it, and a command behind the run that nobody
 * described may have made it. `undefined` when the run named it, or nothing else came in between.
 */
export function findRival(machine: Machine, artifact: string, below: string): string | undefined {
  const image = machine.trace.artifacts.find((item) => item.id === artifact)?.image;
  const run = machine.trace.runs.find((item) => item.id === image);
  if (!run || below === '') return undefined;
  const text = toText(run.command) ?? '';
  const [first = below] = below.split('/');
  if (text.includes(first)) return undefined;
  const rival = machine.trace.steps.slice(run.step + 1).find((step) => step.effect.kind === 'opaque');
  const file = rival && machine.project.files.get(rival.span.file)?.text;
  const [name = ''] = file?.slice(rival?.span.start, rival?.span.end).trim().split(/\s/) ?? [];
  return rival ? `\`${name}\` may have made it, or the container before` : undefined;
}
