import { forEachChild, type SyntaxNode } from 'unbash';
import type { ShellTree } from '../parse/shell.ts';

/** A stretch of script as either parser sees it: what it holds in source order, and its own command behind that. */
interface CommandTree {
  readonly inner: readonly CommandTree[];
  /** Source texts of its words: program first, assignments and redirections not among them. */
  readonly words: readonly string[] | undefined;
}

/** A node of bash-parser's tree; which of these it has depends on `type`. */
export interface OtherNode {
  readonly type: string;
  readonly text?: string;
  readonly name?: OtherNode;
  readonly commandAST?: OtherNode;
  readonly [key: string]: unknown;
}

/** The docker commands that our reader finds, in source order, each as its words; commands inside words come before the command around them. */
export function findDockerCommands({ read, script }: ShellTree): readonly string[] {
  return list({ inner: script.commands.map((statement) => adapt(statement, read)), words: undefined });
}

/** The same from the tree of bash-parser. */
export function findDockerCommandsOfOther(root: OtherNode): readonly string[] {
  return list(adaptOther(root));
}

function list({ inner, words }: CommandTree): readonly string[] {
  const own = words && isEngine(words[0] ?? '') ? [words.map(unquote).join(' ')] : [];
  return [...inner.flatMap(list), ...own];
}

function isEngine(word: string): boolean {
  return /^(?:docker|podman)$/.test(unquote(word));
}

/** Quotes and line joints are spelling: the two trees keep them differently. */
function unquote(word: string): string {
  return word.replace(/\\\r?\n/g, '').replace(/["'\\]/g, '');
}

function adapt(node: SyntaxNode, source: string): CommandTree {
  const inner: CommandTree[] = [];
  // A script inside escaped backticks has a text of its own.
  const text = node.type === 'Script' && node.source !== undefined ? node.source : source;
  forEachChild(node, (child) => void inner.push(adapt(child, text)));
  if (node.type !== 'Command' || !node.name) return { inner, words: undefined };
  const words = [node.name, ...node.suffix.filter((item) => item.type === 'Word' || item.type === 'Assignment')];
  return { inner, words: words.map(({ pos, end }) => text.slice(pos, end)) };
}

function adaptOther(node: OtherNode): CommandTree {
  const children = Object.entries(node)
    .filter(([key]) => key !== 'loc')
    .flatMap(([, value]) => (Array.isArray(value) ? value : [value]))
    .filter(isNode);
  // It may list the expansion of an assignment again with the next word, at a place in front of that word.
  const inner = children.filter((child) => !(readStart(child) < 0)).map(adaptOther);
  if (node.type !== 'Command' || !node.name) return { inner, words: undefined };
  const suffix = Array.isArray(node.suffix) ? node.suffix.filter(isNode) : [];
  const words = [node.name, ...suffix.filter((item) => item.type === 'Word' || item.type === 'AssignmentWord')];
  return { inner, words: words.map((word) => word.text ?? '') };
}

/** Where an expansion starts in its word; 0 for other nodes. */
function readStart({ loc }: OtherNode): number {
  return typeof loc === 'object' && loc !== null && 'start' in loc && typeof loc.start === 'number' ? loc.start : 0;
}

function isNode(value: unknown): value is OtherNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
