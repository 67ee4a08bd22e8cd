import type { Span } from './span.ts';

/**
 * A character that stands in `ScriptSection.read` where the file has one that is not part of the shell text, inside of a word: the first
 * `$` of a Makefile's `$$HOME`, the `\` of `\"` in JSON. Readers of shell words take it out again.
 */
export const NOTHING = '\u0001';

/** The kinds of files that hold shell text, besides shell scripts themselves. */
export type HostKind =
  | 'shell'
  | 'makefile'
  | 'package-json'
  | 'gitlab-ci'
  | 'github-workflow'
  | 'travis'
  | 'circleci'
  | 'jenkinsfile'
  | 'taskfile'
  | 'markdown';

/** One string of shell text in a file, such as an item of a YAML list or a line of a recipe. */
export interface ScriptBlock {
  /** Where its text stands, `[start, end)`, without quotes, list marks and prefixes such as `@`. */
  readonly start: number;
  readonly end: number;
  /** What goes with it when nothing of it is left: the whole list item or recipe line, line end included. */
  readonly itemStart: number;
  readonly itemEnd: number;
  /** Starts in the directory and with the variables of the section, whatever the blocks before did. Host files stay changed. */
  readonly isOwnShell: boolean;
  /** The test in the file that decides whether it is there at all, `[start, end)`: `ifeq ($(CI),)` of a Makefile. */
  readonly condition?: { readonly start: number; readonly end: number };
  /** The list it stands in where a section has several: blocks with the same `start` stand together, and `emptyText` is as in the section. */
  readonly list?: { readonly start: number; readonly emptyText: string | undefined };
}

/** A word of the file that names a section or a file: a prerequisite. Empty where the word is not spelled out. */
export interface NamedWord {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** What a job of a pipeline gives to later jobs, each of which works in a checkout of its own: `artifacts` of GitLab. */
export interface HandedFiles {
  /** Paths and patterns, as `HostPath`s; what lies below one of them goes along. */
  readonly paths: readonly string[];
  /** Where they are listed. */
  readonly span: Span;
  /** Whether people or programs outside of the pipeline get them, too: `expose_as`. */
  readonly isForPeople: boolean;
}

/** A job whose files another one starts with. */
export interface ReceivedFiles {
  /** Its section; there may be none, where its commands are not followed. */
  readonly section: string;
  readonly files: HandedFiles;
  /** The job that gives them. */
  readonly from: Span;
  /** Whether the receiving job names it: `needs`, `dependencies`. */
  readonly isNamed: boolean;
  /** Why it is not certain that the files arrive as they were: `it runs under rules of its own`. */
  readonly doubt: string | undefined;
}

/** A stretch of a file that becomes another text. */
export interface TextCut {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What a job takes from others and gives to them. */
export interface JobFiles {
  /** The job, name included. */
  readonly span: Span;
  readonly handsOn: HandedFiles | undefined;
  /** In the order in which their files are unpacked. */
  readonly receives: readonly ReceivedFiles[];
  /** What takes the job out of the file, with all that names it; `undefined` where it must stay, if only as a name. */
  readonly removal: readonly TextCut[] | undefined;
}

/** A unit that runs as a whole: a Makefile's target, a script of `package.json`, a job. */
export interface ScriptSection {
  /** `docker`, `build`, `deploy.script`; unique in its file. */
  readonly name: string;
  /** Sections of the same file that run first, in order. */
  readonly needs: readonly string[];
  /** The words of the file that say so; those of a Makefile name files, too. */
  readonly prerequisites?: readonly NamedWord[];
  /** Sections of the same file that run behind it: `postbuild` of npm. */
  readonly followers?: readonly string[];
  readonly blocks: readonly ScriptBlock[];
  /**
   * The shell text of the whole section, exactly as long as the file: everything else is blanks, line ends stay. A folded line end is a
   * blank. Offsets of a tree parsed from it are offsets into the file.
   */
  readonly read: string;
  /** Directory it runs in, relative to the repository root; `undefined` for the host's usual one. */
  readonly directory: string | undefined;
  /** Variables it sees, in order of definition. */
  readonly variables: readonly HostVariable[];
  /** Positional parameters for `$1`, `$2` …, as shell words: a recipe's `$@`, `$<`, `$^`, `$*` are read as `$1` … `$4`. */
  readonly positional: readonly string[];
  /** Whether people or machines start it themselves: a target no other one needs, a CI job, a script. */
  readonly isEntry: boolean;
  /** A list that must not be left empty: what stands for nothing there, e.g. `- ":"` with its indentation and line end. */
  readonly emptyText: string | undefined;
  /** Of a job that hands files on or may start with those of others. */
  readonly job?: JobFiles;
}

/** `IMAGE := app`, `env: {IMAGE: app}`. */
export interface HostVariable {
  readonly name: string;
  /** As a shell word, quoted where needed: `"$REPO":build`; `undefined` when it cannot be told, e.g. `$(shell …)` of a Makefile. */
  readonly word: string | undefined;
  /** Holds only where the environment has no such variable: `?=`. */
  readonly isDefault: boolean;
  /** Commands do not see it in their environment: a variable of a Makefile without `export`. */
  readonly isLocal?: boolean;
  readonly span: Span;
}

/** The shell in one file. */
export interface HostScript {
  readonly kind: HostKind;
  readonly file: string;
  readonly sections: readonly ScriptSection[];
  /** Files that it reads as if they were a part of it, as it spells them. */
  readonly includes?: readonly string[];
  /** Its sections were left out: there are too many for a file of its length, or too many variables for them. */
  readonly isCut?: boolean;
  /** The section that runs when none is named. */
  readonly goal?: string | undefined;
}
