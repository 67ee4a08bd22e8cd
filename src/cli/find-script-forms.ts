import type { FileChange } from '../model/plan.ts';
import type { OutlineNode } from '../model/script-outline.ts';
import { isShellScript } from '../parse/is-shell-script.ts';
import { outlineShell } from '../parse/outline-shell.ts';
import { parseShell } from '../parse/shell.ts';
import type { ScriptForms } from '../review/proposal.ts';

/** What a statement of a script is for. */
type Purpose = 'build' | 'needed-by-builds' | 'says-something' | 'other';

const BUILD = /^(?:sudo\s+)?(?:docker|podman|nerdctl|buildah)\s+(?:(?:image|buildx|builder)\s+)?(?:build|bud|b)\s/;
/** Sets up what a build works with: options of the shell, variables, the directory. */
const SETTING =
  /^(?:set|cd|pushd|export|readonly|local|unset|shopt|exit)(?:\s|$)|^(?:[A-Za-z_]\w*=\S*\s*)+$|^[A-Za-z_]\w*=(?:"[^"]*"|'[^']*'|\$\([^)]*\))\s*$/;
/** Only speaks, or does nothing. */
const SPEECH = /^(?:(?:echo|printf)\s[^|;&<>`(]*|:|true|exit(?:\s+0)?)$/;

/**
 * The other forms that rewritten shell scripts may take. A shim is for a script of which nothing but builds is left; it may be deleted
 * where that is one command that needs nothing of the script around it. None for any other script.
 */
export function findScriptForms(changes: readonly FileChange[]): readonly ScriptForms[] {
  return changes.flatMap(({ path, action, after, mode }): readonly ScriptForms[] => {
    if (action !== 'modify' || after === undefined || !isShellScript({ path, text: after, mode })) return [];
    const { tree, diagnostics } = parseShell(path, after);
    const { root } = outlineShell(tree);
    if (root.kind !== 'list' || diagnostics.some(({ severity }) => severity === 'error')) return [];
    const statements = root.items.map((node) => ({ text: after.slice(node.start, node.end), purpose: findPurpose(node, after) }));
    const builds = statements.filter(({ purpose }) => purpose === 'build');
    if (builds.length === 0 || statements.some(({ purpose }) => purpose === 'other')) return [];
    const shim = printShim(
      after,
      statements.filter(({ purpose }) => purpose !== 'says-something').map(({ text }) => text),
    );
    const [only] = builds;
    const isAlone =
      builds.length === 1 && statements.every(({ purpose, text }) => purpose !== 'needed-by-builds' || /^set\s/.test(text));
    const command = isAlone && only && !/[$`\n<>|&;]/.test(only.text) ? only.text : undefined;
    const leftOut = statements.filter(({ purpose }) => purpose === 'says-something').map(({ text }) => text);
    const forms = { path, shim: shim === after ? undefined : shim, leftOut, command };
    return forms.shim === undefined && command === undefined ? [] : [forms];
  });
}

function findPurpose(node: OutlineNode, text: string): Purpose {
  if (node.kind === 'chain') {
    const purposes = node.items.map((item) => findPurpose(item, text));
    if (purposes.includes('other')) return 'other';
    return purposes.includes('build') ? 'build' : purposes.includes('needed-by-builds') ? 'needed-by-builds' : 'says-something';
  }
  if (node.kind !== 'command') return 'other';
  const command = text.slice(node.start, node.end);
  if (BUILD.test(command)) return /[|<>&;`]/.test(command) ? 'other' : 'build';
  if (SPEECH.test(command)) return 'says-something';
  return SETTING.test(command) ? 'needed-by-builds' : 'other';
}

/** First line and statements, with the line ends of the script. */
function printShim(text: string, statements: readonly string[]): string {
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const [first] = /^#!.*?(?=\r?\n|$)/.exec(text) ?? [];
  return [...(first === undefined ? [] : [first]), ...statements, ''].join(end);
}
