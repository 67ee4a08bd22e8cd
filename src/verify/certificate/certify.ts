import { readHostScripts } from '../../discover/hosts/index.ts';
import type { FileChange } from '../../model/plan.ts';
import type { Project, ProjectFile } from '../../model/project.ts';
import { demandShort } from '../reader/find-file.ts';
import { type Check, type Image, type Result, show } from '../reader/image.ts';
import { runGoal, type Start } from '../reader/run-goal.ts';
import { nameSection } from '../reader/run-section.ts';
import { compareAnswers } from '../reader/test-words.ts';
import type { LogEntry, World } from '../reader/world.ts';
import { checkEdited, checkGoals, type GoalRun } from './check-goals.ts';
import { checkHosts, isRunInside } from './check-hosts.ts';
import { type Comparer, compareImages, compareOrigins, isRefuted, refute } from './compare.ts';

/** A project as it is, and what a plan does to it. */
export interface CertificateRequest {
  readonly project: Project;
  readonly changes: readonly FileChange[];
  /** The script, a file that holds shell text, or a Dockerfile that is built by hand. */
  readonly entry: string;
  /** Where the script runs, relative to the repository; `''` is its root. */
  readonly directory: string;
  /** What people and machines start, each in a clean checkout; else the entry, and of a file with sections those that are entries. */
  readonly goals?: readonly Start[] | undefined;
}

/** `refuted` as soon as one check is, else `unproved` as soon as one is. */
export interface Certificate {
  readonly verdict: Result;
  readonly checks: readonly Check[];
}

const MOST_WAYS = 64;
const MOST_PAIRS = 20_000;

/**
 * Whether the new files give the same images as the old ones, read by a second reader that shares nothing with the planner: all that
 * people and machines start is followed from a clean checkout, once for each way its tests can go, and what the old and the new files
 * leave is compared. Commands of the round trip itself are taken to succeed. Never throws.
 */
export function certify(request: CertificateRequest): Certificate {
  const checks: Check[] = [];
  try {
    const starts = listStarts(request);
    for (const { file } of starts) demandShort(file, request.project.files.get(file)?.text);
    for (const { path, before, after } of request.changes) for (const text of [before, after]) demandShort(path, text);
    const changed = applyChanges(request.project, request.changes);
    const ways = starts.map((start) => runStart(start, request.project, changed));
    const runs = ways.flat();
    const files = listExcused(request, changed, runs);
    checks.push(...ways.flatMap((each) => compareWays(each, files)), ...checkReached(request, changed, starts, runs));
    checks.push(...checkEdited(runs, files.changed));
    if (starts.length > 1) checks.push(...checkGoals(runs));
    if (!runs.some(({ before }) => before.built.size > 0))
      checks.push({ result: 'unproved', statement: 'the script builds no image', span: undefined });
  } catch (error) {
    checks.push({
      result: 'unproved',
      statement: `the check stopped: ${error instanceof Error ? error.message : String(error)}`,
      span: undefined,
    });
  }
  const texts = new Map(checks.map((check) => [JSON.stringify(check), check]));
  const results = checks.map(({ result }) => result);
  const verdict = results.includes('refuted') ? 'refuted' : results.includes('unproved') ? 'unproved' : 'proved';
  return { verdict, checks: [...texts.values()] };
}

function listStarts({ project, entry, directory, goals = [] }: CertificateRequest): readonly Start[] {
  const found = goals.map((goal) => (project.scripts.has(goal.file) ? goal : { ...goal, section: undefined }));
  const named = new Map(found.map((start) => [JSON.stringify([start.file, start.section, start.directory]), start]));
  if (named.size > 0) return [...named.values()];
  const host = project.scripts.get(entry);
  if (!host) return [{ file: entry, section: undefined, directory }];
  return host.sections.filter(({ isEntry }) => isEntry).map(({ name }) => ({ file: entry, section: name, directory }));
}

/** Follows a start in all its ways. */
function runStart(start: Start, project: Project, changed: Project): readonly GoalRun[] {
  const runs: GoalRun[] = [];
  const goal = start.section ?? start.file;
  for (let decisions: Map<string, boolean> | undefined = new Map(); decisions !== undefined; ) {
    if (runs.length >= MOST_WAYS) throw new Error('the script has too many ways to go');
    const before = runOld(start, project, decisions);
    runs.push({ goal, before, after: runGoal(start, { project: changed, before: project, decisions }) });
    decisions = findNextWay(decisions);
  }
  return runs;
}

