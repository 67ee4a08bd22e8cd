import { findBelow, hasUnknown, joinHostPath } from '../../model/host-path.ts';
import { matchesGlob } from '../engine/glob.ts';
import { type Check, type Image, show, toTagKey } from '../reader/image.ts';
import { READS_ONLY } from '../reader/log.ts';
import type { LogEntry, World } from '../reader/world.ts';

/** What one start leaves before and after, its tests going one way. */
export interface GoalRun {
  readonly goal: string;
  readonly before: World;
  readonly after: World;
}

/**
 * What speaks against taking starts one by one: a tag or a file that one start no longer leaves, and that another one, which people may
 * run behind it in the same place, names.
 */
export function checkGoals(runs: readonly GoalRun[]): readonly Check[] {
  const tags = new Set(runs.flatMap(({ before }) => [...before.built]));
  return runs.flatMap(({ goal, before, after }) => {
    const others = runs.filter((run) => run.goal !== goal).map((run) => run.before);
    const lost = [...before.images.keys()].filter((tag) => !tag.startsWith('\0') && !after.images.has(tag));
    const gone = [...before.host.keys()].filter((path) => !after.host.has(path) && !hasUnknown(path));
    return [
      ...lost.filter((tag) => others.some((world) => namesTag(world, tag))),
      ...gone.filter((path) => others.some((world) => namesPath(world, path, tags))),
    ].map((name): Check => {
      const statement = `\`${show(name)}\` is not left by \`${goal}\` any more, and another start names it`;
      return { result: 'unproved', statement, span: undefined };
    });
  });
}

function namesTag({ log, images }: World, tag: string): boolean {
  const isNamed = log.some(({ images: words, isSpare, about }) => {
    const named = [...words].some(([word, image]) => !image && toTagKey(word) === tag);
    return named && isSpare() !== true && about.length === 0;
  });
  return isNamed || [...new Set(images.values())].some((image) => listPulled(image).has(tag));
}

/** The images that nobody built and that something is taken from. */
function listPulled(image: Image, found: Set<string> = new Set(), seen: Set<Image> = new Set()): ReadonlySet<string> {
  if (seen.has(image)) return found;
  seen.add(image);
  if (typeof image.base === 'string') found.add(image.base);
  else listPulled(image.base, found, seen);
  for (const step of image.steps)
    if (step.kind === 'copy' && step.origin.kind === 'image') listPulled(step.origin.image, found, seen);
  return found;
}

/**
 * What speaks against leaving commands alone that work on a file the images are made from, where the plan changes that file or no build
 * reads it any more: `sed -i … Dockerfile.build`.
 */
export function checkEdited(runs: readonly GoalRun[], changed: ReadonlySet<string>): readonly Check[] {
  const read = new Set(runs.flatMap(({ before }) => [...before.buildFiles]));
  const still = new Set(runs.flatMap(({ after }) => [...after.buildFiles]));
  const files = [...read].filter((path) => changed.has(path) || !still.has(path));
  const entries = runs.flatMap(({ before }) => before.log.filter((entry) => entry.isSpare() !== true));
  return entries.flatMap((entry) => {
    const { program, paths } = readEntry(entry, new Set());
    const edited = READS_ONLY.test(program)
      ? undefined
      : files.find((file) => paths.some((path) => matchesGlob(`/${path}`, `/${file}`)));
    if (edited === undefined) return [];
    return [
      {
        result: 'unproved',
        statement: `\`${program}\` works on \`${edited}\`, which changes or is not read any more`,
        span: entry.span,
      },
    ];
  });
}

/** Whether a command names the path. */
function namesPath({ log }: World, path: string, tags: ReadonlySet<string>): boolean {
  return log.some((entry) => {
    if (entry.isSpare() === true) return false;
    const { paths } = readEntry(entry, tags);
    return paths.some((full) => full !== '' && (findBelow(full, path) ?? findBelow(path, full)) !== undefined);
  });
}

/** A command of the log, with what its words come to as paths; words that are tags of images are none. */
function readEntry(
  { text }: LogEntry,
  tags: ReadonlySet<string>,
): { readonly program: string; readonly paths: readonly string[] } {
  const [, directory = '', words = ''] = /^-?(.*?) \$ (.*)$/s.exec(text) ?? [];
  const plain = words.split(/\s+/).filter((word) => !tags.has(toTagKey(word)));
  const named = plain.flatMap((word) => word.split(/[=:"';&|()<>]+/)).filter((word) => word !== '');
  return { program: plain[0] ?? '', paths: named.map((word) => joinHostPath(directory, word)) };
}
