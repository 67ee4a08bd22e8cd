import type { HostPath } from '../../model/build-graph.ts';
import { normalise, resolveHostPath } from '../../model/host-path.ts';
import type { Span } from '../../model/span.ts';
import { REPOSITORY_ROOT, toKey, type Value } from '../../model/value.ts';
import type { ParsedWords } from '../commands/flags.ts';
import { toPieces } from '../expand-parameter.ts';
import type { Machine } from '../machine.ts';
import { readSource, toContainerPath } from './place-in-container.ts';

/** One `-v` or `--mount` of a container. */
export type Mount =
  | {
      readonly kind: 'bind';
      readonly host: HostPath;
      /** Absolute; see `toContainerPath`. */
      readonly target: string;
      readonly isReadOnly: boolean;
      /** The container has it at the repository's own path on the host. */
      readonly isAtOwnPath?: boolean;
      readonly span: Span;
    }
  /** A named or anonymous volume, or a tmpfs. */
  | { readonly kind: 'volume'; readonly name: string | undefined; readonly target: string; readonly span: Span }
  /** What is mounted, or where, is not known. */
  | { readonly kind: 'unknown'; readonly host: HostPath | undefined; readonly span: Span };

/** The mounts of `docker run` and `docker create`. Source: docker run reference, "--volume" and "--mount". */
export function readMounts(machine: Machine, parsed: ParsedWords): readonly Mount[] {
  return parsed.flags.flatMap((flag): readonly Mount[] => {
    if (flag.name === 'tmpfs' || flag.name === 'volumes-from')
      return flag.name === 'tmpfs' ? [] : [{ kind: 'unknown', host: undefined, span: flag.span }];
    if (flag.name === 'volume' && flag.value) return [readVolume(machine, flag.value, flag.span)];
    return flag.name === 'mount' && flag.value ? [readMount(machine, flag.value, flag.span)] : [];
  });
}

/** `host:container[:options]`, `name:container`, `/container`. */
function readVolume(machine: Machine, value: Value, span: Span): Mount {
  const parts = splitColons(toKey(value));
  if (parts.length === 1) return { kind: 'volume', name: undefined, target: toTarget(parts[0] ?? ''), span };
  const [source = '', target = '', options = ''] = parts;
  return place(machine, { value, source, target, isReadOnly: /(?:^|,)ro(?:,|$)/.test(options) }, span);
}

/** `type=bind,source=host,target=/src,readonly`. */
function readMount(machine: Machine, value: Value, span: Span): Mount {
  const options = new Map(
    toKey(value)
      .split(',')
      .map((option) => [option.split('=')[0] ?? '', option.slice(option.indexOf('=') + 1)] as const),
  );
  const source = options.get('source') ?? options.get('src');
  const target = options.get('target') ?? options.get('destination') ?? options.get('dst') ?? '';
  if (options.get('type') === 'tmpfs') return { kind: 'volume', name: undefined, target: toTarget(target), span };
  if (options.get('type') !== 'bind') return { kind: 'volume', name: source, target: toTarget(target), span };
  const isReadOnly = ['readonly', 'ro'].some((name) => options.has(name) && options.get(name) !== 'false');
  return place(machine, { value, source: source ?? '', target, isReadOnly }, span);
}

interface Spelled {
  /** The whole option. */
  readonly value: Value;
  readonly source: string;
  readonly target: string;
  readonly isReadOnly: boolean;
}

function place(machine: Machine, { value, source, target, isReadOnly }: Spelled, span: Span): Mount {
  const isPath = /^[./~\0]/.test(source);
  if (!isPath) return { kind: 'volume', name: source, target: toTarget(target), span };
  const host = resolveHostPath(machine.directory, { pieces: toPieces(source), provenance: [span] });
  const path = toContainerPath({ value, key: target, source: readSource(machine, span) });
  if (path === undefined) return { kind: 'unknown', host, span };
  const isAtOwnPath = target.startsWith(`\0${REPOSITORY_ROOT}\0`);
  return { kind: 'bind', host, target: path, isReadOnly, ...(isAtOwnPath ? { isAtOwnPath } : {}), span };
}

function toTarget(path: string): string {
  return `/${normalise(path)}`;
}

/** Splits at colons that stand outside of unknown stretches. */
function splitColons(key: string): readonly string[] {
  const parts = [''];
  for (const stretch of key.split(/(\0[^\0]*\0)/)) {
    if (stretch.startsWith('\0')) parts[parts.length - 1] += stretch;
    else {
      const [first = '', ...rest] = stretch.split(':');
      parts[parts.length - 1] += first;
      parts.push(...rest);
    }
  }
  return parts;
}

/** The socket of the engine, on the host and in a container that may use it. */
const SOCKET = /^(?:\/var)?\/run\/docker\.sock$/;

/** Whether a container can have the engine of the host do something. */
export function hasEngine(mounts: readonly Mount[]): boolean {
  return mounts.some((mount) => mount.kind === 'bind' && SOCKET.test(mount.target) && SOCKET.test(mount.host));
}

/** The socket of the engine, or its client: what work does with them is no part of an image. */
export function isOfEngine({ kind, target }: { readonly kind: Mount['kind']; readonly target: string }): boolean {
  return kind === 'bind' && (SOCKET.test(target) || /\/bin\/docker$/.test(target));
}

/** Whether a volume holds nothing but what a tool may download again: leaving it out makes a build slower and not different. */
export function isCache(target: string, name: string | undefined): boolean {
  if (/(?:^|[-_./])(?:cache|caches)(?:$|[-_./])/i.test(`${target}/${name ?? ''}`)) return true;
  return /^(?:\/root|\/home\/[^/]+|~)?\/(?:\.m2|\.gradle|\.npm|\.yarn|\.cargo|\.ivy2|\.sbt|\.cache|\.composer|\.pub-cache|\.nuget)(?:\/|$)|^\/go(?:\/pkg(?:\/mod)?)?$|^\/usr\/local\/cargo\/registry|^\/var\/cache(?:\/|$)/.test(
    target,
  );
}