function checkReached(
  { project, changes }: CertificateRequest,
  changed: Project,
  starts: readonly Start[],
  runs: readonly GoalRun[],
): readonly Check[] {
  const worlds = runs.flatMap(({ before, after }) => [before, after]);
  const paths = changes.map(({ path }) => path);
  return checkHosts(project, changed, paths, {
    files: new Set(worlds.flatMap(({ buildFiles }) => [...buildFiles])),
    sections: new Set(worlds.flatMap(({ sections }) => [...sections])),
    started: new Set(starts.map(({ file, section = '' }) => nameSection(file, section))),
  });
}

/** The last test that went well goes the other way, and those behind it are asked anew. */
function findNextWay(decisions: ReadonlyMap<string, boolean>): Map<string, boolean> | undefined {
  const entries = [...decisions];
  const last = entries.findLastIndex(([, answer]) => answer);
  return last === -1 ? undefined : new Map([...entries.slice(0, last), [entries[last]?.[0] ?? '', false]]);
}

/**
 * What the old script makes for other images in some way that was followed: paths of the host and tags. Where a test stops the script in
 * front of the build that takes them, they are nobody's result all the same. The way in which all tests go well comes first.
 */
interface Purposes {
  readonly taken: Set<string>;
  readonly fed: Set<string>;
  readonly built: Set<string>;
  /** Commands that are a part of the round trip. */
  readonly spare: Set<string>;
  /** Images of containers that ran, and those they started from. */
  readonly ranOn: Map<Image, Image>;
}

/** Compares what all ways of one start leave. */
function compareWays(runs: readonly GoalRun[], { changed, excused }: Pick<Comparer, 'changed' | 'excused'>): readonly Check[] {
  const purposes: Purposes = { taken: new Set(), fed: new Set(), spare: new Set(), built: new Set(), ranOn: new Map() };
  return runs.flatMap(({ before, after }) => {
    const ranOn = new Map([...before.ranOn, ...purposes.ranOn]);
    notePurposes(purposes, before);
    const comparer: Comparer = {
      ...{ changed, excused, ranOn },
      ...{ known: new Map(), inside: undefined, fuel: { left: MOST_PAIRS } },
    };
    const isLost = before.isLost || before.lacksDockerfile || after.isLost;
    const checks = [
      ...before.notes,
      ...after.notes,
      ...compareTags(comparer, before, after, purposes),
      ...compareLogs(comparer, before, after, purposes),
      ...compareHosts(comparer, before, after, purposes),
      ...compareAnswers(before, after),
    ];
    return isLost ? checks.map((check) => (check.result === 'refuted' ? { ...check, result: 'unproved' } : check)) : checks;
  });
}

function notePurposes(purposes: Purposes, { taken, images, fed, log, ranOn, built }: World): void {
  for (const path of taken) purposes.taken.add(path);
  for (const [tag, image] of images) if (fed.has(image)) purposes.fed.add(tag);
  for (const { text, isSpare } of log) if (isSpare() === true) purposes.spare.add(text);
  for (const [image, start] of ranOn) if (purposes.built.size === 0) purposes.ranOn.set(image, start);
  for (const tag of built) purposes.built.add(tag);
}

/** Changed files that are there to build: what a copy of a whole directory has of them makes no difference. */
function listExcused(
  { project, changes, entry }: CertificateRequest,
  changed: Project,
  runs: readonly GoalRun[],
): Pick<Comparer, 'changed' | 'excused'> {
  const paths = new Set(changes.map(({ path }) => path));
  const files = new Set(runs.flatMap(({ before }) => [...before.buildFiles]));
  const dockerfiles = [...files].flatMap((path) => (project.scripts.has(path) ? [] : (project.files.get(path)?.text ?? [])));
  const isOfBuild = (path: string) => path === entry || files.has(path) || /\.dockerignore$|compose[^/]*\.ya?ml$/.test(path);
  const excused = [...paths].filter((path) => isOfBuild(path) && !isRunInside(project, changed, path, dockerfiles));
  return { changed: paths, excused: new Set(excused) };
}

function applyChanges(project: Project, changes: readonly FileChange[]): Project {
  const files = new Map<string, ProjectFile>(project.files);
  const tree = new Map(project.tree);
  const scripts = new Map(project.scripts);
  for (const { path, after, mode } of changes) {
    files.delete(path);
    tree.delete(path);
    scripts.delete(path);
    if (after === undefined) continue;
    files.set(path, { path, text: after, mode });
    tree.set(path, 'file');
  }
  const read = readHostScripts(changes.flatMap(({ path }) => files.get(path) ?? []));
  return { ...project, files, tree, scripts: new Map([...scripts, ...read]) };
}

