import type { OutlineNode, ScriptOutline } from '../model/script-outline.ts';
import { findChildren, findCommands, findFunctions } from './outline-nodes.ts';
import { readStatusCheck } from './status-checks.ts';
import { unwrapBranch } from './unwrap-branch.ts';

/** What is known of the commands of a script when some of them go. */
export interface CommandFacts {
  /** Every run of the command goes. */
  readonly isGone: (command: OutlineNode) => boolean;
  /** The command touches nothing, so it can go along with what stands around it. */
  readonly isHarmless: (command: OutlineNode) => boolean;
  /** The command only passes on what a pipe brings it, to a file that nothing else reads: `tee build.log`. */
  readonly isSink: (command: OutlineNode) => boolean;
  /** The command no longer takes what a pipe brings it: a `docker build -` that gets a directory. */
  readonly isFed: (command: OutlineNode) => boolean;
}

/** A stretch that is replaced: `text` is `''` for one that goes, `:` where a body must not be empty. */
export interface Cut {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What taking commands out of a script does to its text. */
export interface Removal {
  /** Statements that go as a whole, in the order of the file. */
  readonly statements: readonly { readonly node: OutlineNode; readonly list: readonly OutlineNode[] }[];
  /** Stretches inside of statements that stay. */
  readonly cuts: readonly Cut[];
  /** Places where a command cannot go by itself. */
  readonly blocked: readonly OutlineNode[];
}

interface Work {
  readonly text: string;
  readonly facts: CommandFacts;
  readonly goneFunctions: Set<string>;
  readonly statements: { readonly node: OutlineNode; readonly list: readonly OutlineNode[] }[];
  readonly cuts: Cut[];
  readonly blocked: OutlineNode[];
}

/**
 * What goes from a script together with its gone commands: a statement of nothing but gone commands, what only a failure of one would
 * run (`gone || exit 1`), a loop or an `if` around them, a function that held nothing else and its calls. A gone command is taken to
 * have succeeded: so `gone && stays` is `stays`.
 */
export function findFates(outline: ScriptOutline, facts: CommandFacts): Removal {
  const work = startWork(outline, facts, findGoneFunctions(outline, facts));
  const isWhole = isGone(work, outline.root);
  if (outline.root.kind === 'list') cutList(work, outline.root.items);
  return { statements: work.statements, cuts: work.cuts, blocked: isWhole ? [] : work.blocked };
}

function startWork({ text }: ScriptOutline, facts: CommandFacts, goneFunctions: Set<string>): Work {
  return { text, facts, goneFunctions, statements: [], cuts: [], blocked: [] };
}

/** Functions of nothing but gone commands; a function that only calls such a one is one, too. */
function findGoneFunctions(outline: ScriptOutline, facts: CommandFacts): Set<string> {
  const gone = new Set<string>();
  const functions = findFunctions(outline.root);
  for (;;) {
    const work = startWork(outline, facts, gone);
    const more = functions.filter((node) => !gone.has(node.name) && isGone(work, node.body));
    if (more.length === 0) return gone;
    for (const node of more) gone.add(node.name);
  }
}

/** Whether a node goes as a whole. */
function isGone(work: Work, node: OutlineNode): boolean {
  switch (node.kind) {
    case 'command':
      return work.facts.isGone(node) || (node.name !== undefined && work.goneFunctions.has(node.name));
    case 'test':
      return false;
    case 'list':
      return node.items.length > 0 && node.items.every((_, index) => isGoneAt(work, node.items, index));
    case 'chain':
      return (
        node.items.some((item) => isGone(work, item)) &&
        node.items.every((item, index) => isGone(work, item) || isUnreached(work, node, index) || isQuestion(item))
      );
    case 'pipe':
      return (
        node.items.some((item) => isGone(work, item)) &&
        node.items.every((item) => isGone(work, item) || isHarmless(work, item) || isSink(work, item))
      );
    case 'branch':
      return isGoneBranch(work, node);
    case 'loop':
      return isGone(work, node.body) && (node.test === undefined || isHarmless(work, node.test));
    case 'group':
      return isGone(work, node.body) || (node.isSubshell && isSpent(work, node.body));
    case 'block':
      return isGone(work, node.body) || isSpent(work, node.body);
    case 'function':
      return work.goneFunctions.has(node.name);
    case 'choice':
      return node.bodies.some((body) => isGone(work, body)) && node.bodies.every((body) => isGone(work, body) || isEmpty(body));
  }
}

/** Whether a statement goes, or asks only whether the one before it, which goes, had failed. */
function isGoneAt(work: Work, list: readonly OutlineNode[], index: number): boolean {
  const item = list[index];
  if (!item) return false;
  return isGone(work, item) || (readStatusCheck(work.text, item) === 'failure' && isGoneAt(work, list, index - 1));
}

/** What is left of `(cd build && docker build .)`: only what ends with the subshell. */
function isSpent(work: Work, body: OutlineNode): boolean {
  const commands = findCommands(body);
  const isLocal = (node: OutlineNode): boolean =>
    node.kind === 'command' && LOCAL.test(node.name ?? '') && isHarmless(work, node);
  return commands.some((node) => isGone(work, node)) && commands.every((node) => isGone(work, node) || isLocal(node));
}

const LOCAL = /^(?:cd|pushd|popd|set|umask|export|local|true|:)$/;

function isSink(work: Work, node: OutlineNode): boolean {
  return node.kind === 'command' && work.facts.isSink(node);
}

/** `[ -d out ] || gone`: a question that nothing hangs on any more. */
function isQuestion(node: OutlineNode): boolean {
  return node.kind === 'test' || (node.kind === 'command' && (node.name === '[' || node.name === 'test'));
}

/** `gone || this`: runs only when what is gone had failed. */
function isUnreached(work: Work, chain: OutlineNode & { kind: 'chain' }, index: number): boolean {
  return chain.operators[index - 1] === '||' && isGoneUpTo(work, chain, index - 1);
}

function isGoneUpTo(work: Work, chain: OutlineNode & { kind: 'chain' }, last: number): boolean {
  return chain.items.slice(0, last + 1).every((item, index) => isGone(work, item) || isUnreached(work, chain, index));
}

function isGoneBranch(work: Work, node: OutlineNode & { kind: 'branch' }): boolean {
  const [first] = node.clauses;
  if (first && node.clauses.length === 1 && !node.otherwise && isGone(work, first.test)) {
    return isNegated(first.test) || isGone(work, first.body);
  }
  const bodies = [...node.clauses.map((clause) => clause.body), ...(node.otherwise ? [node.otherwise] : [])];
  const tests = node.clauses.map((clause) => clause.test);
  return bodies.every((body) => isGone(work, body)) && tests.every((test) => isGone(work, test) || isHarmless(work, test));
}

/** `if ! docker build …`: the branch runs only after a failure. */
function isNegated(test: OutlineNode): boolean {
  const [only] = test.kind === 'list' && test.items.length === 1 ? test.items : [test];
  return only?.kind === 'pipe' && only.isNegated;
}

function isHarmless(work: Work, node: OutlineNode): boolean {
  if (node.kind === 'command') return work.facts.isHarmless(node);
  return node.kind === 'test' || findChildren(node).every((child) => isGone(work, child) || isHarmless(work, child));
}

function isEmpty(node: OutlineNode): boolean {
  return node.kind === 'list' && node.items.length === 0;
}

function cutList(work: Work, list: readonly OutlineNode[]): void {
  for (const [index, node] of list.entries()) {
    const check = index > 0 && isGoneAt(work, list, index - 1) ? readStatusCheck(work.text, node) : 'none';
    if (isGoneAt(work, list, index)) work.statements.push({ node, list });
    else if (check === 'none') cutStatement(work, node);
    // What asks for the status of a command that goes, in a way that is not told apart, is in the way of that command.
    else if (check !== 'success' || node.kind !== 'branch' || !unwrapSettled(work, node))
      work.blocked.push(list[index - 1] ?? node);
  }
}

/** `gone; if [ $? -eq 0 ]; then stays; fi` → `stays`. */
function unwrapSettled(work: Work, node: OutlineNode & { kind: 'branch' }): boolean {
  const cuts = unwrapBranch(work.text, node);
  const body = node.clauses[0]?.body;
  if (cuts === undefined || !body) return false;
  work.cuts.push(...cuts);
  cutInside(work, body);
  return true;
}

function cutStatement(work: Work, node: OutlineNode): void {
  if (node.kind === 'branch' && !unwrap(work, node)) cutBranch(work, node);
  else if (node.kind !== 'branch') cutInside(work, node);
}

/** `if gone; then stays; fi` → `stays`, where each has lines of its own. */
function unwrap(work: Work, node: OutlineNode & { kind: 'branch' }): boolean {
  const [first] = node.clauses;
  if (!first || !isGone(work, first.test) || isNegated(first.test) || isGone(work, first.body)) return false;
  const cuts = unwrapBranch(work.text, node);
  if (cuts === undefined) return false;
  work.cuts.push(...cuts);
  cutInside(work, first.body);
  return true;
}

/** Takes gone commands out of a node that stays. */
function cutInside(work: Work, node: OutlineNode): void {
  switch (node.kind) {
    case 'command':
    case 'test':
      break;
    case 'list':
      cutList(work, node.items);
      break;
    case 'chain':
      cutChain(work, node);
      break;
    case 'pipe':
      cutPipe(work, node);
      break;
    case 'branch':
      cutBranch(work, node);
      break;
    case 'loop':
      if (node.test && isGone(work, node.test)) work.blocked.push(node.test);
      else if (node.test) cutInside(work, node.test);
      cutBody(work, node.body);
      break;
    case 'group':
    case 'block':
    case 'function':
      cutInside(work, node.body);
      break;
    case 'choice':
      for (const body of node.bodies) cutCase(work, body);
  }
}

/** `docker run b | docker build -`: the build stays, without the pipe. */
function cutPipe(work: Work, node: OutlineNode & { kind: 'pipe' }): void {
  const last = node.items.at(-1);
  const before = node.items.slice(0, -1);
  if (!node.items.some((item) => isGone(work, item))) for (const item of node.items) cutInside(work, item);
  else if (last && work.facts.isFed(last) && before.every((item) => isGone(work, item))) {
    work.cuts.push({ start: before[0]?.start ?? node.start, end: last.start, text: '' });
  } else work.blocked.push(node);
}

/** The body of a `case` item may be empty. */
function cutCase(work: Work, body: OutlineNode): void {
  if (isGone(work, body)) work.cuts.push({ start: body.start, end: body.end, text: '' });
  else cutInside(work, body);
}

/** A body that would be empty holds `:`, which does nothing. */
function cutBody(work: Work, body: OutlineNode): void {
  if (isGone(work, body)) work.cuts.push({ start: body.start, end: body.end, text: ':' });
  else cutInside(work, body);
}

function cutChain(work: Work, node: OutlineNode & { kind: 'chain' }): void {
  let kept: OutlineNode | undefined;
  for (const [index, item] of node.items.entries()) {
    const goes = isGone(work, item) || (kept === undefined && isUnreached(work, node, index));
    if (!goes) {
      if (kept === undefined && index > 0) work.cuts.push({ start: node.start, end: item.start, text: '' });
      kept = item;
      cutInside(work, item);
    } else if (kept) {
      if (node.operators[index - 1] === '||') work.blocked.push(item);
      work.cuts.push({ start: node.items[index - 1]?.end ?? item.start, end: item.end, text: '' });
    }
  }
}

function cutBranch(work: Work, node: OutlineNode & { kind: 'branch' }): void {
  for (const { test, body } of node.clauses) {
    if (!isGone(work, test)) cutInside(work, test);
    else if (isNegated(test)) work.blocked.push(test);
    else work.cuts.push({ start: test.start, end: test.end, text: ':' });
    cutBody(work, body);
  }
  const last = node.clauses.at(-1);
  if (node.otherwise && last && isGone(work, node.otherwise)) {
    work.cuts.push({ start: last.body.end, end: node.otherwise.end, text: '' });
  } else if (node.otherwise) cutInside(work, node.otherwise);
}
