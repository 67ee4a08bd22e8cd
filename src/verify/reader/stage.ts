import type { DockerfileTree } from '../../model/dockerfile.ts';
import { joinHostPath } from '../../model/host-path.ts';
import type { Span } from '../../model/span.ts';
import type { IgnoreRule } from '../../parse/dockerignore.ts';
import { type Image, pullImage, toTagKey } from './image.ts';
import type { World } from './world.ts';

/** One `docker build`. */
export interface BuildRequest {
  /** Path of the Dockerfile. */
  readonly file: string;
  readonly context: string;
  /** Values of `--build-arg`. */
  readonly given: ReadonlyMap<string, string>;
  readonly target: string | undefined;
  readonly labels: readonly string[];
  readonly options: readonly string[];
  readonly span: Span;
}

/** A stage while it is read. */
export interface StageReader {
  readonly world: World;
  readonly request: BuildRequest;
  readonly tree: DockerfileTree;
  readonly rules: readonly IgnoreRule[];
  readonly done: readonly { readonly alias: string | undefined; readonly image: Image }[];
  /** `ARG`s of the stage; `undefined` where one has no value. */
  readonly declared: Map<string, string | undefined>;
  readonly environment: Map<string, string>;
  readonly directories: Set<string>;
  readonly base: Image;
  /** What `CMD` and `ENTRYPOINT` execute. */
  readonly programs: readonly string[];
  workdir: string;
}

/** The image that a `FROM` or `--from` names: an earlier stage, a tag the script has built, or one that is pulled. */
export function findStage({ world, done }: Pick<StageReader, 'world' | 'done'>, name: string, byNumber = false): Image {
  const stage =
    done.find(({ alias }) => alias?.toLowerCase() === name.toLowerCase()) ??
    (byNumber && /^\d+$/.test(name) ? done[Number(name)] : undefined);
  const built = world.images.get(toTagKey(name));
  if (!stage && built) world.fed.add(built);
  return stage?.image ?? built ?? pullImage(name);
}

/** An absolute path in the stage, without `/` at its end. */
export function resolvePath(reader: Pick<StageReader, 'workdir'>, path: string): string {
  const clean = path.replace(/^(["'])(.*)\1$/, '$2');
  return /^[/$\0<]/.test(clean)
    ? joinHostPath('/', clean).replace(/^\/(?=[$\0<])/, '')
    : joinHostPath('/', `${reader.workdir}/${clean}`).replace(/^\/(?=[$\0<])/, '');
}

/** `NAME=value`, quotes taken off; without `=`, a name alone. */
export function splitAssignment(text: string): readonly [string, string | undefined] {
  const at = text.indexOf('=');
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1).replace(/^(["'])(.*)\1$/s, '$2')];
}

/** Puts values for `$NAME`, `${NAME}`, `${NAME:-word}` and `${NAME:+word}`; what `look` does not know stays. */
export function substitute(text: string, look: (name: string) => string | undefined): string {
  return text.replace(
    /\\\$|\$(?:(\w+)|\{(\w+)(?::([-+])([^}]*))?\})/g,
    (whole: string, plain?: string, braced?: string, operator?: string, word = '') => {
      const value = look(plain ?? braced ?? '');
      if (whole === '\\$' || (value === undefined && operator === undefined)) return whole;
      if (operator === '+') return value ? word : '';
      return operator === '-' && !value ? word : (value ?? '');
    },
  );
}
