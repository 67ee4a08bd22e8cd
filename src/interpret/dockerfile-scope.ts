import type { ImageBuild } from '../model/build-graph.ts';
import type { Instruction } from '../model/dockerfile.ts';
import { concatenate, isEmpty, literal, unknown, type Value } from '../model/value.ts';
import { unquote } from '../parse/operands.ts';

/** Names and values that `$NAME` means inside a Dockerfile at some instruction. */
export interface Scope {
  readonly get: (name: string) => Value | undefined;
}

type BuildInput = Pick<ImageBuild, 'dockerfile' | 'arguments' | 'step'>;

/**
 * The variables at an instruction: `ARG`s with the build's arguments over their defaults, and `ENV`s, which win. In a `FROM` the
 * global `ARG`s hold. Rules: Dockerfile reference, "ARG", and FACTS 8. What the base image's own `ENV` sets is not known.
 *
 * @returns a function to ask about many instructions of one build: each stage is read once.
 */
export function readScopes(build: BuildInput): (at: Instruction) => Scope {
  const globals = new Map<string, Value>();
  for (const instruction of build.dockerfile.globals) declare(build, instruction, globals, undefined);
  const stages = new Map<number, Settings>();
  return (at) => {
    if (at.keyword === 'FROM') return globals;
    const settings = stages.get(at.stage) ?? readStage(build, at.stage, globals);
    stages.set(at.stage, settings);
    return { get: (name) => settings.get(name)?.findLast(({ start }) => start < at.start)?.value };
  };
}

/** By name what a stage sets it to, in order, with the start of the instruction that does. */
type Settings = ReadonlyMap<string, readonly { readonly start: number; readonly value: Value }[]>;

function readStage(build: BuildInput, stage: number, globals: Scope): Settings {
  const settings = new Map<string, { start: number; value: Value }[]>();
  const scope = new Map<string, Value>();
  const fixed = new Set<string>();
  for (const instruction of build.dockerfile.stages[stage]?.instructions ?? []) {
    const { start, keyword } = instruction;
    const set = (name: string, value: Value): void => {
      scope.set(name, value);
      const own = settings.get(name);
      if (own) own.push({ start, value });
      else settings.set(name, [{ start, value }]);
    };
    if (keyword === 'ARG') declare(build, instruction, { get: (name) => scope.get(name), set }, { globals, fixed });
    if (keyword === 'ENV') setEnvironment(build, instruction, { get: (name) => scope.get(name), set }, fixed);
  }
  return settings;
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
    return applyDefault(value, match[2], match[3] ?? '', scope.get(match[1]) !== undefined);
  });
  return concatenate(values, [span]);
}

function applyDefault(value: Value, operator: string | undefined, text: string, isKnown: boolean): Value {
  if (operator === undefined || !isKnown) return value;
  const emptiness = isEmpty(value);
  if (operator === '-') return emptiness === 'yes' ? literal(text, value.provenance) : value;
  return emptiness === 'yes' ? value : literal(text, value.provenance);
}

interface OpenScope extends Scope {
  readonly set: (name: string, value: Value) => void;
}

interface StageScope {
  readonly globals: Scope;
  readonly fixed: ReadonlySet<string>;
}

/** `ARG NAME[=default] …`: build argument, else default, else the global of that name, else empty. */
function declare(build: BuildInput, instruction: Instruction, scope: OpenScope, stage: StageScope | undefined): void {
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
function setEnvironment(build: BuildInput, instruction: Instruction, scope: OpenScope, fixed: Set<string>): void {
  const [first, ...rest] = instruction.operands;
  if (!first) return;
  if (!first.text.includes('=')) {
    scope.set(first.text, expandDockerWord(build, scope, rest.map((operand) => operand.text).join(' '), instruction));
    fixed.add(first.text);
    return;
  }
  // All are expanded before the first is set.
  const values = instruction.operands.map(({ text }) => {
    const at = text.indexOf('=');
    return [text.slice(0, at), expandDockerWord(build, scope, text.slice(at + 1), instruction)] as const;
  });
  for (const [name, value] of values) {
    scope.set(name, value);
    fixed.add(name);
  }
}
