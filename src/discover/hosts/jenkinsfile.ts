import type { ProjectFile } from '../../model/project.ts';
import type { HostScript, HostVariable } from '../../model/script-host.ts';
import { findLineEnd, findLineEnding, findLineStart } from '../../model/text.ts';
import { assembleSections, type HostStep } from './assemble-sections.ts';
import { findShellCalls, findTests, type ShellCall } from './groovy/find-shell-steps.ts';
import { readGroovyString } from './groovy/read-groovy-string.ts';
import { type GroovyToken, scanGroovy } from './groovy/scan-groovy.ts';
import { quoteWord } from './host-variables.ts';
import { isPassive } from './is-passive.ts';
import { drawReading } from './read-reading-step.ts';

/** Blocks whose steps run in any case, one after the other. */
const PLAIN =
  /^(?:pipeline|node|stages?|steps|script|parallel|with[A-Z]\w*|timeout|timestamps|ansiColor|lock|retry|dir|ws|container|try|finally|post|always|success|cleanup|sshagent|wrap|catchError|warnError|throttle|nodejs|podTemplate|gitlabCommitStatus|gitlabBuilds|waitUntil)$/;

/** Blocks that only run when something failed. */
const FAILED = /^(?:catch|failure|aborted|unstable|unsuccessful|regression)$/;

/** Blocks that decide, by a test in front of them, whether or how often something runs. */
const DECIDING = /^(?:if|else|when|changed|fixed|for|while|each|times)$/;

/**
 * The `sh` steps of a Jenkinsfile in order, section `pipeline`, each a shell of its own; steps that only follow a failure are left out. None
 * where a step that matters is in a loop or a function, used by other code, or not written as one string. Never throws.
 */
export function readJenkinsfile({ path, text }: ProjectFile): HostScript | undefined {
  const tokens = scanGroovy(text);
  const calls = findShellCalls(tokens).filter(({ blocks }) => !blocks.some(({ head }) => FAILED.test(head)));
  const tests = findTests(tokens);
  const steps = calls.map((call) => readStep(text, tests, call));
  // `docker.build(…)` and its kin build from files that no shell text names.
  const isFollowed = !steps.includes(undefined) && !/\bdocker\s*\.\s*build\s*\(|\bdockerImage\b|\bkaniko\b/.test(text);
  const known = isFollowed ? [...steps.flatMap((step) => step ?? []), ...readTaken(text, tokens)].sort(compareStart) : [];
  const variables = readVariables({ path, text }, tokens, known);
  const sections = assembleSections(text, {
    name: 'pipeline',
    steps: known,
    workspace: { names: ['WORKSPACE', 'env_WORKSPACE'], span: { file: path, start: 0, end: 0 } },
    variables,
  });
  return { kind: 'jenkinsfile', file: path, sections };
}

/** No step for one that makes no difference and cannot be followed; `undefined` for one that makes a difference. */
function readStep(source: string, tests: ReadonlyMap<number, GroovyToken>, call: ShellCall): readonly HostStep[] | undefined {
  const { script, blocks, isUsed } = call;
  const found = script && readGroovyString(source, script);
  const isFollowed = blocks.every(({ head }) => PLAIN.test(head) || DECIDING.test(head) || head === '');
  const directories = blocks.filter(({ head }) => head === 'dir' || head === 'ws');
  const directory = directories.length === 1 ? readDirectory(source, directories[0]?.argument) : undefined;
  if (!found || isUsed || !isFollowed || (directories.length > 0 && directory === undefined)) {
    return found && isPassive(found.text) ? [] : undefined;
  }
  const decision = findDecision(tests, call);
  const item = findStatement(source, call);
  const indentation = /^[ \t]*/.exec(source.slice(item.start))?.[0] ?? '';
  const emptyText = source.slice(item.start, item.end).includes('\n')
    ? `${indentation}sh ':'${findLineEnding(source)}`
    : "sh ':'";
  const list = { start: blocks.at(-1)?.open ?? 0, emptyText };
  return [
    { text: found, item, isOwnShell: true, list, directory: directory || undefined, ...(decision && { condition: decision }) },
  ];
}

/** `archiveArtifacts 'dist/*'`, `stash includes: 'app'`: files that Jenkins takes, read by `ls`. */
function readTaken(source: string, tokens: readonly GroovyToken[]): readonly HostStep[] {
  return tokens.flatMap((token, at) => {
    if (token.kind !== 'word' || !/^(?:archiveArtifacts|archive|stash|includes|artifacts)$/.test(token.text)) return [];
    const value = tokens.slice(at + 1, at + 3).find(({ kind }) => kind === 'string');
    const found = value && readGroovyString(source, value);
    return found ? drawReading(source, found) : [];
  });
}

function compareStart(left: HostStep, right: HostStep): number {
  return left.text.start - right.text.start;
}

function readDirectory(source: string, argument: GroovyToken | undefined): string | undefined {
  const value = argument && source.slice(argument.start + argument.text.length, argument.end - argument.text.length);
  if (value === undefined || !/^[\w./-]+$/.test(value) || value.startsWith('/') || value.includes('..')) return undefined;
  return value.replace(/^\.\/|\/+$/g, '').replace(/^\.$/, '');
}

/** The test of the `if` around a step, or the `when` of its stage. */
function findDecision(tests: ReadonlyMap<number, GroovyToken>, { blocks, start }: ShellCall): HostStep['condition'] {
  const deciding = blocks.find(({ head }) => DECIDING.test(head));
  if (deciding) return { start: deciding.start, end: deciding.open };
  const found = blocks.flatMap(({ head, open }) => (head === 'stage' && tests.get(open)) || []);
  const [when] = found.filter((test) => test.start < start).sort((left, right) => left.start - right.start);
  return when && { start: when.start, end: when.end };
}

/** The whole lines of a call that stands alone in them, else the call. */
function findStatement(source: string, { start, end }: ShellCall): { readonly start: number; readonly end: number } {
  const line = findLineStart(source, start);
  const next = findLineEnd(source, end);
  const isAlone = source.slice(line, start).trim() === '' && /^[ \t]*;?[ \t]*\r?\n?$/.test(source.slice(end, next));
  return isAlone ? { start: line, end: next } : { start, end };
}

/** `environment { IMAGE = 'app' }` and `def image = 'app'`, where the name is set once. */
function readVariables(
  { path, text }: Pick<ProjectFile, 'path' | 'text'>,
  tokens: readonly GroovyToken[],
  steps: readonly HostStep[],
): readonly HostVariable[] {
  const counts = new Map<string, number>();
  for (const [at, { kind, text: name }] of tokens.entries()) {
    if (kind === 'word' && /^[=+-]$/.test(tokens[at + 1]?.text ?? '')) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const setByShell = new Set(steps.flatMap((step) => [...step.text.text.matchAll(/\b([\w$]+)=/g)].map(([, name]) => name)));
  return tokens.flatMap((token, at) => {
    const value = tokens[at + 2];
    if (token.kind !== 'word' || tokens[at + 1]?.text !== '=' || value?.kind !== 'string') return [];
    const word = text.slice(value.start + value.text.length, value.end - value.text.length);
    if ((counts.get(token.text) ?? 0) > 1 || setByShell.has(token.text) || /[\\$'\n]/.test(word)) return [];
    return [
      { name: token.text, word: quoteWord(word), isDefault: false, span: { file: path, start: value.start, end: value.end } },
    ];
  });
}
