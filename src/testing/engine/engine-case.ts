import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The two builders of the engine. */
export const BUILDERS = ['classic', 'buildkit'] as const;
export type Builder = (typeof BUILDERS)[number];

/** A fixture whose two forms are built and compared: the `engine` entry of its `case.json`. */
export interface EngineCase {
  /** `group/case`. */
  readonly name: string;
  /** Holds `input/` and `output/`. */
  readonly directory: string;
  /** The command that builds the old form, run in a copy of `input/`. */
  readonly run: readonly string[];
  /** The same for `output/`. */
  readonly runAfter: readonly string[];
  /** Names of the images to compare. */
  readonly images: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Absolute globs of paths in the images that differ by nature. Each has to be needed by one of the builders. */
  readonly differs: readonly string[];
  readonly builders: readonly Builder[];
  /** Base images that can't be read from the Dockerfiles, such as `FROM golang:$VERSION` where a script sets the version. */
  readonly bases: readonly string[];
  /** The old script doesn't work as written; images that it does make are compared all the same. */
  readonly oldFails: boolean;
}

const KEYS = ['run', 'runAfter', 'images', 'env', 'differs', 'builders', 'bases', 'oldFails'];

/**
 * The cases below `fixtures` that have an `engine` entry and an `output/`, by name.
 * @throws Error for an entry that is not of the form above.
 */
export function findEngineCases(fixtures: string): readonly EngineCase[] {
  const groups = readdirSync(fixtures, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const names = groups.flatMap(({ name }) => readdirSync(join(fixtures, name)).map((each) => `${name}/${each}`));
  return names.sort().flatMap((name) => readEngineCase(name, join(fixtures, name)));
}

function readEngineCase(name: string, directory: string): readonly EngineCase[] {
  const file = join(directory, 'case.json');
  if (!existsSync(file) || !existsSync(join(directory, 'output'))) return [];
  const { engine } = JSON.parse(readFileSync(file, 'utf8'));
  if (engine === undefined) return [];
  const wrong = Object.keys(engine).filter((key) => !KEYS.includes(key));
  if (wrong.length > 0) throw new Error(`${name}: case.json has engine.${wrong.join(', engine.')}, which means nothing`);
  const { run, images, runAfter = run, env = {}, differs = [], builders = BUILDERS, bases = [], oldFails = false } = engine;
  const lists = { run, runAfter, images, differs, builders, bases };
  const broken = Object.entries(lists).filter(([, value]) => !isTexts(value));
  if (broken.length > 0)
    throw new Error(`${name}: engine.${broken.map(([key]) => key).join(', engine.')} must be a list of texts`);
  return [{ name, directory, ...lists, env, oldFails }];
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
