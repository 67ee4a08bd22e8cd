import { isMap, isSeq, type Node } from 'yaml';
import type { ProjectFile } from '../../model/project.ts';
import type { HostScript, HostVariable, ScriptSection } from '../../model/script-host.ts';
import { assembleSections } from './assemble-sections.ts';
import { quoteWord, readVariables } from './host-variables.ts';
import { isPassive } from './is-passive.ts';
import { readSteps } from './read-steps.ts';
import { findEntry, findScalar, listItems, parseYaml, readString, type YamlFile } from './yaml-nodes.ts';

/** In the order Travis runs them (docs.travis-ci.com, "Job lifecycle"); those that only run after a failure are left out. */
const PHASES = [
  ...['before_install', 'install', 'before_script', 'script', 'after_success', 'before_deploy'],
  ...['deploy', 'after_deploy', 'after_script'],
];

/**
 * The commands of a `.travis.yml`: all phases of a job in one shell. A file has one job, section `script`, or those of `jobs.include` that
 * run scripts of their own; what such a job takes over from the top of the file is shared, so one that takes over more than preparations
 * has no section. `undefined` for a file that is not such YAML; never throws.
 */
export function readTravis({ path, text }: ProjectFile): HostScript | undefined {
  const file = parseYaml(text);
  if (!file) return undefined;
  const jobs = listJobs(file).filter((job) => PHASES.some((phase) => findEntry(file, job, phase)));
  const sections =
    jobs.length === 0
      ? readJob(file, path, { name: 'script', job: file.root })
      : jobs.flatMap((job, index) =>
          sharesWork(file, job) ? [] : readJob(file, path, { name: nameJob(file, job, index), job }),
        );
  return { kind: 'travis', file: path, sections };
}

interface Job {
  readonly name: string;
  /** The mapping that holds its phases. */
  readonly job: Node;
}

function readJob(file: YamlFile, path: string, { name, job }: Job): readonly ScriptSection[] {
  const find = (phase: string): Node | undefined => findEntry(file, job, phase) ?? findEntry(file, file.root, phase);
  const lists = PHASES.flatMap((phase) =>
    phase === 'deploy' ? listDeployScripts(file, find(phase)) : [listItems(file, find(phase))],
  );
  const steps = lists.map((nodes) => readSteps(file, nodes, { isOwnShell: false }));
  if (steps.includes(undefined)) return [];
  const own = findEntry(file, job, 'env');
  return assembleSections(file.source, {
    name,
    workspace: { names: ['TRAVIS_BUILD_DIR'], span: { file: path, start: 0, end: 0 } },
    steps: steps.flatMap((list) => list ?? []),
    variables: [...readEnvironment(file, path), ...(own && job !== file.root ? readPart(file, path, own) : [])],
  });
}

function listJobs(file: YamlFile): readonly Node[] {
  return ['jobs', 'matrix'].flatMap((name) => listItems(file, findEntry(file, file.root, name, 'include')));
}

/** `name: …` or `stage: …`, told apart by the place in the list. */
function nameJob(file: YamlFile, job: Node, index: number): string {
  const name = readString(file, findEntry(file, job, 'name')) ?? readString(file, findEntry(file, job, 'stage')) ?? 'script';
  return `${name}#${index + 1}`;
}

/** Whether a job takes over commands of the file's top that do more than prepare: a change there would change the other jobs too. */
function sharesWork(file: YamlFile, job: Node): boolean {
  const taken = PHASES.filter((phase) => !findEntry(file, job, phase));
  const nodes = taken.flatMap((phase) => listItems(file, findEntry(file, file.root, phase)));
  return nodes.some((node) => isMap(node) || !isPassive(readString(file, node) ?? ''));
}

/** `deploy: {provider: script, script: ./deploy.sh}`, or a list of such. */
function listDeployScripts(file: YamlFile, deploy: Node | undefined): readonly (readonly Node[])[] {
  return listItems(file, deploy).flatMap((item) =>
    isMap(item) && readString(file, findEntry(file, item, 'provider')) === 'script'
      ? [listItems(file, findEntry(file, item, 'script'))]
      : [],
  );
}

/** `env.global`, and `env` itself where it does not span a matrix; a name with several values is not known. */
function readEnvironment(file: YamlFile, path: string): readonly HostVariable[] {
  const env = findEntry(file, file.root, 'env');
  const parts = ['global', 'jobs', 'matrix'].flatMap((name) => findEntry(file, env, name) ?? []);
  const found = (parts.length > 0 || !env ? parts : [env]).flatMap((part) => readPart(file, path, part));
  const known = new Map<string, HostVariable>();
  for (const variable of found) {
    const first = known.get(variable.name) ?? variable;
    known.set(variable.name, first.word === variable.word ? first : { ...first, word: undefined });
  }
  return [...known.values()];
}

/** Items such as `A=1 B="2 3"` are shell words; mappings are values. An item `secure: …` names nothing. */
function readPart(file: YamlFile, path: string, part: Node): readonly HostVariable[] {
  if (isMap(part)) return readVariables(file, path, part, { toWord: quoteWord }).filter(({ name }) => name !== 'secure');
  const items = isSeq(part) ? listItems(file, part) : [part];
  return items.flatMap((item) => {
    if (isMap(item)) return readPart(file, path, item);
    const [start = 0, end = 0] = findScalar(file, item)?.range ?? [];
    const text = readString(file, item) ?? '';
    const words = text.matchAll(/(?:^|\s)([A-Za-z_]\w*)=((?:"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\])*)/g);
    return [...words].map(([, name = '', word]) => ({ name, word, isDefault: false, span: { file: path, start, end } }));
  });
}
