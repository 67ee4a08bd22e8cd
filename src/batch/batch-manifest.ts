import { UsageError } from '../model/usage-error.ts';
import type { RepositoryLists } from './find-repositories.ts';
import type { Author } from './git/commit-changes.ts';
import { type Fields, type Reader, readBoolean, readList, readNumber, readObject, readRecord, readText } from './read-fields.ts';

/** What is planned and taken. */
export interface BatchPolicy {
  readonly includeReview: boolean;
  readonly optimize: boolean;
  readonly nameStages: boolean;
  readonly chains: boolean;
  readonly assume: readonly string[];
  /** Seconds for one repository. */
  readonly timeLimit: number;
  /** Repositories at a time; `undefined` lets the machine decide. */
  readonly jobs: number | undefined;
}

/** What a manifest says of one repository alone. */
export type PolicyOverride = Partial<Pick<BatchPolicy, 'assume' | 'includeReview'>>;

/** A `restage.batch.json` with what it leaves out filled in. */
export interface BatchManifest {
  readonly repositories: RepositoryLists;
  readonly policy: BatchPolicy;
  /** By name of the repository, as reports show it. */
  readonly overrides: Readonly<Record<string, PolicyOverride>>;
  readonly state: string;
  readonly tokenVariable: string | undefined;
  readonly branch: string;
  readonly commit: {
    readonly author: Author | undefined;
    readonly message: string;
    readonly trailers: Readonly<Record<string, string>>;
  };
  readonly pullRequest: { readonly title: string; readonly body: string };
}

/** git-check-ref-format(1). */
const BRANCH =
  /^(?!-)(?!.*(?:\.\.|\/\/|@\{|\/\.|\.lock(?:\/|$)))[^\u0000-\u0020\u007f~^:?*[\\./][^\u0000-\u0020\u007f~^:?*[\\]*(?<![./])$/;
const SOURCES = readList(readText(/./s, 'a text'));

const REPOSITORIES: Fields = { sources: SOURCES, lists: SOURCES, csv: SOURCES };
const OVERRIDE: Fields = {
  includeReview: readBoolean,
  assume: readList(readText(/^[^=]+=/, '`PATH=dir`, `PATH=file` or `NAME=value`')),
};
const POLICY: Fields = {
  ...{ ...OVERRIDE, optimize: readBoolean, nameStages: readBoolean, chains: readBoolean },
  ...{ timeLimit: readNumber(1, 86_400), jobs: readNumber(1, 256) },
};
const COMMIT: Fields = {
  author: readObject({ name: readText(/^[^<>\n\0]+$/, 'a name'), email: readText(/^[^<>\s\0]+$/, 'an address') }, [
    'name',
    'email',
  ]),
  message: readText(/\S/, 'a text that is not blank'),
  trailers: readRecord(/^[A-Za-z0-9][A-Za-z0-9-]*$/, readText(/^[^\n\r]+$/, 'one line')),
};
const READ: Reader = readObject({
  $schema: readText(/^/, 'a text'),
  ...{ repositories: readObject(REPOSITORIES), policy: readObject(POLICY), commit: readObject(COMMIT) },
  overrides: readRecord(/./s, readObject(OVERRIDE)),
  ...{ state: readText(/./s, 'a path'), tokenVariable: readText(/^[A-Za-z_][A-Za-z0-9_]*$/, 'the name of a variable') },
  branch: readText(BRANCH, 'the name of a branch'),
  pullRequest: readObject({ title: readText(/^[^\n\r]+$/, 'one line'), body: readText(/^/, 'a text') }),
});

const MESSAGE = `Build with one multi-stage Dockerfile

The build no longer needs a second Dockerfile and a script that carries
files from one image to the other; the image stays the same.`;

/** The manifest that holds nothing: every default. */
export const DEFAULT_MANIFEST: BatchManifest = fillIn({});

/**
 * Reads a manifest; the schema is `batch.schema.json`.
 *
 * @param name for messages
 * @throws UsageError that names the first key that is wrong.
 */
export function readManifest(text: string, name: string): BatchManifest {
  const value = parse(text, name);
  const wrong = READ(value, '');
  if (wrong !== undefined) throw new UsageError(`\`${name}\`: ${wrong}`);
  return fillIn(value as Given);
}

/** A manifest that `READ` has found to be in order. */
interface Given {
  readonly repositories?: Partial<RepositoryLists>;
  readonly policy?: Partial<BatchPolicy>;
  readonly overrides?: BatchManifest['overrides'];
  readonly commit?: Partial<BatchManifest['commit']>;
  readonly pullRequest?: Partial<BatchManifest['pullRequest']>;
  readonly state?: string;
  readonly tokenVariable?: string;
  readonly branch?: string;
}

function fillIn({ repositories, policy, commit, pullRequest, ...rest }: Given): BatchManifest {
  const flags = { includeReview: false, optimize: false, nameStages: false, chains: false };
  const title = (commit?.message ?? MESSAGE).split('\n')[0] ?? '';
  return {
    repositories: { sources: [], lists: [], csv: [], ...repositories },
    policy: { ...flags, assume: [], timeLimit: 60, jobs: undefined, ...policy },
    overrides: rest.overrides ?? {},
    state: rest.state ?? '.restage-batch',
    tokenVariable: rest.tokenVariable,
    branch: rest.branch ?? 'restage/multi-stage-dockerfile',
    commit: { author: undefined, message: MESSAGE, trailers: {}, ...commit },
    pullRequest: { title, body: (commit?.message ?? MESSAGE).split('\n').slice(2).join('\n'), ...pullRequest },
  };
}

/** The policy for one repository: what is assumed of all, and of it alone. */
export function findPolicy({ policy, overrides }: BatchManifest, name: string): BatchPolicy {
  const own = Object.hasOwn(overrides, name) ? overrides[name] : undefined;
  return own ? { ...policy, ...own, assume: [...policy.assume, ...(own.assume ?? [])] } : policy;
}

/** The message of the commit with a reviewer's remarks and its trailers; ends with a line end. */
export function showCommitMessage({ message, trailers }: BatchManifest['commit'], remarks: readonly string[] = []): string {
  const lines = Object.entries(trailers).map(([key, value]) => `${key}: ${value}\n`);
  const text = [message.trimEnd(), ...remarks].join('\n\n');
  return `${text}\n${lines.length > 0 ? '\n' : ''}${lines.join('')}`;
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new UsageError(`\`${name}\` is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
