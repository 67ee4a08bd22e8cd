import type { HostPath, ImageId } from '../../model/build-graph.ts';
import { diagnose } from '../../model/diagnostic.ts';
import { toImageKey } from '../../model/image-name.ts';
import type { ComposeService } from '../../parse/compose-file.ts';
import { readBuild } from '../commands/docker-build.ts';
import type { Field } from '../expand-word.ts';
import type { Invocation } from '../invocation.ts';
import type { Machine } from '../machine.ts';
import { type ComposeProject, listOtherNames, nameImage } from './compose-project.ts';
import { makeOption, makeWord } from './words.ts';

/** Builds the image of a service as `docker build` would, from its context and Dockerfile. Returns nothing where it cannot be told. */
export function buildService(
  invocation: Invocation,
  project: ComposeProject,
  service: ComposeService,
  given: readonly Field[] = [],
): ImageId | undefined {
  const { machine, span } = invocation;
  const tag = nameImage(project, service, span);
  if (!service.build) {
    forgetImage(invocation, service, toImageKey(tag));
    return undefined;
  }
  const { context, dockerfile, target, arguments: pairs } = service.build;
  const word = (text: string): Field => makeWord(text, span, service.span);
  const words = [
    makeOption('tag', tag, span),
    ...(dockerfile === undefined ? [] : [word(`--file=${/^\//.test(dockerfile) ? dockerfile : `${context}/${dockerfile}`}`)]),
    ...(target === undefined ? [] : [word(`--target=${target}`)]),
    ...pairs.map(({ text, span: at }) => ({ ...makeWord(`--build-arg=${text}`, at), span: at })),
    ...given,
    word(context),
  ];
  const before = machine.trace.builds.length;
  inDirectory(machine, project.directory, () => readBuild({ ...invocation, words }));
  const build = machine.trace.builds[before];
  if (!build) return undefined;
  for (const other of listOtherNames(project, service, span)) machine.tags.set(toImageKey(other), build.id);
  machine.trace.builds[before] = { ...build, contextSpan: undefined, fileSpan: undefined, service: service.span };
  return build.id;
}

/** Runs something where the paths of a compose file start. */
export function inDirectory<Result>(machine: Machine, directory: HostPath, run: () => Result): Result {
  const before = machine.directory;
  machine.directory = directory;
  const result = run();
  machine.directory = before;
  return result;
}

/** The image of a service whose `build` is not told: nothing is known of it. */
function forgetImage({ machine, span }: Invocation, service: ComposeService, key: string): void {
  const id = `unread:${machine.trace.executed}`;
  machine.trace.externals.push({ id, name: { pieces: [{ kind: 'literal', text: service.name }], provenance: [span] } });
  machine.tags.set(key, id);
  const message = `compose builds \`${service.name}\` in a way that is not followed: ${service.buildProblem ?? 'it has no `build`'}`;
  const related = [{ message: 'the service', span: service.span }];
  const help = 'write the values out in the compose file, or call `docker build` for this image';
  machine.trace.diagnostics.push(diagnose('flow/compose', 'warning', message, { span, related, help }));
}
