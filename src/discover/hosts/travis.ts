import { isMap, isSeq, type Node } from 'yaml';
import type { ProjectFile } from '../../model/project.ts';
import type { HostScript, HostVariable, ScriptSection } from '../../model/script-host.ts';
import { assembleSections } from './assemble-sections.ts';
import { quoteWord, readVariables } from './host-variables.ts';
import { readSteps } from './read-steps.ts';
import { findEntry, findScalar, listItems, parseYaml, readString, type YamlFile } from './yaml-nodes.ts';

/** In the order Travis runs them (docs.travis-ci.com, "Job lifecycle"); those that only run after a failure are left out. */
const PHASES = [
  ...['before_install', 'install', 'before_script', 'script', 'after_success', 'before_deploy'],
  ...['deploy', 'after_deploy', 'after_script'],
];

/**
 * The commands of a `.travis.yml`: all phases in one shell, section `script`. A file whose jobs run scripts of their own (`jobs.include`)
 * has none. `undefined` for a file that is not such YAML; never throws.
 */
export function readTravis({ path, text }: ProjectFile): HostScript | undefined {
  const file = parseYaml(text);
  if (!file) return undefined;
  return { kind: 'travis', file: path, sections: hasOwnScripts(file) ? [] : readJob(file, path) };
}

function readJob(file: YamlFile, path: string): readonly ScriptSection[] {
  const lists = PHASES.flatMap((phase) =>
    phase === 'deploy' ? listDeployScripts(file) : [listItems(file, findEntry(file, file.root, phase))],
  );
  const steps = lists.map((nodes) => readSteps(file, nodes, { isOwnShell: false }));
  if (steps.includes(undefined)) return [];
  return assembleSections(file.source, {
    name: 'script',
    workspace: { names: ['TRAVIS_BUILD_DIR'], span: { file: path, start: 0, end: 0 } },
    steps: steps.flatMap((list) => list ?? []),
    variables: readEnvironment(file, path),
  });
}

/** `deploy: {provider: script, script: ./deploy.sh}`, or a list of such. */
function listDeployScripts(file: YamlFile): readonly (readonly Node[])[] {
  return listItems(file, findEntry(file, file.root, 'deploy')).flatMap((item) =>
    isMap(item) && readString(file, findEntry(file, item, 'provider')) === 'script'
      ? [listItems(file, findEntry(file, item, 'script'))]
      : [],
  );
}

function hasOwnScripts(file: YamlFile): boolean {
  const jobs = ['jobs', 'matrix'].flatMap((name) => listItems(file, findEntry(file, file.root, name, 'include')));
  return jobs.some((job) => PHASES.some((phase) => findEntry(file, job, phase)));
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
