import { isMap, type Node } from 'yaml';
import type { ProjectFile } from '../../model/project.ts';
import type { HostScript, HostVariable, JobFiles, ScriptSection } from '../../model/script-host.ts';
import type { Span } from '../../model/span.ts';
import { takesAll, takesPath } from '../../model/takes-path.ts';
import { assembleSections } from './assemble-sections.ts';
import { findSetting, findSettings, isJob } from './gitlab/find-settings.ts';
import { readJobFiles } from './gitlab/read-job-files.ts';
import { quoteExpandedWord, readVariables } from './host-variables.ts';
import { isPassive } from './is-passive.ts';
import { readSteps } from './read-steps.ts';
import { findEntry, findScalar, listEntries, listItems, parseYaml, readString, type YamlFile } from './yaml-nodes.ts';

/** The lists of a job, in the order they run. */
const LISTS = ['before_script', 'script', 'after_script'] as const;

interface Job {
  readonly name: string;
  readonly lists: Readonly<Record<(typeof LISTS)[number], readonly Node[]>>;
  readonly variables: readonly HostVariable[];
  /** The file. */
  readonly span: Span;
}

/**
 * The commands of a `.gitlab-ci.yml`: a section for each job, with what `extends`, `default`, anchors and `!reference` give it, and with the
 * files that it hands on (`artifacts: paths`). A job has none where it hands on whatever it leaves, or where it shares commands that matter
 * with another job: a change would change both.
 * `undefined` for a file that is not such YAML; never throws.
 */
export function readGitlabCi({ path, text }: ProjectFile): HostScript | undefined {
  const file = parseYaml(text);
  if (!file) return undefined;
  const names = listEntries(file, file.root).flatMap(([name, node]) => (isJob(name, node) ? [name] : []));
  const jobs = names.map((name) => readJob(file, path, name));
  const shared = findShared(file, jobs);
  const own = jobs.filter(({ name }) => !handsOnAnything(file, name));
  const handed = readJobFiles(file, path);
  const followed = own.flatMap((job) =>
    assembleJob(file, job, shared).map((section) => {
      const files = section.name === job.name ? handed.get(job.name) : undefined;
      return files ? { ...section, job: files } : section;
    }),
  );
  return { kind: 'gitlab-ci', file: path, sections: showOthers(file, followed, { jobs, handed }) };
}

function readJob(file: YamlFile, path: string, name: string): Job {
  const list = (key: string): readonly Node[] => {
    const own = findSetting(file, name, key) ?? findEntry(file, file.root, 'default', key) ?? findEntry(file, file.root, key);
    return followReferences(file, own);
  };
  const maps = [findEntry(file, file.root, 'variables'), ...findSettings(file, name, 'variables').toReversed()];
  const variables = maps.flatMap((map) => readVariables(file, path, map, { toWord: quoteExpandedWord }));
  return {
    name,
    lists: { before_script: list('before_script'), script: list('script'), after_script: list('after_script') },
    variables,
    span: { file: path, start: 0, end: 0 },
  };
}

function assembleJob(file: YamlFile, { name, lists, variables, span }: Job, shared: ReadonlySet<Node>): readonly ScriptSection[] {
  const isKept = (node: Node): boolean => shared.has(node) && !isPassive(readString(file, node) ?? '');
  if (lists.script.length === 0 || LISTS.some((key) => lists[key].some(isKept))) return [];
  const [before, main, after] = LISTS.map((key) => readSteps(file, lists[key], { isOwnShell: false }));
  if (!before || !main || !after) return [];
  // What comes behind the script runs in a shell of its own.
  const afterSteps = after.map((step, at) => ({ ...step, isOwnShell: at === 0 }));
  const workspace = { names: ['CI_PROJECT_DIR'], span };
  return assembleSections(file.source, { name, workspace, steps: [...before, ...main, ...afterSteps], variables });
}

/** `[*setup, !reference [.build, script], make]`: the strings of it all. */
function followReferences(file: YamlFile, node: Node | undefined, depth = 0): readonly Node[] {
  if (!node || depth > 9) return [];
  if (node.tag === '!reference') {
    const [name = '', ...path] = listItems(file, node).map((item) => readString(file, item) ?? '');
    const [key, ...rest] = path;
    const found = key === undefined ? undefined : findSetting(file, name, key);
    return followReferences(file, findEntry(file, found, ...rest), depth + 1);
  }
  const items = 'items' in node && Array.isArray(node.items) && !isMap(node) ? node.items : undefined;
  if (!items) return listItems(file, node);
  return items.flatMap((item) => followReferences(file, findEntry(file, item), depth + 1));
}

/** The strings that more than one job runs, or one job runs twice. */
function findShared(file: YamlFile, jobs: readonly Job[]): ReadonlySet<Node> {
  const seen = new Set<Node>();
  const shared = new Set<Node>();
  for (const node of jobs.flatMap(({ lists }) => LISTS.flatMap((key) => lists[key]))) {
    const scalar = findScalar(file, node) ?? node;
    if (seen.has(scalar)) shared.add(scalar);
    seen.add(scalar);
  }
  return shared;
}

/** `artifacts: {untracked: true}`: other jobs, or people, get whatever the job leaves. */
function handsOnAnything(file: YamlFile, name: string): boolean {
  const found = findSettings(file, name, 'artifacts').some((artifacts) => findEntry(file, artifacts, 'untracked'));
  return found || findEntry(file, file.root, 'default', 'artifacts', 'untracked') !== undefined;
}

/** The sections, where what jobs hand to others that have no section is handed to somebody who is not followed. */
function showOthers(
  file: YamlFile,
  sections: readonly ScriptSection[],
  { jobs, handed }: { readonly jobs: readonly Job[]; readonly handed: ReadonlyMap<string, JobFiles> },
): readonly ScriptSection[] {
  const known = new Set(sections.map(({ name }) => name));
  const taken = new Set(
    jobs.filter(({ name }) => !known.has(name)).flatMap((job) => findTaken(file, job, handed).map(({ section }) => section)),
  );
  return sections.map((section) => {
    const files = section.job?.handsOn;
    return files && taken.has(section.name)
      ? { ...section, job: { ...section.job, handsOn: { ...files, isForPeople: true } } }
      : section;
  });
}

/** Commands that may work with any file. */
const OPEN = /\b(?:docker|podman|buildah|kaniko|make|sh|bash)\b/;

/** What a job that is not followed starts with and may need, by the words of its commands. */
function findTaken(file: YamlFile, { name, lists }: Job, handed: ReadonlyMap<string, JobFiles>): JobFiles['receives'] {
  const commands = LISTS.flatMap((key) => lists[key]).map((node) => readString(file, node) ?? '');
  return (handed.get(name)?.receives ?? []).filter(({ section, isNamed }) => {
    const paths = handed.get(section)?.handsOn?.paths ?? [];
    const isTaking = (command: string): boolean =>
      OPEN.test(command) || takesAll(command) || paths.some((path) => takesPath(command, path));
    return isNamed || commands.some(isTaking);
  });
}
