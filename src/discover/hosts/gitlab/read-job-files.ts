import { isMap } from 'yaml';
import { normalise } from '../../../model/host-path.ts';
import type { HandedFiles, JobFiles, ReceivedFiles } from '../../../model/script-host.ts';
import type { Span } from '../../../model/span.ts';
import { findContentEnd } from '../find-item.ts';
import { findEntry, listEntries, listItems, readString, type YamlFile } from '../yaml-nodes.ts';
import { describeNode } from './describe-node.ts';
import { findKey } from './find-key.ts';
import { findRemoval } from './find-removal.ts';
import { findSetting, findSettings, isJob } from './find-settings.ts';

/** The stages of a file that lists none. */
const STAGES = ['build', 'test', 'deploy'];

/** Settings that decide whether a job runs at all. */
const CONDITIONS = ['rules', 'only', 'except', 'when'];

/**
 * What each job of a `.gitlab-ci.yml` hands to others by `artifacts: paths`, and which jobs' files it starts with: those that `dependencies`
 * names, else those that `needs` names, else all of earlier stages (docs.gitlab.com, "Job artifacts"). A job without a name in the answer
 * has nothing to do with files of others. Empty for most files: no job of theirs has artifacts.
 */
export function readJobFiles(file: YamlFile, path: string): ReadonlyMap<string, JobFiles> {
  const names = listEntries(file, file.root).flatMap(([name, node]) => (isJob(name, node) ? [name] : []));
  const handing = new Map(
    names.flatMap((name) => {
      const handed = readHanded(file, path, name);
      return handed ? [[name, handed] as const] : [];
    }),
  );
  if (handing.size === 0) return new Map();
  const order = orderJobs(file, names);
  return new Map(
    names.map((name) => [
      name,
      {
        span: findSpan(file, path, name),
        handsOn: handing.get(name),
        receives: listReceived(file, name, order).flatMap(({ section, isNamed, doubt }) => {
          const files = handing.get(section);
          return files ? [{ section, isNamed, doubt, files, from: findSpan(file, path, section) }] : [];
        }),
        removal: handing.has(name) ? findRemoval(file, path, name) : undefined,
      },
    ]),
  );
}

function findSpan(file: YamlFile, path: string, name: string): Span {
  const key = findKey(file, file.root, name);
  const value = findEntry(file, file.root, name);
  const start = key?.range?.[0] ?? 0;
  return { file: path, start, end: value ? Math.max(start, findContentEnd(file.source, value)) : start };
}

function readHanded(file: YamlFile, path: string, name: string): HandedFiles | undefined {
  const artifacts = findSetting(file, name, 'artifacts') ?? findEntry(file, file.root, 'default', 'artifacts');
  const list = findEntry(file, artifacts, 'paths');
  if (!artifacts || !list) return undefined;
  const paths = listItems(file, list).map((item) => readPath(readString(file, item) ?? ''));
  const [start = 0, end = 0] = list.range ?? [];
  const others = ['expose_as', 'reports', 'untracked'].some((key) => findEntry(file, artifacts, key) !== undefined);
  const isPublished = name === 'pages' || findSetting(file, name, 'pages') !== undefined;
  return { paths, span: { file: path, start, end }, isForPeople: others || isPublished };
}

/** `dist/`, `./dist` and `dist/**` are all that is in `dist`; the directory of the checkout is the root. */
function readPath(text: string): string {
  const inCheckout = text.replace(/^(?:\$CI_PROJECT_DIR|\$\{CI_PROJECT_DIR\})\/?/, '');
  return normalise(inCheckout.replace(/(?<=[^*/])(?:\/\*{1,2})+$/, ''));
}

/** The jobs by the stage they run in, in the order of the stages. */
function orderJobs(file: YamlFile, names: readonly string[]): ReadonlyMap<string, number> {
  const listed = listItems(file, findEntry(file, file.root, 'stages')).map((item) => readString(file, item) ?? '');
  const stages = ['.pre', ...(listed.length > 0 ? listed : STAGES), '.post'];
  return new Map(
    names
      .map((name) => [name, stages.indexOf(readString(file, findSetting(file, name, 'stage')) ?? 'test')] as const)
      .sort(([, left], [, right]) => left - right),
  );
}

type Received = Pick<ReceivedFiles, 'section' | 'isNamed' | 'doubt'>;

function listReceived(file: YamlFile, name: string, order: ReadonlyMap<string, number>): readonly Received[] {
  const named = listNamed(file, name);
  const stage = order.get(name) ?? -1;
  return [...order].flatMap(([other, at]): readonly Received[] => {
    const isTaken = named ? named.includes(other) : at < stage;
    if (!isTaken || other === name) return [];
    return [{ section: other, isNamed: named !== undefined, doubt: findDoubt(file, other, name) }];
  });
}

/** The jobs whose files a job says it wants; `undefined` where it says nothing. */
function listNamed(file: YamlFile, name: string): readonly string[] | undefined {
  const dependencies = findSetting(file, name, 'dependencies');
  if (dependencies) return listItems(file, dependencies).flatMap((item) => readString(file, item) ?? []);
  const needs = findSetting(file, name, 'needs');
  if (!needs) return undefined;
  return listItems(file, needs).flatMap((item) => {
    if (!isMap(item)) return readString(file, item) ?? [];
    const isWithout = readString(file, findEntry(file, item, 'artifacts')) === 'false';
    return isWithout ? [] : (readString(file, findEntry(file, item, 'job')) ?? []);
  });
}

/** Why one job need not start with what another one makes: they do not run together, or not in the same way. */
function findDoubt(file: YamlFile, from: string, to: string): string | undefined {
  const show = (name: string, keys: readonly string[]): string =>
    JSON.stringify(keys.map((key) => describeNode(file, findSetting(file, name, key))));
  const none = JSON.stringify(CONDITIONS.map(() => undefined));
  const [own, other] = [show(from, CONDITIONS), show(to, CONDITIONS)];
  if (own !== none && own !== other) return `it does not run whenever \`${to}\` does`;
  if (findSetting(file, from, 'allow_failure') !== undefined && show(from, ['allow_failure']) !== '["false"]')
    return 'it may fail while others go on';
  if (findSetting(file, from, 'parallel')) return 'it runs several times at once';
  if (show(from, ['tags']) !== show(to, ['tags'])) return `it runs on another machine than \`${to}\``;
  if (describeCheckout(file, from) !== describeCheckout(file, to)) return `its checkout is another one than that of \`${to}\``;
  const artifacts = findSetting(file, from, 'artifacts');
  const when = readString(file, findEntry(file, artifacts, 'when')) ?? 'on_success';
  if (when === 'on_failure') return 'it hands files on where it fails';
  if (findEntry(file, artifacts, 'exclude') ?? findEntry(file, artifacts, 'untracked'))
    return 'it hands on more than it lists, or less';
  return undefined;
}

/** `GIT_STRATEGY`, `GIT_SUBMODULE_STRATEGY` and the like: with another one, other files are there. */
function describeCheckout(file: YamlFile, name: string): string {
  const maps = [findEntry(file, file.root, 'variables'), ...findSettings(file, name, 'variables').toReversed()];
  const variables = new Map(maps.flatMap((map) => listEntries(file, map)));
  return JSON.stringify(
    [...variables].flatMap(([key, value]) => (/^GIT_(?!DEPTH$)/.test(key) ? [[key, describeNode(file, value)]] : [])).sort(),
  );
}