/** How old projects ran, by what else a run depends on: each conversion of a project is held against the same run. */
const oldRuns = new WeakMap<Project, Map<string, { readonly world: World; readonly decisions: ReadonlyMap<string, boolean> }>>();

function runOld(start: Start, project: Project, decisions: Map<string, boolean>): World {
  const known = oldRuns.get(project) ?? new Map();
  oldRuns.set(project, known);
  const key = JSON.stringify([start.file, start.section, start.directory, ...decisions]);
  const found = known.get(key);
  if (found) {
    for (const [question, answer] of found.decisions) decisions.set(question, answer);
    return found.world;
  }
  const world = runGoal(start, { project, before: project, decisions });
  known.set(key, { world, decisions: new Map(decisions) });
  return world;
}

/** Every tag the new script leaves is the old one's; a tag that is gone was only there to feed another image. */
function compareTags(comparer: Comparer, before: World, after: World, { fed }: Purposes): readonly Check[] {
  const left = [...before.images].filter(([tag]) => !tag.startsWith('\0id of'));
  const kept = [...after.images].flatMap(([tag, image]): readonly Check[] => {
    const old = before.images.get(tag);
    if (!old) return tag.startsWith('\0') ? [] : [refute(`\`${show(tag)}\` is new`, image.span)];
    const found = compareImages(comparer, old, image);
    return found.length > 0 ? found : [{ result: 'proved', statement: `\`${show(tag)}\` is the same image`, span: image.span }];
  });
  const lost = left.filter(([tag, image]) => !after.images.has(tag) && !before.fed.has(image) && !fed.has(tag));
  return [...kept, ...lost.map(([tag, image]) => refute(`\`${show(tag)}\` is not built any more`, image.span))];
}

/** What the old script takes out of an image for the host, and not for another image, still arrives there. */
function compareHosts(comparer: Comparer, before: World, after: World, { taken }: Purposes): readonly Check[] {
  return [...before.host].flatMap(([path, origin]): readonly Check[] => {
    // Of what may lie in a mount, nobody knows that it is there.
    const isOpen = path.startsWith('\0fresh-path:piped') || origin === 'directory' || origin.kind !== 'image' || origin.isMount;
    const other = after.host.get(path);
    // What only was there for another image may be missing, but not be something else.
    if (isOpen || (taken.has(path) && (other === undefined || other === 'directory' || other.kind !== 'image'))) return [];
    if (other === undefined) return [refute(`\`${show(path)}\` does not arrive on the host any more`, undefined)];
    return other === 'directory' ? [] : compareOrigins(comparer, origin, other, { file: before.tree.file, start: 0, end: 0 });
  });
}

/** Every other command of the old script is there in the same order, with the same images and files at hand, and none is new. */
function compareLogs(comparer: Comparer, before: World, after: World, { spare }: Purposes): readonly Check[] {
  const found: Check[] = [];
  const texts = new Set(before.log.map(({ text }) => text));
  const rest = after.log.filter((entry) => entry.isSpare() !== true || texts.has(entry.text));
  for (const entry of before.log) {
    const next = rest[0];
    if (next?.text === entry.text && next.about.join() === entry.about.join()) {
      rest.shift();
      found.push(...compareEntries(comparer, entry, next));
      continue;
    }
    const isPointless = entry.about.length > 0 && entry.about.every((tag) => !after.built.has(tag));
    const isSpare = isPointless || spare.has(entry.text) || entry.isSpare();
    if (isSpare === 'maybe')
      found.push({ result: 'unproved', statement: `cannot tell whether \`${tellEntry(entry)}\` may go`, span: entry.span });
    if (isSpare === false) found.push(refute(`\`${tellEntry(entry)}\` is lost or stands elsewhere`, entry.span));
  }
  const added = rest.filter((entry) => entry.isSpare() === false);
  return [...found, ...(isRefuted(found) ? [] : added.map((entry) => refute(`\`${tellEntry(entry)}\` is new`, entry.span)))];
}

function compareEntries(comparer: Comparer, entry: LogEntry, next: LogEntry): readonly Check[] {
  const images = [...entry.images].flatMap(([word, image]): readonly Check[] => {
    const other = next.images.get(word);
    if (!image) return other ? [refute(`\`${show(word)}\` is another image here`, next.span)] : [];
    return other ? compareImages(comparer, image, other) : [refute(`\`${show(word)}\` is not built here any more`, next.span)];
  });
  return [
    ...images,
    ...[...entry.reads].flatMap(([path, origin]) =>
      origin ? compareOrigins(comparer, origin, next.reads.get(path), next.span) : [],
    ),
  ];
}

function tellEntry({ text }: LogEntry): string {
  return show(text.replace(/^ \$ /, ''));
}
