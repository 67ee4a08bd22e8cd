/** Commands that make no image, container, file or variable that others could need. */
const PASSIVE = [
  /^(?:sudo +)?(?:docker|podman|buildah) +(?:login|logout|push|pull|tag|images|image ls|ps|info|version|--version|system df|manifest|scan)\b/,
  /^(?:echo|printf|true|:|exit|sleep|date|whoami|id|uname|env|printenv|pwd|ls|test|\[|which|curl|wget -q?O ?-|git (?:rev-parse|log|describe|fetch|status|tag|push|config))(?: |$)/,
  /^(?:apk|apt-get|apt|yum|dnf|pip3?|gem|npm) +(?:add|install|update|i)\b|^(?:kubectl|helm|aws|gcloud|az|ssh|slack|codecov|heroku) /,
  /^(?:if|then|else|fi|elif) ?/,
];

/**
 * Whether it makes no difference to images and artifacts that a text of commands runs: only then can commands that run under a condition of
 * the host, or in several jobs at once, be read as if they simply ran. What is not known counts as making one.
 */
export function isPassive(text: string): boolean {
  const commands = text
    .replace(/\\\r?\n/g, ' ')
    .split(/\r?\n|&&|\|\||;|(?<!\|)\|(?!\|)/)
    .map((command) => command.trim().replace(/^(?:(?:if|then|else|elif|!) +)+/, ''))
    .filter((command) => command !== '' && !command.startsWith('#'));
  return commands.every((command) => PASSIVE.some((pattern) => pattern.test(command)) && !isWriting(command));
}

function isWriting(command: string): boolean {
  return (
    />(?!&|>? *(?:\/dev\/(?:null|stderr|stdout)|"?\$\{?(?:GITHUB_|BASH_ENV)))/.test(command) ||
    /-o |`|\$\((?!git |date)/.test(command)
  );
}
