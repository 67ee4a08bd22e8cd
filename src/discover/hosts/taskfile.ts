import { isMap, isScalar, type Node } from 'yaml';
import { nameExpression, TASK_EXPRESSIONS } from '../../model/host-expressions.ts';
import type { ProjectFile } from '../../model/project.ts';
import type { HostScript, HostVariable, ScriptSection } from '../../model/script-host.ts';
import { assembleSections, type HostStep } from './assemble-sections.ts';
import { findItem } from './find-item.ts';
import { quoteWord, readVariables } from './host-variables.ts';
import { hasAmbiguousNames, nameExpressions } from './name-expressions.ts';
import { readDirectory } from './read-directory.ts';
import { readSteps } from './read-steps.ts';
import { findEntry, listEntries, listItems, parseYaml, readString, type YamlFile } from './yaml-nodes.ts';

/** Templates that decide or repeat, so that what stands between them may not be there: not a value in a place. */
const CONTROL = /\{\{-?\s*(?:if|else|end|range|with|define|template|block|\/\*)\b|\{\{-|-\}\}/;

interface Taskfile {
  readonly file: YamlFile;
  readonly path: string;
  /** Tasks that another one calls. */
  readonly called: ReadonlySet<string>;
}

/**
 * The commands of a Taskfile: a section for each task, each command a shell of its own, `{{.IMAGE}}` read as the parameter `${__IMAGE}`. Tasks
 * that are called with variables, loop, defer or decide by templates have none. `undefined` for a file that is not such YAML; never throws.
 */
export function readTaskfile({ path, text }: ProjectFile): HostScript | undefined {
  const file = parseYaml(text);
  if (!file) return undefined;
  const tasks = hasAmbiguousNames(text, TASK_EXPRESSIONS) ? [] : listEntries(file, findEntry(file, file.root, 'tasks'));
  const called = new Set(
    tasks.flatMap(([, task]) =>
      [...listDependencies(file, task), ...listCommands(file, task).filter(isMap)].flatMap((item) => findCall(file, item) ?? []),
    ),
  );
  return {
    kind: 'taskfile',
    file: path,
    goal: tasks.some(([name]) => name === 'default') ? 'default' : undefined,
    sections: tasks.flatMap(([name, task]) => readTask({ file, path, called }, name, task)),
  };
}

function readTask(taskfile: Taskfile, name: string, task: Node): readonly ScriptSection[] {
  const { file, called } = taskfile;
  const commands = listCommands(file, task);
  const first = commands.findIndex((item) => !isCall(file, item));
  const runs = first === -1 ? [] : commands.slice(first);
  const calls = [...listDependencies(file, task), ...commands.slice(0, commands.length - runs.length)];
  const needs = calls.map((item) => findCall(file, item));
  const directory = readString(file, findEntry(file, task, 'dir'));
  // A task that is called between two commands, or with values of its own, is more than something that comes first.
  if (runs.some((item) => isCall(file, item)) || calls.some((item) => findEntry(file, item, 'vars'))) return [];
  if (directory?.includes('{{') || needs.some((need) => need === undefined || need.includes('{{'))) return [];
  const steps = runs.map((item) => readCommand(file, item));
  if (steps.includes(undefined)) return [];
  return assembleSections(file.source, {
    name,
    steps: steps.flatMap((step) => (step ? [{ ...step, directory: readDirectory(directory) }] : [])),
    needs: needs.flatMap((need) => need ?? []),
    variables: [...readLevel(taskfile, file.root), ...readLevel(taskfile, task)],
    emptyText: runs[0] && findItem(file.source, runs[0])?.emptyText,
    isEntry: !called.has(name) && readString(file, findEntry(file, task, 'internal')) !== 'true',
  });
}

/** `cmds: [...]`, `cmd: x`, or the task itself as a string or list. */
function listCommands(file: YamlFile, task: Node): readonly Node[] {
  if (!isMap(task)) return listItems(file, task);
  return listItems(file, findEntry(file, task, 'cmds') ?? findEntry(file, task, 'cmd'));
}

function listDependencies(file: YamlFile, task: Node): readonly Node[] {
  return listItems(file, findEntry(file, task, 'deps'));
}

/** The task that `- task: build`, or an item `- build` of `deps`, names. */
function findCall(file: YamlFile, item: Node): string | undefined {
  return readString(file, isMap(item) ? findEntry(file, item, 'task') : item);
}

function isCall(file: YamlFile, command: Node): boolean {
  return isMap(command) && findEntry(file, command, 'task') !== undefined;
}

function readCommand(file: YamlFile, item: Node): HostStep | undefined {
  const command = isScalar(item) ? item : findEntry(file, item, 'cmd');
  const range = findItem(file.source, item);
  if (!command || !range || findEntry(file, item, 'for') || findEntry(file, item, 'defer')) return undefined;
  if (CONTROL.test(readString(file, command) ?? '')) return undefined;
  const read = readSteps(file, [command], { isOwnShell: true, rewrite: (found) => nameExpressions(found, TASK_EXPRESSIONS) });
  const [step] = read ?? [];
  return step && { text: step.text, isOwnShell: true, item: range };
}

/** `vars` become the parameters that stand for their templates, `env` plain variables; `{sh: …}` is not known. */
function readLevel({ file, path }: Taskfile, level: Node): readonly HostVariable[] {
  const toWord = (value: string): string | undefined => {
    if (CONTROL.test(value)) return undefined;
    const parts = value.split(TASK_EXPRESSIONS.pattern);
    return (
      parts
        .map((part, at) => (at % 2 === 1 ? `"\${${nameExpression(part, TASK_EXPRESSIONS)}}"` : part && quoteWord(part)))
        .join('') || "''"
    );
  };
  const variables = readVariables(file, path, findEntry(file, level, 'vars'), { toWord });
  return [
    ...variables.map((variable) => ({ ...variable, name: nameExpression(variable.name, TASK_EXPRESSIONS), isLocal: true })),
    ...readVariables(file, path, findEntry(file, level, 'env'), { toWord }),
  ];
}
