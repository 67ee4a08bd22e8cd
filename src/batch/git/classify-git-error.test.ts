import { classifyGitError, pickGitMessage } from './classify-git-error.ts';
import { makeGitEnvironment } from './git-environment.ts';

test.each([
  ['fatal: write error: No space left on device', 'disk-full'],
  ["fatal: update_ref failed for ref 'refs/heads/x': cannot lock ref 'refs/heads/x': reference already exists", 'branch-exists'],
  ["error: cannot lock ref 'refs/heads/a/b': 'refs/heads/a' exists; cannot create 'refs/heads/a/b'", 'branch-exists'],
  [' ! [rejected]  x -> x (stale info)', 'branch-exists'],
  [
    'remote: error: GH006: Protected branch update failed for refs/heads/x.\n ! [remote rejected] x -> x (protected branch hook declined)',
    'protected-branch',
  ],
  ["fatal: Unable to create '/r/.git/index.lock': File exists.", 'locked'],
  ["fatal: could not read Username for 'https://h': terminal prompts disabled", 'unreachable'],
  ['git@h: Permission denied (publickey).\nfatal: Could not read from remote repository.', 'unreachable'],
  ["fatal: unable to access 'https://h/': Could not resolve host: h", 'unreachable'],
  ['fatal: remote error: access denied or repository not exported: /x', 'unreachable'],
  ["fatal: transport 'ext' not allowed", 'unreachable'],
  ['error: insufficient permission for adding an object to repository database .git/objects', 'no-access'],
  ['fatal: not a git repository (or any of the parent directories): .git', 'not-a-repository'],
  ['fatal: something new', 'git-failed'],
])('%s is %s', (errors, failure) => {
  expect(classifyGitError(errors)).toBe(failure);
});

test.each([
  ['warning: x\nfatal: told\nhint: y', 'told'],
  ['hint: x\nplain', 'plain'],
  ['', 'git gave no reason'],
])('%j says %j', (errors, message) => {
  expect(pickGitMessage(errors)).toBe(message);
});

test('the environment points git nowhere else and asks nothing', () => {
  const made = makeGitEnvironment({
    GIT_DIR: '/x',
    GIT_CONFIG_COUNT: '1',
    GIT_EXTERNAL_DIFF: 'x',
    GIT_SSH_COMMAND: 'ssh -i k',
    PATH: '/bin',
  });
  expect(made).not.toHaveProperty('GIT_DIR');
  expect(made).not.toHaveProperty('GIT_CONFIG_COUNT');
  expect(made).not.toHaveProperty('GIT_EXTERNAL_DIFF');
  expect(made).toMatchObject({ GIT_SSH_COMMAND: 'ssh -i k', GIT_TERMINAL_PROMPT: '0', PATH: '/bin' });
});

test('credentials are for their host alone', () => {
  const made = makeGitEnvironment({}, { url: 'https://host/x.git', credentials: 'u:p' });
  expect(made.GIT_CONFIG_KEY_0).toBe('http.https://host/.extraHeader');
  expect(makeGitEnvironment({}, { url: 'ssh://host/x', credentials: 'u:p' })).not.toHaveProperty('GIT_CONFIG_KEY_0');
});
