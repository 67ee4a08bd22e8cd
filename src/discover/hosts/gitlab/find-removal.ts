import { isAlias, isMap, isNode, isSeq, type Node, visit } from 'yaml';
import type { TextCut } from '../../../model/script-host.ts';
import { findLineEnd, findLineStart } from '../../../model/text.ts';
import { findContentEnd, findItem } from '../find-item.ts';
import { findEntry, listEntries, listItems, readString, type YamlFile } from '../yaml-nodes.ts';
import { findKey, findPair } from './find-key.ts';
import { findSetting } from './find-settings.ts';

/**
 * What takes a job out of a `.gitlab-ci.yml`: its own lines with the comment above them, its stage where no other job is in it, and its
 * name where another job only waits for its files. `undefined` where something else is built on the job (`extends`, `!reference`, an anchor in it), where other files may name it, or
 * where a job that waited for it would start earlier than it does.
 */
export function findRemoval(file: YamlFile, path: string, name: string): readonly TextCut[] | undefined {
  const own = findOwnLines(file, name);
  const isOnlyHere = path === '.gitlab-ci.yml' && findEntry(file, file.root, 'include') === undefined;
  if (!own || !isOnlyHere || isBuiltOn(file, name)) return undefined;
  const mentions: TextCut[] = [];
  for (const [other] of listEntries(file, file.root)) {
    const cuts = other === name ? [] : forget(file, other, name);
    if (!cuts) return undefined;
    mentions.push(...cuts);
  }
  return [own, ...mentions, ...findStage(file, name)];
}

/** The item of `stages` that only this job is in. */
function findStage(file: YamlFile, name: string): readonly TextCut[] {
  const stage = readString(file, findSetting(file, name, 'stage'));
  const list = findPair(file, file.root, 'stages')?.value;
  const items = isSeq(list) ? list.items : [];
  const item = items.find((each) => readString(file, each) === stage);
  const isShared = listEntries(file, file.root).some(
    ([other, entry]) => other !== name && readString(file, findEntry(file, entry, 'stage')) === stage,
  );
  const range = isNode(item) && findItem(file.source, item);
  if (stage === undefined || isShared || !range || items.length < 2 || isAlias(item)) return [];
  const isLastInFlow = isSeq(list) && list.flow === true && item === items.at(-1);
  return isLastInFlow ? [] : [{ start: range.start, end: range.end, text: '' }];
}

/** The lines of a job, those of the comment directly above and one blank line among them. */
function findOwnLines(file: YamlFile, name: string): TextCut | undefined {
  const { source } = file;
  const key = findKey(file, file.root, name);
  const value = findEntry(file, file.root, name);
  if (!key?.range || !isMap(value) || value.flow || !value.range || value.range[0] < key.range[0]) return undefined;
  let start = findLineStart(source, key.range[0]);
  while (start > 0) {
    const line = findLineStart(source, start - 1);
    if (!source.slice(line, start).startsWith('#')) break;
    start = line;
  }
  let end = findLineEnd(source, findContentEnd(source, value));
  while (end < source.length && source.slice(end, findLineEnd(source, end)).trim() === '') end = findLineEnd(source, end);
  // At the end of the file the blank lines in front of it go.
  while (end >= source.length && start > 0 && source.slice(findLineStart(source, start - 1), start).trim() === '')
    start = findLineStart(source, start - 1);
  return { start, end, text: '' };
}

function isBuiltOn(file: YamlFile, name: string): boolean {
  const value = findEntry(file, file.root, name);
  const [start = 0, end = 0] = value?.range ?? [];
  const anchored = new Set<Node>();
  let isExtended = false;
  visit(file.root, {
    Alias: (_, node) => {
      const target = isAlias(node) ? file.targets.get(node) : undefined;
      const [at = 0] = target?.range ?? [];
      const [from = 0] = node.range ?? [];
      if (target && at >= start && at < end && (from < start || from >= end)) anchored.add(target);
    },
    Seq: (_, node) => {
      if (node.tag === '!reference' && readString(file, node.items[0]) === name) isExtended = true;
    },
  });
  const extended = listEntries(file, file.root).some(([, entry]) =>
    listItems(file, findEntry(file, entry, 'extends')).some((item) => readString(file, item) === name),
  );
  return isExtended || extended || anchored.size > 0;
}

/** Takes the name out of another job; `undefined` where it is one of several, or stands in a place that is not looked at. */
function forget(file: YamlFile, other: string, name: string): readonly TextCut[] | undefined {
  const job = findEntry(file, file.root, other);
  const rules = listItems(file, findEntry(file, job, 'rules'));
  if (rules.some((rule) => findEntry(file, rule, 'needs') !== undefined)) return undefined;
  const [needs, dependencies] = ['needs', 'dependencies'].map((key) => {
    const items = listItems(file, findEntry(file, job, key)).map((item) =>
      readString(file, findEntry(file, item, 'job') ?? item),
    );
    return { key, isNamed: items.includes(name), isOnly: items.length === 1 };
  });
  if (!needs?.isNamed && !dependencies?.isNamed) return [];
  const waits = [needs, dependencies].filter((list) => list?.isNamed);
  const hasOwnNeeds = findSetting(file, name, 'needs') !== undefined;
  if (!waits.every((list) => list?.isOnly) || (needs?.isNamed && hasOwnNeeds) || isJobless(other)) return undefined;
  const hasList = dependencies?.isNamed || findEntry(file, job, 'dependencies') === undefined;
  // Without `needs` it waits for all earlier stages, as the job that goes did; `dependencies: []` still keeps their files away.
  const cuts = waits.map((list, index) =>
    replacePair(file, job, list?.key ?? '', index === waits.length - 1 && hasList ? 'dependencies: []' : ''),
  );
  return cuts.every((cut) => cut !== undefined) ? cuts : undefined;
}

/** A template, whose users are not looked at. */
function isJobless(name: string): boolean {
  return name.startsWith('.') || name === 'default';
}

/** The lines of a pair in a block mapping, with another text in place of the pair. */
function replacePair(file: YamlFile, job: Node | undefined, key: string, text: string): TextCut | undefined {
  const { source } = file;
  const pair = findPair(file, job, key);
  const found = findKey(file, job, key);
  const value = pair?.value as Node | undefined;
  if (!found?.range || !value?.range || isAlias(value) || (isMap(job) && job.flow)) return undefined;
  const end = findContentEnd(source, value);
  if (text !== '') return { start: found.range[0], end, text };
  return { start: findLineStart(source, found.range[0]), end: findLineEnd(source, end), text: '' };
}
