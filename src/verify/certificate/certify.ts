import { showRelative } from '../../model/host-path.ts';
import type { FileChange } from '../../model/plan.ts';
import type { Project, ProjectFile } from '../../model/project.ts';
import { isShellScript } from '../../parse/is-shell-script.ts';
import { parseShellFile } from '../../parse/parse-file.ts';
import { readSettings } from '../../parse/read-settings.ts';
import { parseShell } from '../../parse/shell.ts';
import { type Comparer, compareImages, compareOrigins, isRefuted, refute } from './compare.ts';
import { type Check, type Image, type Result, show } from './image.ts';
import { runStatements } from './run-script.ts';
import { type LogEntry, listPaths, type World } from './world.ts';

/** A project as it is, and what a plan does to it. */
export interface CertificateRequest {
  readonly project: Project;
  readonly changes: readonly FileChange[];
  /** The script, or a Dockerfile that is built by hand. */
  readonly entry: string;
  /** Where the script runs, relative to the repository; `''` is its root. */
  readonly directory: string;
}

/** `refuted` as soon as one check is, else `unproved` as soon as one is. */
export interface Certificate {
  readonly verdict: Result;
  readonly checks: readonly Check[];
}

const MOST_WAYS = 64;
const MOST_PAIRS = 20_000;

/**
 * Whether the new files give the same images as the old ones, read by a second reader that shares nothing with the planner: both
 * scripts are followed from a clean checkout, once for each way their tests can go, and what they leave is compared. Commands of the
 * round trip itself are taken to succeed. Never throws.
 */
