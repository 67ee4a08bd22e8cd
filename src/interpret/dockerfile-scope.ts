import type { ImageBuild } from '../model/build-graph.ts';
import type { Instruction } from '../model/dockerfile.ts';
import { concatenate, isEmpty, literal, unknown, type Value } from '../model/value.ts';
import { unquote } from '../parse/operands.ts';

/** Names and values that `$NAME` means inside a Dockerfile at some instruction. */
export type Scope = ReadonlyMap<string, Value>;

type BuildInput = Pick<ImageBuild, 'dockerfile' | 'arguments' | 'step'>;

/**
 * The variables at an instruction: `ARG`s with the build's arguments over their defaults, and `ENV`s, which win. In a `FROM` the
 * global `ARG`s hold. Rules: Dockerfile reference, "ARG", and FACTS 8. What the base image's own `ENV` sets is not known.
 */
export function findScope(build: BuildInput, at: Instruction): Scope {
  const globals = new Map<string, Value>();
  for (const instruction of build.dockerfile.globals) declare(build, instruction, globals, undefined);
  if (at.keyword === 'FROM') return globals;
  const scope = new Map<string, Value>();
  const fixed = new Set<string>();
  for (const instruction of build.dockerfile.stages[at.stage]?.instructions ?? []) {
    if (instruction.start >= at.start) break;
    if (instruction.keyword === 'ARG') declare(build, instruction, scope, { globals, fixed });
    if (instruction.keyword === 'ENV') setEnvironment(build, instruction, scope, fixed);
  }
  return scope;
}

/** The value of a Dockerfile word: `$NAME`, `${NAME}`, `${NAME:-default}` and `${NAME:+text}` replaced, quotes taken off. */
export function expandDockerWord(build: BuildInput, scope: Scope, word: string, at: Instruction): Value {
  const span = { file: build.dockerfile.file, start: at.start, end: at.end };
  const parts = unquote(word).split(/(\\\$|\$\{[^}]*\}|\$[A-Za-z_]\w*)/);
  const values = parts.map((part) => {
    if (part === '\\$') return literal('$', [span]);
    const match = /^\$\{?([A-Za-z_]\w*)(?::([-+])([^}]*))?\}?$/.exec(part);
    if (!match?.[1]) return literal(part, [span]);
    const reason = 'the base image may set it';
    const value =
      scope.get(match[1]) ??
      unknown({ id: `image-env:${build.step}:${match[1]}`, expression: part, reason, canBeEmpty: true }, [span]);
    return applyDefault(value, match[2], match[3] ?? '', scope.has(match[1]));
  });
  return concatenate(values, [span]);
}

function applyDefault(value: Value, operator: string | undefined, text: string, isKnown: boolean): Value {
  if (operator === undefined || !isKnown) return value;
  const emptiness = isEmpty(value);
  if (operator === '-') return emptiness === 'yes' ? literal(text, value.provenance) : value;
  return emptiness === 'yes' ? value : literal(text, value.provenance);
}

interface StageScope {
  readonly globals: Scope;
  readonly fixed: ReadonlySet<string>;
}

/** `ARG NAME[=default] …`: build argument, else default, else the global of that name, else empty. */
function declare(build: BuildInput, instruction: Instruction, scope: Map<string, Value>, stage: StageScope | undefined): void {
  for (const operand of instruction.operands) {
    const at = operand.text.indexOf('=');
    const name = at === -1 ? operand.text : operand.text.slice(0, at);
    if (stage?.fixed.has(name)) continue;
    const span = { file: build.dockerfile.file, start: operand.start, end: operand.end };
    const given = build.arguments.filter((argument) => argument.name === name).at(-1);
    const fallback =
      at === -1 ? stage?.globals.get(name) : expandDockerWord(build, scope, operand.text.slice(at + 1), instruction);
    const environment = unknown(
      { id: `env:${name}`, expression: `$${name}`, reason: 'it comes from the environment', canBeEmpty: true },
      [span],
    );
    const value = given ? (given.value ?? environment) : (fallback ?? literal('', [span]));
    scope.set(name, value);
  }
}

/** `ENV A=1 B="2"` and the old form `ENV A 1`. */
function setEnvironment(build: BuildInput, instruction: Instruction, scope: Map<string, Value>, fixed: Set<string>): void {
  const [first, ...rest] = instruction.operands;
  if (!first) return;
  if (!first.text.includes('=')) {
    scope.set(first.text, expandDockerWord(build, scope, rest.map((operand) => operand.text).join(' '), instruction));
    fixed.add(first.text);
    return;
  }
  const before = new Map(scope);
  for (const operand of instruction.operands) {
    const at = operand.text.indexOf('=');
    const name = operand.text.slice(0, at);
    scope.set(name, expandDockerWord(build, before, operand.text.slice(at + 1), instruction));
    fixed.add(name);
  }
}
