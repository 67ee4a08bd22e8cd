import { isMap, type Node } from 'yaml';
import { GITHUB_EXPRESSIONS, nameExpression } from '../../model/host-expressions.ts';
import type { ProjectFile } from '../../model/project.ts';
import type { HostScript, HostVariable, ScriptSection } from '../../model/script-host.ts';
import { assembleSections, type HostStep } from './assemble-sections.ts';
import { findItem } from './find-item.ts';
import { readArtifacts } from './github-artifacts.ts';
import { quoteWord, readVariables } from './host-variables.ts';
import { hasAmbiguousNames, nameExpressions } from './name-expressions.ts';
import { readDirectory } from './read-directory.ts';
import { readReadingStep } from './read-reading-step.ts';
import { readSteps } from './read-steps.ts';
import { findEntry, findScalar, listEntries, listItems, parseYaml, readString, type YamlFile } from './yaml-nodes.ts';

/** Inputs of actions that name files of the workspace: `actions/upload-artifact`, `docker/build-push-action`, release actions. */
const FILE_INPUTS = ['path', 'context', 'file', 'files', 'artifacts', 'asset_path', 'publish_dir', 'folder'];

interface Workflow {
  readonly file: YamlFile;
  readonly path: string;
}

/**
 * The commands of a GitHub workflow: a section for each job, each `run` a shell of its own, with `${{ github.ref }}` read as the parameter
 * `${__github_ref}`. An action that takes files is read as `ls` of them. Jobs with another shell, or whose checkout is not the
 * repository at the workspace's root, have none. `undefined` for a file that is not such YAML; never throws.
 */
export function readGithubWorkflow({ path, text }: ProjectFile): HostScript | undefined {
  const file = parseYaml(text);
  if (!file) return undefined;
  const jobs = hasAmbiguousNames(text, GITHUB_EXPRESSIONS) ? [] : listEntries(file, findEntry(file, file.root, 'jobs'));
  const sections = jobs.flatMap(([name, job]) => readJob({ file, path }, name, job));
  return { kind: 'github-workflow', file: path, sections: readArtifacts(file, path, sections) };
}

function readJob({ file, path }: Workflow, name: string, job: Node): readonly ScriptSection[] {
  const items = listItems(file, findEntry(file, job, 'steps'));
  const levels = [file.root, job];
  const setting = (key: string): string | undefined =>
    levels
      .map((level) => readString(file, findEntry(file, level, 'defaults', 'run', key)))
      .findLast((value) => value !== undefined);
  const shell = setting('shell') ?? (/windows/i.test(describeRunner(file, job)) ? 'pwsh' : 'bash');
  const steps = items.map((item) => readStep({ file, path }, item, { shell, directory: setting('working-directory') }));
  if (steps.includes(undefined) || items.some((item) => isForeignCheckout(file, item))) return [];
  const variables = levels.flatMap((level) => readEnvironment({ file, path }, level));
  const [first] = items;
  return assembleSections(file.source, {
    name,
    workspace: { names: ['GITHUB_WORKSPACE', '__github_workspace'], span: { file: path, start: 0, end: 0 } },
    steps: steps.flatMap((step) => step ?? []),
    variables: variables.filter((variable) => !isSetLater(file, items, variable)),
    // Where an action stays, the list is not empty.
    emptyText: first && items.every((item) => findEntry(file, item, 'run')) ? toEmptyStep(file.source, first) : undefined,
  });
}

interface StepDefaults {
  readonly shell: string;
  readonly directory: string | undefined;
}

/** No step for an action that takes no files; `undefined` for one that cannot be read. */
function readStep({ file, path }: Workflow, item: Node, defaults: StepDefaults): readonly HostStep[] | undefined {
  const condition = findScalar(file, findEntry(file, item, 'if'))?.range;
  const marks = condition ? { condition: { start: condition[0], end: condition[1] } } : {};
  const range = findItem(file.source, item);
  const run = findEntry(file, item, 'run');
  if (!range) return undefined;
  if (!run) {
    if (/download|checkout/.test(readString(file, findEntry(file, item, 'uses')) ?? '')) return [];
    const read = FILE_INPUTS.flatMap((name) => findEntry(file, item, 'with', name) ?? []);
    return read.flatMap((node) => readReadingStep(file, node, rewrite)).map((step) => ({ ...step, item: range, ...marks }));
  }
  const shell = readString(file, findEntry(file, item, 'shell')) ?? defaults.shell;
  const directory = readString(file, findEntry(file, item, 'working-directory')) ?? defaults.directory;
  // Others may name a step by its id, so it cannot go.
  if (!/^(?:ba)?sh\b/.test(shell) || directory?.includes('${{') || findEntry(file, item, 'id')) return undefined;
  const variables = readEnvironment({ file, path }, item);
  const read = readSteps(file, [run], { isOwnShell: true, rewrite });
  return read?.map(({ text, isOwnShell }) => ({
    text,
    isOwnShell,
    item: range,
    variables,
    directory: readDirectory(directory),
    ...marks,
  }));
}

function rewrite(found: Parameters<typeof nameExpressions>[0]): ReturnType<typeof nameExpressions> {
  return nameExpressions(found, GITHUB_EXPRESSIONS);
}

function describeRunner(file: YamlFile, job: Node): string {
  return listItems(file, findEntry(file, job, 'runs-on'))
    .map((item) => readString(file, item))
    .join(' ');
}

/** Variables of `env`, each also as the expression `${{ env.NAME }}`. */
function readEnvironment({ file, path }: Workflow, level: Node): readonly HostVariable[] {
  return readVariables(file, path, findEntry(file, level, 'env'), { toWord: quoteWithExpressions }).flatMap((variable) => [
    variable,
    { ...variable, name: nameExpression(`env.${variable.name}`, GITHUB_EXPRESSIONS), isLocal: true },
  ]);
}

/** `app:${{ github.sha }}` → `app:"${__github_sha}"`. */
function quoteWithExpressions(value: string): string {
  const parts = value.split(GITHUB_EXPRESSIONS.pattern);
  return (
    parts
      .map((part, at) => (at % 2 === 1 ? `"\${${nameExpression(part, GITHUB_EXPRESSIONS)}}"` : part && quoteWord(part)))
      .join('') || "''"
  );
}

/** `echo "NAME=value" >> "$GITHUB_ENV"` changes a variable for the steps behind. */
function isSetLater(file: YamlFile, items: readonly Node[], { name }: HostVariable): boolean {
  const bare = name.replace(/^__env_/, '');
  return items.some((item) => {
    const run = readString(file, findEntry(file, item, 'run')) ?? '';
    return run.includes('GITHUB_ENV') && new RegExp(`\\b${bare}(?:=|<<)`).test(run);
  });
}

/** `actions/checkout` into a directory, or of another repository. */
function isForeignCheckout(file: YamlFile, item: Node): boolean {
  const uses = readString(file, findEntry(file, item, 'uses')) ?? '';
  const inputs = findEntry(file, item, 'with');
  return (
    /^actions\/checkout@/.test(uses) && ['path', 'repository'].some((name) => isMap(inputs) && findEntry(file, inputs, name))
  );
}

function toEmptyStep(source: string, first: Node): string | undefined {
  return findItem(source, first)?.emptyText.replace('":"', 'run: ":"');
}
