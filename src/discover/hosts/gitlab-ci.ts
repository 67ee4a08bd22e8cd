import { isMap, type Node } from 'yaml';
import type { ProjectFile } from '../../model/project.ts';
import type { HostScript, HostVariable, ScriptSection } from '../../model/script-host.ts';
import type { Span } from '../../model/span.ts';
import { assembleSections } from './assemble-sections.ts';
import { quoteExpandedWord, readVariables } from './host-variables.ts';
import { isPassive } from './is-passive.ts';
import { readSteps } from './read-steps.ts';
import { findEntry, findScalar, listEntries, listItems, parseYaml, readString, type YamlFile } from './yaml-nodes.ts';

/** Names at the top of the file that are no jobs (docs.gitlab.com, "CI/CD YAML syntax reference", global keywords). */
const KEYWORDS = /^(?:default|include|stages|variables|workflow|spec|image|services|cache|types|before_script|after_script)$/;

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
 * The commands of a `.gitlab-ci.yml`: a section for each job, with what `extends`, `default`, anchors and `!reference` give it. A job has
 * none where it hands files on (`artifacts`), or where it shares commands that matter with another job: a change would change both.
 * `undefined` for a file that is not such YAML; never throws.
 */
export function readGitlabCi({ path, text }: ProjectFile): HostScript | undefined {
  const file = parseYaml(text);
  if (!file) return undefined;
  const names = listEntries(file, file.root).flatMap(([name, node]) => (isJob(name, node) ? [name] : []));
  const jobs = names.map((name) => readJob(file, path, name));
  const shared = findShared(file, jobs);
  const own = jobs.filter(({ name }) => !hasArtifacts(file, name));
  return { kind: 'gitlab-ci', file: path, sections: own.flatMap((job) => assembleJob(file, job, shared)) };
}

function isJob(name: string, node: Node): boolean {
  return isMap(node) && !name.startsWith('.') && !KEYWORDS.test(name);
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

/** Templates that one job may extend, one through the other: GitLab follows eleven in a row, and each may name several. */
const MOST_TEMPLATES = 1000;

/** The value of a key in a job, the nearest first: its own, that of the last template it extends, and so on. */
function findSettings(file: YamlFile, name: string, key: string, depth = 0, visits = { left: MOST_TEMPLATES }): readonly Node[] {
  const job = findEntry(file, file.root, name);
  const own = findEntry(file, job, key);
  const templates = listItems(file, findEntry(file, job, 'extends')).map((item) => readString(file, item) ?? '');
  visits.left -= 1;
  const isEnd = depth > 10 || visits.left <= 0;
  const inherited = isEnd ? [] : templates.toReversed().flatMap((item) => findSettings(file, item, key, depth + 1, visits));
  return own ? [own, ...inherited] : inherited;
}

function findSetting(file: YamlFile, name: string, key: string): Node | undefined {
  return findSettings(file, name, key)[0];
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

/** `artifacts: {paths: [app]}`: other jobs, or people, get these files. */
function hasArtifacts(file: YamlFile, name: string): boolean {
  const found = findSettings(file, name, 'artifacts').some(
    (artifacts) => findEntry(file, artifacts, 'paths') || findEntry(file, artifacts, 'untracked'),
  );
  return found || findEntry(file, file.root, 'default', 'artifacts') !== undefined;
}
