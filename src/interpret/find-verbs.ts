import { type Case, type Command, forEachChild, type Script, type SyntaxNode } from 'unbash';

/** More than so many first arguments are no verbs of a build script. */
const MOST_VERBS = 12;

/**
 * The first arguments that a script tells apart: `build` and `image` of `case "$1" in build) …;; image) …;; esac`, or its functions where it
 * runs `"$@"`. Each is a thing that people start by itself. None where there are not several.
 */
export function findVerbs(script: Script, text: string): readonly string[] {
  const verbs = new Set<string>();
  const functions: string[] = [];
  let runsArgument = false;
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'Case' && isFirstArgument(node, text)) for (const verb of listPatterns(node)) verbs.add(verb);
    if (node.type === 'Function') functions.push(node.name.value);
    if (node.type === 'Command') runsArgument ||= runsFirstArgument(node);
    forEachChild(node, visit);
  };
  visit(script);
  if (runsArgument) for (const name of functions) verbs.add(name);
  return verbs.size > 1 && verbs.size <= MOST_VERBS ? [...verbs] : [];
}

function isFirstArgument({ word }: Case, text: string): boolean {
  return /^"?\$(?:1|\{1(?::?-[^}]*)?\})"?$/.test(text.slice(word.pos, word.end));
}

function listPatterns({ items }: Case): readonly string[] {
  return items.flatMap(({ pattern }) => pattern.flatMap(({ value }) => (/^[\w.:-]+$/.test(value) ? [value] : [])));
}

/** `"$@"` or `${1}` as a command: the functions of the script are its verbs. */
function runsFirstArgument({ name }: Command): boolean {
  return name !== undefined && /^"?\$(?:@|\*|1|\{[@*1]\})"?$/.test(name.text);
}