export function certify(request: CertificateRequest): Certificate {
  const hosted = findHosted(request);
  if (hosted !== undefined) return tellHosted(hosted);
  const checks: Check[] = [];
  const changed = applyChanges(request.project, request.changes);
  try {
    let decisions: Map<string, boolean> | undefined = new Map();
    const purposes: Purposes = { taken: new Set(), fed: new Set(), built: new Set(), spare: new Set(), ranOn: new Map() };
    for (let way = 0; decisions !== undefined; way += 1) {
      if (way >= MOST_WAYS) throw new Error('the script has too many ways to go');
      checks.push(...certifyWay(request, changed, { decisions, purposes }));
      decisions = findNextWay(decisions);
    }
    if (purposes.built.size === 0) checks.push({ result: 'unproved', statement: 'the script builds no image', span: undefined });
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

/** A file that holds shell text and is no script, and has a part in this: the check does not read those. */
function findHosted({ project, changes, entry }: CertificateRequest): string | undefined {
  const named = [entry, ...changes.map(({ path }) => path)].find((path) => project.scripts.has(path));
  if (named !== undefined || !/\b(?:g?make|npm|yarn|pnpm)\b/.test(project.files.get(entry)?.text ?? '')) return named;
  // A Dockerfile that runs these does so in its own directory.
  if (/dockerfile/i.test(entry)) return undefined;
  return [...project.scripts.values()].find(({ kind }) => kind === 'makefile' || kind === 'package-json')?.file;
}

function tellHosted(path: string): Certificate {
  const statement = `the check reads shell scripts only, and \`${path}\` is none`;
  return { verdict: 'unproved', checks: [{ result: 'unproved', statement, span: { file: path, start: 0, end: 0 } }] };
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

function certifyWay(
  request: CertificateRequest,
  changedProject: Project,
  { decisions, purposes }: { readonly decisions: Map<string, boolean>; readonly purposes: Purposes },
): readonly Check[] {
  const { project, changes } = request;
  const before = runOld(request, project, decisions);
  for (const path of before.taken) purposes.taken.add(path);
  for (const [tag, image] of before.images) if (before.fed.has(image)) purposes.fed.add(tag);
  for (const { text, isSpare } of before.log) if (isSpare() === true) purposes.spare.add(text);
  const after = run(request, changedProject, decisions);
  const changed = new Set(changes.map(({ path }) => path));
  const isOfBuild = (path: string) =>
    path === request.entry || before.buildFiles.has(path) || /\.dockerignore$|compose[^/]*\.ya?ml$/.test(path);
  const comparer: Comparer = {
    changed,
    excused: new Set([...changed].filter(isOfBuild)),
    ranOn: new Map([...before.ranOn, ...purposes.ranOn]),
    known: new Map(),
    inside: undefined,
    fuel: { left: MOST_PAIRS },
  };
  for (const [image, start] of before.ranOn) if (purposes.built.size === 0) purposes.ranOn.set(image, start);
  for (const tag of before.built) purposes.built.add(tag);
  const isLost = before.isLost || before.lacksDockerfile || after.isLost;
  const checks = [
    ...before.notes,
    ...after.notes,
    ...compareTags(comparer, before, after, purposes),
    ...compareLogs(comparer, before, after, purposes),
    ...compareHosts(comparer, before, after, purposes),
  ];
  return isLost ? checks.map((check) => (check.result === 'refuted' ? { ...check, result: 'unproved' } : check)) : checks;
}

function applyChanges(project: Project, changes: readonly FileChange[]): Project {
  const files = new Map<string, ProjectFile>(project.files);
  const tree = new Map(project.tree);
  for (const { path, after, mode } of changes) {
    files.delete(path);
    tree.delete(path);
    if (after === undefined) continue;
    files.set(path, { path, text: after, mode });
    tree.set(path, 'file');
  }
  return { ...project, files, tree };
}

/** How old projects ran, by what else a run depends on: each conversion of a project is held against the same run. */
const oldRuns = new WeakMap<Project, Map<string, { readonly world: World; readonly decisions: ReadonlyMap<string, boolean> }>>();

function runOld(request: CertificateRequest, project: Project, decisions: Map<string, boolean>): World {
  const known = oldRuns.get(project) ?? new Map();
  oldRuns.set(project, known);
  const key = JSON.stringify([request.entry, request.directory, ...decisions]);
  const found = known.get(key);
  if (found) {
    for (const [question, answer] of found.decisions) decisions.set(question, answer);
    return found.world;
  }
  const world = run(request, project, decisions);
  known.set(key, { world, decisions: new Map(decisions) });
  return world;
}

function run(request: CertificateRequest, project: Project, decisions: Map<string, boolean>): World {
  const file = project.files.get(request.entry);
  const text = file?.text;
  const isScript = !/(?:^|\/)[^/]*dockerfile[^/]*$/i.test(request.entry) || (file !== undefined && isShellScript(file));
  const byHand = `docker build -t image -f ${showRelative(request.directory, request.entry)} .`;
  const parsed = isScript && file ? parseShellFile(file) : parseShell(request.entry, isScript ? '' : byHand);
  const world = startWorld(request, project, decisions, parsed.tree);
  const error = parsed.diagnostics.find(({ severity }) => severity === 'error');
  if (text === undefined || error)
    world.notes.push({ result: 'unproved', statement: 'the script cannot be read', span: error?.span });
  for (const span of parsed.tree.mended)
    world.notes.push({
      result: 'unproved',
      statement: 'blanks behind a `\\` are read as a continuation',
      span,
      isHypothesis: true,
    });
  runStatements(world, parsed.tree.script.commands);
  for (const command of world.atExit) {
    world.stopped = 'no';
    runStatements(world, parseShell(request.entry, nameTokens(world, command)).tree.script.commands);
  }
  return world;
}

/** `trap "docker rm $id" EXIT` has its values already: those that are not known become variables again, so that each stays one word. */
function nameTokens(world: World, command: string): string {
  return command.replace(/\0[^\0]*\0/g, (token, at: number) => {
    const name = `__of_trap_${at}`;
    world.variables.set(name, token);
    return /["']/.test(command[at - 1] ?? '') ? `\${${name}}` : `"\${${name}}"`;
  });
}

function startWorld(request: CertificateRequest, project: Project, decisions: Map<string, boolean>, tree: World['tree']): World {
  return {
    project: { ...project, settings: readSettings(project).settings },
    before: request.project,
    decisions,
    tree,
    paths: listPaths(project),
    directory: request.directory,
    variables: new Map(),
    functions: new Map(),
    host: new Map(),
    taken: new Set(),
    removed: new Set(),
    moved: new Map(),
    images: new Map(),
    built: new Set(),
    buildFiles: new Set(),
    fed: new Set(),
    rests: new Map(),
    ranOn: new Map(),
    containers: new Map(),
    log: [],
    notes: [],
    asked: new Set(),
    atExit: [],
    stack: [],
    positional: undefined,
    output: undefined,
    stream: undefined,
    after: '',
    stopped: 'no',
    unsure: undefined,
    lastBuilt: undefined,
    // The planner follows 2,000 commands; here lists and pipes count too.
    fuel: 6_000,
    isLost: false,
    lacksDockerfile: false,
  };
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
    if (isOpen || taken.has(path)) return [];
    const other = after.host.get(path);
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
