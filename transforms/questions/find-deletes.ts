import type { BuildGraph, ImageBuild, StepId } from '../../src/model/build-graph.ts';
import type { Draft } from '../../src/model/draft.ts';
import { joinHostPath } from '../../src/model/host-path.ts';
import type { Edit } from '../../src/model/plan.ts';
import { findBasename, findDirectory } from '../../src/model/project.ts';
import type { HostScript, NamedWord } from '../../src/model/script-host.ts';
import { cutWord } from './cut-word.ts';
import { readCommand } from './find-goal.ts';
import { isStillBuilt } from './is-still-built.ts';
import { namesFile } from './names-file.ts';

/** Dockerfiles that go away, and the prerequisites that named them. */
export interface Deletes {
  readonly deletes: Draft['deletes'];
  readonly edits: readonly Edit[];
}

/** Dockerfiles of producers, and of consumers that now stand in another file, unless something else still builds or names them. */
export function findDeletes(graph: BuildGraph, draft: Draft, drops: readonly StepId[]): Deletes {
  const outputs = new Set(draft.targets.map((target) => target.output));
  const parts = draft.targets.flatMap((target) => target.parts);
  const files = new Map(parts.filter((part) => !outputs.has(part.dockerfile.file)).map((part) => [part.dockerfile.file, part]));
  const gone = [...files.values()].filter(
    (part) => !isStillBuilt(graph, draft, part) && !isNamedInHost(graph, draft, { part, drops }),
  );
  return {
    deletes: gone.map((part) => ({ path: part.dockerfile.file, because: part.provenance })),
    edits: gone.flatMap((part) =>
      findPrerequisites(draft, part).map(({ script, word }) =>
        cutWord(draft, { file: script.file, start: word.start, end: word.end }),
      ),
    ),
  };
}

interface NamedWordOfFile {
  readonly script: HostScript;
  readonly word: NamedWord;
}

/** Prerequisites of any Makefile that are the file. */
function findPrerequisites(draft: Draft, { dockerfile }: ImageBuild): readonly NamedWordOfFile[] {
  return [...draft.project.scripts.values()].flatMap((script) => {
    const words = script.sections.flatMap((section) => section.prerequisites ?? []);
    const own = words.filter(({ name }) => joinHostPath(findDirectory(script.file), name) === dockerfile.file);
    return [...new Map(own.map((word) => [word.start, word])).values()].map((word) => ({ script, word }));
  });
}

interface Going {
  readonly part: ImageBuild;
  readonly drops: readonly StepId[];
}

/** Whether a file that the run went through names the Dockerfile where it stays named: in a command that is kept, or a variable of one. */
function isNamedInHost(graph: BuildGraph, draft: Draft, { part, drops }: Going): boolean {
  const own = new Set(graph.steps.map((step) => step.span.file));
  const hosts = [...draft.project.scripts.values()].filter(({ file }) => own.has(file));
  if (hosts.length === 0) return false;
  if (findPrerequisites(draft, part).some(({ word }) => word.start === word.end)) return true;
  const name = findBasename(part.dockerfile.file);
  const dropped = new Set(drops);
  const ours = new Set([...draft.targets, ...draft.twins].flatMap((target) => target.parts).map(({ step }) => step));
  const kept = graph.steps.filter(({ id, effect }) => !dropped.has(id) && !ours.has(id) && effect.kind !== 'inert');
  return hosts.some((host) => {
    const variables = host.sections.flatMap((section) => section.variables).filter(({ word }) => namesFile(word ?? '', name));
    const spelled = new Set(variables.map((variable) => variable.name));
    return kept.some(({ span }) => {
      const command = readCommand(draft, span);
      return namesFile(command, name) || [...spelled].some((variable) => new RegExp(`\\$[({]${variable}[)}]`).test(command));
    });
  });
}
