import type { Span } from '../../model/span.ts';

export type Result = 'proved' | 'unproved' | 'refuted';

/** One thing that was looked at. */
export interface Check {
  readonly result: Result;
  /** One line for a person. */
  readonly statement: string;
  readonly span: Span | undefined;
  /** What is shown holds as long as this does, which nobody can read from the files: the statement says what. */
  readonly isHypothesis?: boolean;
}

/**
 * What the bytes of a copied file or directory are. `fact.isDirectory` is `undefined` where nothing says; a later `rm` of it may settle it.
 * `unclear` is what this reader cannot follow; `missing` is what does not exist when it is copied. A mount is what a container left in a
 * directory of the host: below it lie the repository's own files as they were, and anything that the container made.
 */
export type Origin =
  | {
      readonly kind: 'context';
      readonly path: string;
      readonly files: readonly string[];
      readonly fact: Fact;
      readonly after: string;
      /** Whether a mount shows it, which no ignore file cuts. */
      readonly isMount?: boolean;
    }
  | {
      readonly kind: 'image';
      readonly image: Image;
      readonly path: string;
      readonly fact: Fact;
      readonly modes: readonly string[];
      readonly isMount?: boolean;
      /** Whether it lies below such a mount, so that nobody knows that it is there. */
      readonly isBelowMount?: boolean;
      /** What a container may have added to a directory that the repository has. */
      readonly isSpill?: boolean;
      /** What is in the archive at that path, and not its bytes. */
      readonly isUnpacked?: boolean;
    }
  | { readonly kind: 'archive'; readonly members: readonly Member[]; readonly text: string; readonly fact: Fact }
  | {
      readonly kind: 'made' | 'unclear' | 'missing';
      readonly text: string;
      readonly fact: Fact;
      /** The file of the repository that it is a copy of. */
      readonly copyOf?: string;
    };

export interface Fact {
  isDirectory: boolean | undefined;
}

/** Something in an archive; `name` is `''` for a directory whose contents are packed. */
export interface Member {
  readonly name: string;
  readonly origin: Origin & { readonly kind: 'image' };
}

/** One source of one `COPY` or `ADD`: where it lands if it is a file, and if it is a directory. */
export interface CopyStep {
  readonly kind: 'copy';
  readonly origin: Origin;
  /** `/x|/x/app` where it hangs on whether `/x` is a directory. */
  readonly file: string;
  readonly directory: string;
  /** `0:0`, what `--chown` says, `kept` from the stage, `any` where nobody asks for it, or `unclear`. */
  readonly owner: string;
  /** Whether an archive is unpacked, and every flag beside `--from` and `--chown`. */
  readonly manner: string;
  /** Whether it lies in a directory that is copied, and so brings its own mode where it is a directory. */
  readonly isNested: boolean;
  readonly span: Span;
}

/** Any other instruction, its variables replaced by what they mean; `proxies` are arguments that every `RUN` sees undeclared. */
export interface TextStep {
  readonly kind: 'text';
  readonly text: string;
  readonly environment: string;
  readonly proxies: readonly string[];
  /** For what a container did when it ran. */
  readonly work?: Work;
  readonly span: Span;
}

/** A command that a container executes, which a `RUN` may spell in several ways. */
export interface Work {
  readonly words: readonly string[];
  /** Directories that the engine makes before the command runs. */
  readonly made: readonly string[];
}

/** What an image is made of, its stages and tags resolved away. A `base` that is a text is pulled. */
export interface Image {
  readonly base: Image | string;
  readonly steps: readonly (CopyStep | TextStep)[];
  /** Options of `docker build` that can change the result. */
  readonly options: readonly string[];
  readonly workdir: string;
  readonly environment: ReadonlyMap<string, string>;
  /** Paths that are directories for certain. */
  readonly directories: ReadonlySet<string>;
  readonly span: Span | undefined;
}

/** An image that nobody builds here. */
export function pullImage(name: string, platform = ''): Image {
  const short = name.replace(/^(?:(?:index\.)?docker\.io\/)?(?:library\/)?/, '');
  const full = /[:@][^/]*$/.test(short) || short === 'scratch' || short.endsWith('\0') ? short : `${short}:latest`;
  const workdir = short === 'scratch' ? '/' : `<workdir of ${full}>`;
  const directories = new Set(short === 'scratch' ? ['/'] : '/ /bin /etc /tmp /usr'.split(' '));
  return { base: `${full}${platform}`, steps: [], options: [], workdir, environment: new Map(), directories, span: undefined };
}

/** The key that two spellings of one tag share. */
export function toTagKey(name: string): string {
  return String(pullImage(name).base);
}

/** The text of a stretch that is not known, as a value that is equal to itself only. */
export function toToken(text: string): string {
  return `\0${text.replaceAll('\0', '¦')}\0`;
}

/** The text for a person. */
export function show(text: string): string {
  return text.replace(/\0/g, '').replaceAll('¦', '');
}
