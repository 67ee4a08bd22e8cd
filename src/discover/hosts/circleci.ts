import { isMap, isScalar, type Node } from 'yaml';
import { CIRCLE_EXPRESSIONS } from '../../model/host-expressions.ts';
import type { ProjectFile } from '../../model/project.ts';
import type { HostScript, HostVariable, ScriptSection } from '../../model/script-host.ts';
import { assembleSections, type HostStep } from './assemble-sections.ts';
import { readWorkspaces } from './circle-workspaces.ts';
import { findItem } from './find-item.ts';
import { quoteWord, readVariables } from './host-variables.ts';
import { isPassive } from './is-passive.ts';
import { hasAmbiguousNames, nameExpressions } from './name-expressions.ts';
import { readDirectory } from './read-directory.ts';
import { readReadingStep } from './read-reading-step.ts';
import { readSteps } from './read-steps.ts';
import type { ShellText } from './shell-text.ts';
import { findEntry, listEntries, listItems, parseYaml, readString, type YamlFile } from './yaml-nodes.ts';

interface Config {
  readonly file: YamlFile;
  readonly path: string;
}

/** A step with the string it comes from, which two jobs can share. */
interface SourceStep extends HostStep {
  readonly source: Node;
}

/**
 * The commands of a CircleCI configuration: a section for each job, with the steps of the commands it uses, each `run` a shell of its own, and
 * `<< parameters.tag >>` read as the parameter `${_parameters_tag}`. Files that a job stores or hands on are read by `ls`. A job that
 * shares commands that matter with another job has none. `undefined` for a file that is not such YAML; never throws.
 */
export function readCircleci({ path, text }: ProjectFile): HostScript | undefined {
  const file = parseYaml(text);
  if (!file) return undefined;
  const jobs = hasAmbiguousNames(text, CIRCLE_EXPRESSIONS) ? [] : listEntries(file, findEntry(file, file.root, 'jobs'));
  const read = jobs.map(([name, job]) => ({ name, job, steps: readSequence({ file, path }, findEntry(file, job, 'steps')) }));
  const sources = read.flatMap(({ steps }) => steps?.map(({ source }) => source) ?? []);
  const isShared = ({ source, text: { text: own } }: SourceStep): boolean =>
    sources.indexOf(source) !== sources.lastIndexOf(source) && !isPassive(own);
  const sections = read.flatMap(({ name, job, steps }) =>
    !steps || steps.some(isShared) ? [] : readJob({ file, path }, { name, job, steps }),
  );
  return { kind: 'circleci', file: path, sections: readWorkspaces(file, path, sections) };
}

interface ReadJob {
  readonly name: string;
  readonly job: Node;
  readonly steps: readonly SourceStep[];
}

function readJob({ file, path }: Config, { name, job, steps }: ReadJob): readonly ScriptSection[] {
  const shell = readString(file, findEntry(file, job, 'shell')) ?? 'bash';
  if (!isBourneShell(shell)) return [];
  const workspace = { names: ['CIRCLE_WORKING_DIRECTORY'], span: { file: path, start: 0, end: 0 } };
  return assembleSections(file.source, { name, workspace, steps, variables: readEnvironment({ file, path }, job) });
}

/** The steps of a list; `undefined` when one of them cannot be read. */
function readSequence(config: Config, node: unknown, depth = 0): readonly SourceStep[] | undefined {
  const { file } = config;
  const items = listItems(file, node);
  const steps = items.map((item) => readStep(config, item, depth));
  const [first] = items;
  if (depth > 9 || steps.includes(undefined)) return undefined;
  // Where `checkout` stays, the list is not empty.
  const isAllRun = items.every((item) => findEntry(file, item, 'run'));
  const emptyText = first && isAllRun ? findItem(file.source, first)?.emptyText.replace('":"', 'run: ":"') : undefined;
  const list = { start: first?.range?.[0] ?? 0, emptyText };
  return steps.flatMap((step) => step ?? []).map((step) => ({ ...step, list: step.list ?? list }));
}

function readStep(config: Config, item: Node, depth: number): readonly SourceStep[] | undefined {
  const { file } = config;
  const named = isScalar(item) ? readString(file, item) : undefined;
  const [[name = named ?? '', inputs] = []] = isMap(item) ? listEntries(file, item) : [];
  if (name === 'checkout') return inputs && findEntry(file, inputs, 'path') ? undefined : [];
  if (name === 'run' && inputs) return readRun(config, item, inputs);
  if (name === 'when' || name === 'unless') return readConditional(config, inputs, depth);
  if (name === 'store_artifacts') return readTaken(file, item, [findEntry(file, inputs, 'path')]);
  if (name === 'persist_to_workspace') return readTaken(file, item, listPersisted(file, inputs));
  const command = findEntry(file, file.root, 'commands', name, 'steps');
  return command ? readSequence(config, command, depth + 1) : [];
}

/** `run: make`, `run: {command: make, working_directory: src}`. A step that only runs after a failure is none. */
function readRun(config: Config, item: Node, inputs: Node): readonly SourceStep[] | undefined {
  const { file } = config;
  const command = isMap(inputs) ? findEntry(file, inputs, 'command') : inputs;
  const range = findItem(file.source, item);
  if (readString(file, findEntry(file, inputs, 'when')) === 'on_fail') return [];
  const shell = readString(file, findEntry(file, inputs, 'shell')) ?? 'bash';
  const directory = readString(file, findEntry(file, inputs, 'working_directory'));
  if (!command || !range || !isBourneShell(shell) || /^[~/]|<</.test(directory ?? '')) return undefined;
  const variables = readEnvironment(config, inputs);
  const read = readSteps(file, [command], { isOwnShell: true, rewrite });
  return read?.map(({ text, isOwnShell }) => ({
    text,
    isOwnShell,
    item: range,
    variables,
    directory: readDirectory(directory),
    source: command,
  }));
}

/** `when: {condition: …, steps: […]}`: a decision of the host, which stands before all of its steps. */
function readConditional(config: Config, inputs: Node | undefined, depth: number): readonly SourceStep[] | undefined {
  const condition = findEntry(config.file, inputs, 'condition')?.range;
  const steps = readSequence(config, findEntry(config.file, inputs, 'steps'), depth + 1);
  if (!condition) return undefined;
  return steps?.map((step) => ({ ...step, condition: { start: condition[0], end: condition[1] } }));
}

function readTaken(file: YamlFile, item: Node, nodes: readonly (Node | undefined)[]): readonly SourceStep[] {
  const range = findItem(file.source, item);
  return nodes.flatMap((node) => {
    const steps = node ? readReadingStep(file, node, rewrite) : [];
    return steps.map((step) => ({ ...step, item: range ?? step.item, source: item }));
  });
}

/** Paths under `root`; where that is another directory, all of it. */
function listPersisted(file: YamlFile, inputs: Node | undefined): readonly (Node | undefined)[] {
  const root = findEntry(file, inputs, 'root');
  const isOther = root && !/^\.\/?$/.test(readString(file, root) ?? '.');
  return isOther ? [root] : [findEntry(file, inputs, 'paths')];
}

function rewrite(found: ShellText): ShellText | undefined {
  return nameExpressions(found, CIRCLE_EXPRESSIONS);
}

function isBourneShell(shell: string): boolean {
  return /^(?:\S*\/)?(?:ba|da|a)?sh\b/.test(shell);
}

function readEnvironment({ file, path }: Config, node: Node): readonly HostVariable[] {
  const map = findEntry(file, node, 'environment');
  return readVariables(file, path, map, { toWord: (value) => (value.includes('<<') ? undefined : quoteWord(value)) });
}
