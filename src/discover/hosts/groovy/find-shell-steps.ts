import type { GroovyToken } from './scan-groovy.ts';

/** A block of Groovy, `stage('Build') { … }`. */
export interface GroovyBlock {
  /** `stage`, `dir`, `if`; the empty string for a closure without one. */
  readonly head: string;
  /** From the head to the brace. */
  readonly start: number;
  readonly open: number;
  /** What its parentheses hold when that is one string. */
  readonly argument: GroovyToken | undefined;
}

/** A call of `sh`. */
export interface ShellCall {
  readonly start: number;
  readonly end: number;
  /** The script; `undefined` when it is not written as one string. */
  readonly script: GroovyToken | undefined;
  /** Whether other code uses what it prints or returns. */
  readonly isUsed: boolean;
  /** The blocks around it, outermost first. */
  readonly blocks: readonly GroovyBlock[];
}

/** Blocks in blocks that are followed. */
const MOST_NESTED = 100;

/** The calls of `sh` in order, with the blocks they stand in. */
export function findShellCalls(tokens: readonly GroovyToken[]): readonly ShellCall[] {
  const calls: ShellCall[] = [];
  const blocks: GroovyBlock[] = [];
  tokens.forEach((token, at) => {
    if (token.kind === 'sign' && token.text === '{') blocks.push(readHead(tokens, at));
    if (token.kind === 'sign' && token.text === '}') blocks.pop();
    const before = tokens[at - 1];
    if (token.kind !== 'word' || token.text !== 'sh' || tokens[at + 1]?.text === ':') return;
    const call = readCall(tokens, at);
    const isUsed = call.isUsed || isOperator(before) || blocks.length > MOST_NESTED;
    calls.push({ ...call, isUsed, blocks: blocks.slice(0, MOST_NESTED) });
  });
  return calls;
}

/** The first `when { … }` that stands directly in a block, by where the block opens. */
export function findTests(tokens: readonly GroovyToken[]): ReadonlyMap<number, GroovyToken> {
  const tests = new Map<number, GroovyToken>();
  const open: number[] = [];
  for (const [at, token] of tokens.entries()) {
    const parent = open.at(-1);
    const isTest = token.text === 'when' && tokens[at + 1]?.text === '{';
    if (isTest && parent !== undefined && !tests.has(parent)) tests.set(parent, token);
    if (token.kind === 'sign' && token.text === '{') open.push(token.start);
    if (token.kind === 'sign' && token.text === '}') open.pop();
  }
  return tests;
}

/** `x = sh …`, `foo(sh …)`, `steps.sh …`, `return sh …`. */
function isOperator(before: GroovyToken | undefined): boolean {
  if (before === undefined) return false;
  return before.kind === 'sign' ? /[=(,.?:+]/.test(before.text) : before.text === 'return';
}

function readHead(tokens: readonly GroovyToken[], open: number): GroovyBlock {
  const last = tokens[open - 1];
  const from = last?.text === ')' ? findOpening(tokens, open - 1) : open - (last?.kind === 'string' ? 1 : 0);
  const inside = tokens.slice(from, open).filter(({ text }) => text !== '(' && text !== ')');
  const head = tokens[from - 1];
  const isDefinition = /^(?:def|void|String|private|public|static)$/.test(tokens[from - 2]?.text ?? '') && last?.text === ')';
  const name = head?.kind === 'word' ? head.text : '';
  return {
    head: isDefinition ? 'def' : name,
    start: head?.start ?? 0,
    open: tokens[open]?.start ?? 0,
    argument: inside.length === 1 && inside[0]?.kind === 'string' ? inside[0] : undefined,
  };
}

/** The index of the parenthesis that the one at `close` closes. */
function findOpening(tokens: readonly GroovyToken[], close: number): number {
  let depth = 0;
  for (let at = close; at >= 0; at -= 1) {
    const { kind, text } = tokens[at] ?? { kind: 'sign', text: '' };
    if (kind === 'sign' && text === ')') depth += 1;
    if (kind === 'sign' && text === '(') depth -= 1;
    if (depth === 0) return at;
  }
  return 0;
}

type ReadCall = Pick<ShellCall, 'start' | 'end' | 'script' | 'isUsed'>;

/** `sh '…'`, `sh('…')`, `sh script: '…', label: 'x'`. */
function readCall(tokens: readonly GroovyToken[], at: number): ReadCall {
  const isParenthesised = tokens[at + 1]?.text === '(';
  const values = readArguments(tokens, at + (isParenthesised ? 2 : 1));
  const next = tokens[values.next];
  const behind = isParenthesised ? tokens[values.next + 1] : next;
  const isWhole = (!isParenthesised || next?.text === ')') && !isSign(behind, /[+*]/);
  return {
    start: tokens[at]?.start ?? 0,
    end: (isParenthesised ? next : tokens[values.next - 1])?.end ?? 0,
    script: isWhole ? values.script : undefined,
    isUsed: isSign(behind, /[.?]/),
  };
}

interface Arguments {
  readonly script: GroovyToken | undefined;
  /** The index behind them. */
  readonly next: number;
}

function readArguments(tokens: readonly GroovyToken[], from: number): Arguments {
  let script: GroovyToken | undefined;
  let index = from;
  for (;;) {
    const isNamed = tokens[index]?.kind === 'word' && tokens[index + 1]?.text === ':';
    const value = tokens[isNamed ? index + 2 : index];
    if (value?.kind === 'string' && (!isNamed || tokens[index]?.text === 'script')) script = value;
    index += isNamed ? 3 : 1;
    if (!isSign(tokens[index], /,/)) return { script, next: index };
    index += 1;
  }
}

function isSign(token: GroovyToken | undefined, pattern: RegExp): boolean {
  return token?.kind === 'sign' && pattern.test(token.text);
}
