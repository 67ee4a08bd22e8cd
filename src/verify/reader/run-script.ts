import type { AndOr, AssignmentPrefix, Case, Command, PipelineNode, Script, Statement, SyntaxNode, TestExpression } from 'unbash';
import { expandText, expandWord } from './expand.ts';
import { toToken } from './image.ts';
import { type Call, decide, logCall, loseTrack, spanOf } from './log.ts';
import { mayTouchImages } from './may-touch-images.ts';
import { runCall } from './run-call.ts';
import { takeStream } from './stream.ts';
import { testWords } from './test-words.ts';
import type { World } from './world.ts';

/** Commands whose output is followed into the next one, and those that take it up. */
const PRINTING = /^(?:sudo )?(?:docker|podman|nerdctl) (?:container )?(?:run|cp|export|start)\b/;
const TAKING = /^(?:sudo )?(?:tar\b|cat >|(?:gzip|pigz|bzip2|xz)\b|(?:docker|podman|nerdctl) (?:buildx |image )?build\b)/;

/** Characters of a variable: thirty that hold each other twice are a gigabyte. */
const LONGEST_TEXT = 1 << 16;

/** Runs statements in order, up to `exit` or `return`. Gives whether the last one succeeded. Throws when there are too many. */
export function runStatements(world: World, statements: readonly Statement[]): boolean {
  let isFine = true;
  for (const { command } of statements) if (world.stopped === 'no') isFine = runNode(world, command, false);
  return isFine;
}

/** What the script inside `$( )` prints; what it does to images and containers lasts. */
export function capture(world: World, { commands }: Script): string {
  const { output, directory } = world;
  const printed: string[] = [];
  world.output = printed;
  runStatements(world, commands);
  Object.assign(world, { output, directory, stopped: 'no' });
  return printed.join('\n');
}

