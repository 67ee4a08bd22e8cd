import type { Command, Function as FunctionNode, If, PipelineNode, Redirected, Statement, SyntaxNode } from 'unbash';
import { NOTHING } from '../model/script-host.ts';
import type { OutlineNode, ScriptOutline } from '../model/script-outline.ts';
import { parseQuotedShell } from './quoted-shell.ts';
import type { ShellTree } from './shell.ts';

/** The outline of a script: its commands and what holds them together. */
export function outlineShell({ file, text, script }: ShellTree): ScriptOutline {
  return { file, text, root: outlineList({ pos: 0, end: text.length, commands: script.commands }) };
}

/** The outline of some statements as a list. */
export function outlineStatements(
  stretch: { readonly start: number; readonly end: number },
  statements: readonly Statement[],
): OutlineNode {
  return outlineList({ pos: stretch.start, end: stretch.end, commands: statements });
}

type Shape = PipelineNode | Statement['command'] | FunctionNode['body'];

function outlineList({
  pos,
  end,
  commands,
}: {
  readonly pos: number;
  readonly end: number;
  readonly commands: readonly Statement[];
}): OutlineNode {
  return { kind: 'list', start: pos, end, items: commands.map(outlineStatement) };
}

/** A statement reaches behind its `&` and behind its here-documents. */
function outlineStatement(statement: Statement): OutlineNode {
  const node = outline(statement.command);
  return { ...node, end: Math.max(node.end, statement.end) };
}

function outline(node: Shape): OutlineNode {
  const [start, end] = [node.pos, node.end];
  switch (node.type) {
    case 'Command':
      return outlineCommand(node);
    case 'CompoundList':
      return outlineList(node);
    case 'AndOr':
      return withItems({ kind: 'chain', start, end, items: node.commands.map(outline), operators: node.operators });
    case 'Pipeline': {
      const isNegated = node.prefixes.filter((prefix) => prefix.type === 'Negation').length % 2 === 1;
      return withItems({ kind: 'pipe', start, end, items: node.commands.map(outline), isNegated });
    }
    case 'BraceGroup':
    case 'Subshell':
      return { kind: 'group', start, end, body: outlineList(node.body), isSubshell: node.type === 'Subshell' };
    case 'Redirected':
      return outlineRedirected(node);
    case 'If':
      return outlineIf(node);
    case 'For':
    case 'ArithmeticFor':
    case 'Select':
      return { kind: 'loop', start, end, test: undefined, body: outlineList(node.body) };
    case 'While':
      return { kind: 'loop', start, end, test: outlineList(node.clause), body: outlineList(node.body) };
    case 'Case':
      return { kind: 'choice', start, end, bodies: node.items.map((item) => outlineList(item.body)) };
    case 'Function':
      return { kind: 'function', start, end, name: node.name.value, body: outline(node.body) };
    case 'Coproc':
      return { kind: 'group', start, end, body: outline(node.body), isSubshell: true };
    case 'TestCommand':
    case 'ArithmeticCommand':
      return { kind: 'test', start, end };
  }
}

function outlineCommand(node: Command): OutlineNode {
  const name = node.name && !node.name.parts ? node.name.value.replaceAll(NOTHING, '') : undefined;
  const action = name === 'trap' ? outlineAction(node) : undefined;
  if (action) return { kind: 'group', start: node.pos, end: node.end, body: action, isSubshell: false };
  return { kind: 'command', start: node.pos, end: Math.max(node.end, findHereDocEnd(node.redirects)), wordsEnd: node.end, name };
}

/** `trap 'docker rm x; rm y' EXIT` holds the commands of its action. */
function outlineAction(node: Command): OutlineNode | undefined {
  const [word] = node.suffix.filter((item) => item.type === 'Word' && item.value !== '--');
  if (word?.type !== 'Word' || word.text.startsWith('-')) return undefined;
  const action = parseQuotedShell({ file: '', text: word.text, start: word.pos });
  return action && outlineList({ pos: word.pos, end: word.end, commands: action.script.commands });
}

function outlineRedirected(node: Redirected): OutlineNode {
  const inner = outline(node.command);
  return {
    kind: 'group',
    start: node.pos,
    end: Math.max(node.end, findHereDocEnd(node.redirects)),
    body: inner,
    isSubshell: false,
  };
}

function outlineIf(node: If): OutlineNode {
  const clauses = [node, ...node.elif];
  return {
    kind: 'branch',
    start: node.pos,
    end: node.end,
    clauses: clauses.map(({ clause, then }) => ({ test: outlineList(clause), body: outlineList(then) })),
    otherwise: node.else && outlineList(node.else),
  };
}

/** Here-documents of any item reach behind the items' own end. */
function withItems<Node extends OutlineNode & { readonly items: readonly OutlineNode[] }>(node: Node): Node {
  return { ...node, end: Math.max(node.end, ...node.items.map((item) => item.end)) };
}

function findHereDocEnd(redirects: readonly SyntaxNode[]): number {
  return Math.max(
    0,
    ...redirects.map((redirect) => (redirect.type === 'HereDoc' ? (redirect.closing?.end ?? redirect.body.end) : 0)),
  );
}
