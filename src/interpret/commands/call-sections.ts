import type { HostPath } from '../../model/build-graph.ts';
import type { HostScript } from '../../model/script-host.ts';
import { findNextStep, type Invocation } from '../invocation.ts';
import type { Given } from '../read-host-variables.ts';
import { MAX_DEPTH } from '../run-command.ts';
import { type HostRun, runSection } from '../run-section.ts';
import { findInherited } from './call-script.ts';

/** Sections of a file to run as a process of its own. */
export interface CalledSections {
  readonly host: HostScript;
  readonly directory: HostPath;
  readonly given: Given;
  readonly sections: readonly string[];
}

/** Runs sections of another file, each once and in order, and says whether it could: not when calls go round in circles. */
export function callSections(invocation: Invocation, { host, directory, given, sections }: CalledSections): boolean {
  const { machine, span, environment } = invocation;
  if (machine.depth >= MAX_DEPTH) return false;
  const { files: _, tags: __, containers: ___, status: ____, ...own } = machine;
  const variables = findInherited(machine);
  for (const [name, value] of environment ?? []) variables.set(name, [value]);
  const exported = new Set([...machine.exported, ...(environment?.keys() ?? [])]);
  const first = findNextStep(machine);
  Object.assign(machine, { variables, exported, functions: new Map(), hidden: new Map(), directory, depth: own.depth + 1 });
  const run: HostRun = { host, directory, given, done: new Set(), known: new Map() };
  for (const section of sections) runSection(machine, run, section);
  Object.assign(machine, own);
  machine.trace.calls.push({ kind: 'command', span, first, end: findNextStep(machine) });
  return true;
}
