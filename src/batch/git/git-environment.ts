/** Variables of a process, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Variables that choose how git reaches a server; all others that start with `GIT_` point it at other repositories or programs. */
const KEPT = [
  'GIT_SSH',
  'GIT_SSH_COMMAND',
  'GIT_SSH_VARIANT',
  'GIT_SSL_CAINFO',
  'GIT_SSL_CAPATH',
  'GIT_SSL_NO_VERIFY',
  'GIT_PROXY_COMMAND',
];
const CONFIGURATION = ['GIT_CONFIG_GLOBAL', 'GIT_CONFIG_SYSTEM', 'GIT_CONFIG_NOSYSTEM', 'GIT_EXEC_PATH'];

/**
 * The environment git runs in: it asks nothing, takes no optional locks, smudges no large files and answers in English. With
 * credentials, requests to the host of `url` carry them in a header that is set here, since arguments are seen by every user. Without
 * `access` git reaches no other repository at all: the configuration of one that lacks an object can name a program to fetch it with.
 */
export function makeGitEnvironment(
  environment: Environment,
  access: { readonly url: string; readonly credentials: string | undefined } | undefined = undefined,
): NodeJS.ProcessEnv {
  const isKept = ([name]: readonly [string, unknown]) =>
    !name.startsWith('GIT_') || KEPT.includes(name) || CONFIGURATION.includes(name);
  const kept = Object.fromEntries(Object.entries(environment).filter(isKept));
  return {
    ...{ GIT_SSH_COMMAND: kept.GIT_SSH === undefined ? 'ssh -o BatchMode=yes' : undefined },
    ...kept,
    ...{
      GIT_TERMINAL_PROMPT: '0',
      GIT_ASKPASS: 'true',
      SSH_ASKPASS: 'true',
      SSH_ASKPASS_REQUIRE: 'force',
      GCM_INTERACTIVE: 'never',
    },
    ...{ GIT_OPTIONAL_LOCKS: '0', GIT_LFS_SKIP_SMUDGE: '1', LC_ALL: 'C' },
    // git 2.45 and later know the second; the first holds for all.
    ...(access === undefined ? { GIT_ALLOW_PROTOCOL: 'none', GIT_NO_LAZY_FETCH: '1' } : {}),
    ...(access?.credentials === undefined ? {} : makeHeader(access.url, access.credentials)),
  };
}

/** git-config(1), `GIT_CONFIG_COUNT`: settings through the environment, as `-c` but unseen. */
function makeHeader(url: string, credentials: string): NodeJS.ProcessEnv {
  const origin = /^https?:\/\/[^/]+\//i.exec(url)?.[0];
  if (origin === undefined) return {};
  const pair = credentials.includes(':') ? credentials : `${credentials}:`;
  return {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `http.${origin}.extraHeader`,
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${Buffer.from(pair).toString('base64')}`,
  };
}
