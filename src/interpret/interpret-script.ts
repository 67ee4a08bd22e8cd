import type { BuildGraph, HostPath } from '../model/build-graph.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import { joinPath } from '../model/host-path.ts';
import { findDirectory, type Project } from '../model/project.ts';
import type { ParsedShell } from '../parse/shell.ts';
import { runTraps } from './commands/read-trap.ts';
import { readGraph, startMachine } from './machine.ts';
import { MAX_COMMANDS, runStatements } from './run-script.ts';

/**
 * What a script does to images, containers and host files, by abstract execution: nothing is run. A script is taken to run at the
 * repository root or in its own directory, whichever lets more of its builds find their Dockerfile.
 */
export function interpretScript(project: Project, parsed: ParsedShell, assumed: ReadonlyMap<string, string>): BuildGraph {
  const { tree } = parsed;
  const own = findDirectory(tree.file);
  const atRoot = runIn(project, parsed, '', assumed);
  if (own === '') return atRoot;
  const inPlace = runIn(project, parsed, own, assumed);
  return score(inPlace) > score(atRoot) ? inPlace : atRoot;
}

function runIn(
  project: Project,
  { tree, diagnostics }: ParsedShell,
  directory: HostPath,
  assumed: ReadonlyMap<string, string>,
): BuildGraph {
  const machine = startMachine(project, tree, directory, assumed);
  const root = {
    kind: 'unknown',
    id: 'repository-root',
    expression: '',
    reason: 'it is where the repository lies',
    canBeEmpty: false,
  } as const;
  const name = joinPath('', `/${tree.file}`);
  machine.positional = [{ pieces: [root, { kind: 'literal', text: name }], provenance: [{ file: tree.file, start: 0, end: 0 }] }];
  machine.trace.diagnostics.push(...diagnostics);
  if (!diagnostics.some((item) => item.severity === 'error')) {
    runStatements(machine, tree.script.commands);
    runTraps(machine);
  }
  if (machine.trace.executed > MAX_COMMANDS) machine.trace.diagnostics.push(tellRunaway(tree.file));
  return readGraph(machine, directory);
}

/** Builds that found their Dockerfile count, sources that are there count a little. */
function score(graph: BuildGraph): number {
  const sources = graph.builds.flatMap((build) => build.takeUps).flatMap((taken) => taken.sources);
  return graph.builds.length * 1000 + sources.filter((source) => source.kind !== 'missing').length;
}

function tellRunaway(file: string): Diagnostic {
  const message = `this script runs more than ${MAX_COMMANDS} commands when its loops are followed, so it was not read to its end`;
  return diagnose('flow/too-long', 'error', message, { span: { file, start: 0, end: 0 } });
}
