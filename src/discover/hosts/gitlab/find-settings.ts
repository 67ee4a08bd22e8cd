import { isMap, type Node } from 'yaml';
import { findEntry, listItems, readString, type YamlFile } from '../yaml-nodes.ts';

/** Names at the top of the file that are no jobs (docs.gitlab.com, "CI/CD YAML syntax reference", global keywords). */
const KEYWORDS = /^(?:default|include|stages|variables|workflow|spec|image|services|cache|types|before_script|after_script)$/;

/** Whether an entry at the top of a `.gitlab-ci.yml` is a job that runs. */
export function isJob(name: string, node: Node): boolean {
  return isMap(node) && !name.startsWith('.') && !KEYWORDS.test(name);
}

/** Templates that one job may extend, one through the other: GitLab follows eleven in a row, and each may name several. */
const MOST_TEMPLATES = 1000;

/** The values of a key for a job, the nearest first: its own, that of the last template it extends, and so on. */
export function findSettings(
  file: YamlFile,
  name: string,
  key: string,
  depth = 0,
  visits = { left: MOST_TEMPLATES },
): readonly Node[] {
  const job = findEntry(file, file.root, name);
  const own = findEntry(file, job, key);
  const templates = listItems(file, findEntry(file, job, 'extends')).map((item) => readString(file, item) ?? '');
  visits.left -= 1;
  const isEnd = depth > 10 || visits.left <= 0;
  const inherited = isEnd ? [] : templates.toReversed().flatMap((item) => findSettings(file, item, key, depth + 1, visits));
  return own ? [own, ...inherited] : inherited;
}

/** The value of a key for a job: the nearest one. */
export function findSetting(file: YamlFile, name: string, key: string): Node | undefined {
  return findSettings(file, name, key)[0];
}
