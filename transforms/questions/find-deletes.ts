import type { BuildGraph, ImageBuild, Step, StepId } from '../../src/model/build-graph.ts';
import type { Draft } from '../../src/model/draft.ts';
import { joinHostPath } from '../../src/model/host-path.ts';
import type { Edit } from '../../src/model/plan.ts';
import { findBasename, findDirectory } from '../../src/model/project.ts';
import type { HostScript, NamedWord } from '../../src/model/script-host.ts';
import type { Span } from '../../src/model/span.ts';
import { cutWord } from './cut-word.ts';
import { readCommand } from './find-goal.ts';
import { isStillBuilt } from './is-still-built.ts';
import { namesFile } from './names-file.ts';

/** Dockerfiles that go away, and the prerequisites that named them. */
export interface Deletes {
  readonly deletes: Draft['deletes'];
  readonly edits: readonly Edit[];
  /** Dockerfiles that stay though no build of the run reads them any more, with the command that works on them. */
  readonly kept: readonly { readonly path: string; readonly output: string; readonly span: Span }[];
}

/** Dockerfiles of producers, and of consumers that now stand in another file, unless something else still builds or names them. */
export function findDeletes(graph: BuildGraph, draft: Draft, drops: readonly StepId[]): Deletes {
  const outputs = new Set(draft.targets.map((target) => target.output));
  const parts = draft.targets.flatMap((target) => target.parts);
  const files = new Map(
    parts
      .filter((part) => !outputs.has(part.dockerfile.file) && !part.dockerfile.invented)
      .map((part) => [part.dockerfile.file, part]),
  );
  const going = [...files.values()].map((part) => ({ part, named: findNaming(graph, draft, { part, drops }) }));
  const gone = going.flatMap(({ part, named }) => {
    const isOpen = findPrerequisites(draft, part).some(({ word }) => word.start === word.end);
    return named || isOpen || isStillBuilt(graph, draft, part) ? [] : [part];
  });
  return {
    kept: going.flatMap(({ part, named }) => {
      const target = draft.targets.find((item) => item.parts.includes(part));
      const isWorkedOn = named && named.effect.kind !== 'build';
      return isWorkedOn && target ? [{ path: part.dockerfile.file, output: target.output, span: named.span }] : [];
    }),
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

/** Where a file that the run went through names the Dockerfile and goes on to do so: in a command that is kept, or a variable of one. */
function findNaming(graph: BuildGraph, draft: Draft, { part, drops }: Going): Step | undefined {
  const own = new Set(graph.steps.map((step) => step.span.file));
  const hosts = [...draft.project.scripts.values()].filter(({ file }) => own.has(file));
  const name = findBasename(part.dockerfile.file);
  const dropped = new Set(drops);
  const ours = new Set([...draft.targets, ...draft.twins].flatMap((target) => target.parts).map(({ step }) => step));
  const kept = graph.steps.filter(({ id, effect }) => !dropped.has(id) && !ours.has(id) && effect.kind !== 'inert');
  const variables = hosts.flatMap((host) => host.sections.flatMap((section) => section.variables));
  const spelled = new Set(variables.flatMap((variable) => (namesFile(variable.word ?? '', name) ? [variable.name] : [])));
  const naming = kept.find(({ span, effect }) => {
    // Which of the other rounds of a loop goes, their own plans say.
    if (effect.kind === 'build' && !draft.project.scripts.has(span.file)) return false;
    const command = readCommand(draft, span);
    return namesFile(command, name) || [...spelled].some((variable) => new RegExp(`\\$[({]${variable}[)}]`).test(command));
  });
  return naming;
}
