import type { HostPath } from '../../model/build-graph.ts';
import { isInRepository, joinHostPath, joinPath, resolveHostPath } from '../../model/host-path.ts';
import { findDirectory } from '../../model/project.ts';
import type { Span } from '../../model/span.ts';
import { concatenate, literal, unknown, type Value } from '../../model/value.ts';
import { type ComposeFile, type ComposeService, parseComposeFile } from '../../parse/compose-file.ts';
import type { Machine } from '../machine.ts';

/** The names compose looks for, in the directory it is started in and in those above (docker compose reference, "--file"). */
const NAMES = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];

/** The compose files that a command works with, as one. */
export interface ComposeProject {
  /** Where paths of the files start. */
  readonly directory: HostPath;
  readonly files: readonly ComposeFile[];
  /** Its name: that of its directory unless said otherwise. */
  readonly name: Value;
}

/** The project of `docker compose -f FILE`, or of the default files; `undefined` where there is none, or it cannot be read. */
export function findProject(
  machine: Machine,
  { files, name, span }: { readonly files: readonly Value[]; readonly name: Value | undefined; readonly span: Span },
): ComposeProject | undefined {
  const paths = files.length > 0 ? files.map((file) => resolveHostPath(machine.directory, file)) : findDefault(machine);
  const read = paths.flatMap((path) => {
    const file = machine.project.files.get(path);
    return (file && parseComposeFile(file)) ?? [];
  });
  const [first] = read;
  if (!first || read.length < paths.length) return undefined;
  const directory = findDirectory(first.path);
  const own = read.flatMap((file) => file.name ?? []).at(-1);
  return { directory, files: read, name: name ?? (own === undefined ? nameDirectory(directory, span) : literal(own, [span])) };
}

/** The default file with the one that is laid over it. */
function findDefault(machine: Machine): readonly HostPath[] {
  for (let at = machine.directory; isInRepository(at); at = findDirectory(at)) {
    const name = NAMES.find((each) => machine.project.files.has(joinPath(at, each)));
    if (name !== undefined) {
      const over = ['yml', 'yaml'].map((end) => joinPath(at, name.replace(/\.ya?ml$/, `.override.${end}`)));
      return [joinPath(at, name), ...over.filter((path) => machine.project.files.has(path))];
    }
    if (at === '') return [];
  }
  return [];
}

function nameDirectory(directory: HostPath, span: Span): Value {
  const reason = 'it is the name of the directory that the repository lies in';
  if (directory === '') return unknown({ id: 'compose-project', expression: 'the project', reason, canBeEmpty: false }, [span]);
  return literal(directory.slice(directory.lastIndexOf('/') + 1).toLowerCase(), [span]);
}

/** A service by its name; `undefined` where no file has it, or several do: what they say is laid over each other. */
export function findService({ files }: ComposeProject, name: string): ComposeService | undefined {
  const [only, ...more] = files.flatMap((file) => file.services.get(name) ?? []);
  return more.length === 0 ? only : undefined;
}

/** The names of all services, in the order of the files. */
export function listServices({ files }: ComposeProject): readonly string[] {
  return [...new Set(files.flatMap(({ services }) => [...services.keys()]))];
}

/** The image of a service: what `image` says, else `PROJECT-SERVICE`. */
export function nameImage({ name }: ComposeProject, service: ComposeService, span: Span): Value {
  if (service.image !== undefined) return literal(service.image, [span]);
  return concatenate([name, literal(`-${service.name}`, [span])], [span]);
}

/** Further names of an image that `image` does not name: the first compose joined project and service by `_`. */
export function listOtherNames({ name }: ComposeProject, service: ComposeService, span: Span): readonly Value[] {
  if (service.image !== undefined) return [];
  return [concatenate([name, literal(`_${service.name}`, [span])], [span])];
}

/** The key under which a machine knows the container of a service. */
export function keyContainer({ directory }: ComposeProject, service: string): string {
  return `compose:${joinHostPath(directory, service)}`;
}
