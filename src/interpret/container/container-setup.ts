import type { HostPath, TakenSource } from '../../model/build-graph.ts';
import type { ContainerVariable } from '../../model/container-run.ts';
import type { Span } from '../../model/span.ts';
import type { Value } from '../../model/value.ts';
import { findLast, type ParsedFlag, type ParsedWords } from '../commands/flags.ts';
import type { Machine } from '../machine.ts';
import { readSource, toContainerPath } from './place-in-container.ts';
import { type Mount, readMounts } from './read-mounts.ts';

/** How a container was set up when it was created. */
export interface ContainerSetup {
  readonly mounts: readonly Mount[];
  /** What `docker cp` put into it, in order. */
  readonly copies: readonly CopiedIn[];
  readonly environment: readonly ContainerVariable[];
  /** `-w`, absolute; `undefined` for the image's own. */
  readonly directory: string | undefined;
  /** `--entrypoint`. */
  readonly entrypoint: Value | undefined;
  /** `-u`, as the script spells it. */
  readonly user: Value | undefined;
  /** Options that an image made of the container keeps, and that are not in the fields above: `publish`, `label`. */
  readonly others: readonly string[];
  /** Why the container's work cannot be told from the script, as a phrase. */
  readonly problem: string | undefined;
}

/** `docker cp app box:/usr/bin/`. */
export interface CopiedIn {
  readonly host: HostPath;
  /** What stood there at that moment. */
  readonly taken: TakenSource;
  /** `app/.` */
  readonly isContents: boolean;
  /** Absolute; with the name of a file whose directory was named. */
  readonly target: string;
  /** The target is the directory that the source goes into: it was spelled with a slash at its end. */
  readonly isInto: boolean;
  /** The container had started by then. */
  readonly isLate: boolean;
  readonly span: Span;
}

const KEPT = /^(?:publish|expose|label|label-file|env-file|stop-signal|stop-timeout|health-.*|no-healthcheck)$/;

/** Reads the options of `docker create` and `docker run` that decide what a container does. */
export function readSetup(machine: Machine, parsed: ParsedWords): ContainerSetup {
  const flag = findLast(parsed, 'workdir');
  const directory = flag?.value;
  const path = flag && directory && toContainerPath({ value: directory, source: readSource(machine, flag.span) });
  return {
    mounts: readMounts(machine, parsed),
    copies: [],
    environment: parsed.flags.flatMap((flag) => (flag.name === 'env' ? readVariable(flag) : [])),
    directory: path,
    entrypoint: findLast(parsed, 'entrypoint')?.value,
    user: findLast(parsed, 'user')?.value,
    others: parsed.flags.flatMap(({ name }) => (KEPT.test(name) ? [name] : [])),
    problem: findProblem(parsed, directory !== undefined && path === undefined),
  };
}

/** `-e NAME=value`, `-e NAME`. */
function readVariable({ value, span }: ParsedFlag): readonly ContainerVariable[] {
  const [first, ...rest] = value?.pieces ?? [];
  if (!value || first?.kind !== 'literal') return [];
  const at = first.text.indexOf('=');
  if (at === -1) return rest.length === 0 ? [{ name: first.text, value: undefined, span }] : [];
  const tail = first.text.slice(at + 1);
  const pieces = tail === '' ? rest : [{ kind: 'literal' as const, text: tail }, ...rest];
  return [{ name: first.text.slice(0, at), value: { pieces, provenance: value.provenance }, span }];
}

function findProblem({ flags }: ParsedWords, hasUnknownDirectory: boolean): string | undefined {
  if (hasUnknownDirectory) return 'its working directory is not known';
  const strange = flags.find(({ name }) =>
    /^(?:privileged|device|cap-add|env-file|volumes-from|pid|ipc|uts|userns|runtime|gpus)$/.test(name),
  );
  if (strange) return `it runs with \`--${strange.name}\`, which a \`RUN\` cannot have`;
  const unread = flags.find(({ name, value }) => name === 'env' && (value?.pieces[0]?.kind ?? 'unknown') === 'unknown');
  return unread ? 'it gets a variable whose name is not known' : undefined;
}