function runNode(world: World, node: PipelineNode | AndOr, isCondition: boolean): boolean {
  world.fuel -= 1;
  if (world.fuel < 0) throw new Error('the script runs too many commands');
  switch (node.type) {
    case 'Command':
      return runAlone(world, node, isCondition);
    case 'AndOr':
      return runChain(world, node, isCondition);
    case 'Pipeline': {
      const [first] = node.commands;
      const isNegated = node.prefixes.some((prefix) => prefix.type === 'Negation');
      if (runPipe(world, node)) return !isNegated;
      if (node.commands.length > 1 || !first) return runOpaque(world, node, isCondition || isNegated) !== isNegated;
      return runNode(world, first, isCondition || isNegated) !== isNegated;
    }
    case 'Function':
      if (node.body.type !== 'CompoundList') world.functions.set(node.name.text, node.body);
      return true;
    case 'BraceGroup':
      return runStatements(world, node.body.commands);
    case 'Subshell': {
      const { directory } = world;
      const isFine = runStatements(world, node.body.commands);
      Object.assign(world, { directory, stopped: 'no' });
      return isFine;
    }
    case 'If': {
      const taken = [node, ...node.elif].find(({ clause }) => runCondition(world, clause.commands));
      return runStatements(world, (taken?.then ?? node.else)?.commands ?? []);
    }
    case 'For': {
      const words = node.wordlist?.flatMap((word) => expandWord(world, word, capture)) ?? world.positional ?? ['*'];
      if (words.some((word) => /[\0*?[{]/.test(word))) return runOpaque(world, node, isCondition);
      for (const word of words) {
        world.variables.set(node.name.text, word);
        runStatements(world, node.body.commands);
      }
      return true;
    }
    case 'Case':
      return runCase(world, node);
    case 'TestCommand':
      return testWords(world, flattenTest(world, node.expression), spanOf(world, node));
    default:
      return runOpaque(world, node, isCondition);
  }
}

function runCondition(world: World, statements: readonly Statement[]): boolean {
  const last = statements.at(-1);
  runStatements(world, statements.slice(0, -1));
  return last === undefined || runNode(world, last.command, true);
}

/** `a && b || c`. Commands of the round trip are taken to succeed; what stands behind their `||` is logged as theirs. */
function runChain(world: World, node: AndOr, isCondition: boolean): boolean {
  let isFine = true;
  world.lastBuilt = undefined;
  for (const [index, command] of node.commands.entries()) {
    const source = (each: SyntaxNode | undefined) => each && readSource(world, each);
    const span = spanOf(world, command);
    if (index > 0 && (node.operators[index - 1] === '&&') !== isFine) {
      const handler = { words: [`|| ${source(command)}`], redirects: [], span };
      if (isFine && world.lastBuilt) logCall(world, handler, { about: world.lastBuilt, changesFiles: false });
      continue;
    }
    const isLenient = /^(?:true|:)$/.test(source(node.commands[index + 1]) ?? '') && node.operators[index] === '||';
    const isLast = index === node.commands.length - 1;
    if (world.stopped === 'no') isFine = runNode(world, command, isLast ? isCondition : !isLenient);
  }
  return isFine;
}

function runCase(world: World, node: Case): boolean {
  const value = expandText(world, node.word, capture);
  const taken = node.items.find(({ pattern }) =>
    pattern.some((word) => {
      const text = expandText(world, word, capture);
      if (text === '*' || text === value) return true;
      return /[\0*?[]/.test(value + text) && decide(world, `case ${value} in ${text}`, spanOf(world, word));
    }),
  );
  return runStatements(world, taken?.body.commands ?? []);
}

/** A command as the file spells it. */
function readSource({ tree }: World, { pos, end }: SyntaxNode): string {
  return tree.text.slice(pos, end).replace(/\s+/g, ' ');
}

/** What cannot be followed is kept as a text with the values of its variables; around the round trip's commands it proves nothing. */
function runOpaque(world: World, node: PipelineNode, isCondition: boolean): boolean {
  const source = readSource(world, node);
  const names = [...world.tree.read.slice(node.pos, node.end).matchAll(/\$\{?(\w+)/g)].map(([, name = '']) => name);
  const values = names.map((name) => world.variables.get(name) ?? world.variables.get(`(${name})`) ?? '');
  const isRoundTrip = mayTouchImages(world, source);
  if (isRoundTrip) loseTrack(world, `cannot follow \`${source.slice(0, 60)}\``, spanOf(world, node));
  const call: Call = { words: [source, ...values], redirects: [], span: spanOf(world, node) };
  logCall(world, call, { isSpare: () => (isRoundTrip ? 'maybe' : false), changesFiles: true });
  world.output?.push(toToken(call.words.join(' ')));
  return isCondition ? decide(world, call.words.join(' '), call.span) : true;
}

/** `docker … | tar x`, `docker … | docker build -`: what docker prints, taken up by the next command. Gives `false` for any other pipe. */
function runPipe(world: World, { commands }: PipelineNode & { readonly type: 'Pipeline' }): boolean {
  const [first, second, ...more] = commands;
  const isOfDocker = first?.type === 'Command' && second?.type === 'Command' && more.length === 0;
  if (!isOfDocker || !PRINTING.test(world.tree.read.slice(first.pos, first.end))) return false;
  if (!TAKING.test(world.tree.read.slice(second.pos, second.end))) return false;
  runCommand(world, first, false);
  const { stream } = world;
  const call = readCall(world, second);
  if (!stream) loseTrack(world, `cannot follow what \`${call.words[0]}\` reads`, call.span);
  else if (!takeStream(world, stream, call)) {
    if (!/^(?:.*\/)?(?:docker|podman|nerdctl|sudo)$/.test(call.words[0] ?? ''))
      loseTrack(world, `cannot follow \`${call.words.join(' ')}\``, call.span);
    runCall(world, call, { isCondition: false, runStatements, capture });
  }
  world.stream = undefined;
  return true;
}

function runCommand(world: World, command: Command, isCondition: boolean): boolean {
  return runCall(world, readCall(world, command), { isCondition, runStatements, capture });
}

function runAlone(world: World, command: Command, isCondition: boolean): boolean {
  const isFine = runCommand(world, command, isCondition);
  // Nobody reads what it printed.
  world.stream = undefined;
  return isFine;
}

function readCall(world: World, command: Command): Call {
  const words = [...(command.name ? expandWord(world, command.name, capture) : [])];
  for (const item of command.suffix) {
    if (item.type === 'Word') words.push(...expandWord(world, item, capture));
    if (item.type === 'Assignment') words.push(assign(world, item.name, item.value));
  }
  const redirects = [...command.prefix, ...command.suffix].flatMap((item) => {
    if (item.type === 'HereDoc') return [{ operator: '<<', target: item.body.text }];
    return item.type === 'Redirect' || item.type === 'HereString'
      ? [{ operator: item.operator, target: expandText(world, item.target, capture) }]
      : [];
  });
  const assigned = command.prefix.filter((item): item is AssignmentPrefix => item.type === 'Assignment');
  const environment =
    words.length === 0 ? [] : assigned.map(({ name, value }) => `${name}=${expandAssigned(world, name, value)}`);
  if (words.length === 0) for (const item of assigned) assign(world, item.name, item.value);
  return { words, redirects, environment, span: spanOf(world, command) };
}

type Assigned = Parameters<typeof expandText>[1] | { readonly type: 'ArrayValue' };

function assign(world: World, name: string, value: Assigned): string {
  const text = expandAssigned(world, name, value);
  world.variables.set(name, text);
  return `${name}=${text}`;
}

function expandAssigned(world: World, name: string, value: Assigned): string {
  const text = value?.type === 'ArrayValue' ? toToken(name) : expandText(world, value, capture);
  if (text.length > LONGEST_TEXT) throw new Error('a variable holds too long a text');
  return text;
}

function flattenTest(world: World, node: TestExpression): readonly string[] {
  switch (node.type) {
    case 'TestUnary':
      return [node.operator, expandText(world, node.operand, capture)];
    case 'TestBinary':
      return [expandText(world, node.left, capture), node.operator, expandText(world, node.right, capture)];
    case 'TestNot':
      return ['!', ...flattenTest(world, node.operand)];
    case 'TestGroup':
      return flattenTest(world, node.expression);
    default:
      return node.operands.flatMap((operand, index) => [...(index > 0 ? [node.operator] : []), ...flattenTest(world, operand)]);
  }
}
