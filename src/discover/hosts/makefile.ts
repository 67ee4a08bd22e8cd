import type { ProjectFile } from '../../model/project.ts';
import type { HostScript, HostVariable, NamedWord, ScriptBlock, ScriptSection } from '../../model/script-host.ts';
import { findLineEnding } from '../../model/text.ts';
import { type MakeRule, type ParsedMakefile, readRules } from './make/read-rules.ts';
import { readVariables, toShellWord } from './make/read-variables.ts';
import { translateRecipe } from './make/translate-recipe.ts';

const NO_RECIPE: readonly ScriptBlock[] = [];
/** A bound on targets that pattern rules make. */
const MANY = 200;

/**
 * The shell in a Makefile: a section per target, a block per recipe line. Reads GNU make's language as far as recipes, prerequisites and
 * variables go; a condition is not decided.
 *
 * @example
 * // "image: app\n\tdocker build -t $(IMAGE) .\n" → section `image` needs `app`, reads "docker build -t ${IMAGE} ."
 */
export function readMakefile({ path, text }: ProjectFile): HostScript | undefined {
  const parsed = readRules(text, path);
  const targets = gatherTargets(parsed.rules);
  const makefile: Makefile = {
    path,
    text,
    isOneShell: parsed.rules.some((rule) => rule.targets.includes('.ONESHELL')),
    goal: findGoal(parsed, targets),
    needed: findNeeded(targets),
    recipes: new Map(),
    blanked: text.replace(/[^\n]/g, ' '),
    parsed,
    variables: readVariables(parsed.definitions, path, parsed.exported),
    targets,
  };
  const sections = [...makefile.targets.values()]
    .filter(({ name }) => !name.includes('%'))
    .map((target) => makeSection(makefile, target));
  if (sections.length === 0 && parsed.definitions.length === 0) return undefined;
  return { kind: 'makefile', file: path, sections, includes: parsed.includes, goal: makefile.goal };
}

interface Makefile {
  readonly path: string;
  readonly text: string;
  /** The text with everything but its line ends blanked. */
  readonly blanked: string;
  readonly parsed: ParsedMakefile;
  readonly variables: readonly HostVariable[];
  readonly targets: ReadonlyMap<string, Target>;
  readonly isOneShell: boolean;
  readonly goal: string | undefined;
  /** The names of targets that another target needs. */
  readonly needed: ReadonlySet<string>;
  /** Recipes that were drawn: a rule may have thousands of targets. */
  readonly recipes: Map<readonly ScriptBlock[], Pick<ScriptSection, 'blocks' | 'read'>>;
}

/** All that the rules of a file say about one target. */
interface Target {
  readonly name: string;
  readonly prerequisites: readonly NamedWord[];
  readonly recipe: readonly ScriptBlock[];
  readonly definitions: MakeRule['definitions'];
  /** What `%` stands for. */
  readonly stem: string;
}

/** One target per name; of several rules the last recipe counts, and all prerequisites (GNU make manual, 4.11). */
function gatherTargets(rules: readonly MakeRule[]): ReadonlyMap<string, Target> {
  const rulesOf = new Map<string, MakeRule[]>();
  for (const rule of rules) {
    for (const name of rule.targets.filter((each) => !/^\.[A-Z_]+$/.test(each))) {
      const own = rulesOf.get(name);
      if (own) own.push(rule);
      else rulesOf.set(name, [rule]);
    }
  }
  const targets = new Map<string, Target>();
  for (const [name, own] of rulesOf) {
    targets.set(name, {
      name,
      stem: '',
      prerequisites: own.flatMap(({ prerequisites }) => prerequisites),
      recipe: own.findLast(({ recipe }) => recipe.length > 0)?.recipe ?? NO_RECIPE,
      definitions: own.flatMap(({ definitions }) => definitions),
    });
  }
  addPatternTargets(targets);
  return targets;
}

/** Targets that others need and that only a pattern rule makes. */
function addPatternTargets(targets: Map<string, Target>): void {
  const patterns = [...targets.values()].filter(({ name }) => name.includes('%'));
  for (const { prerequisites } of patterns.length === 0 ? [] : targets.values()) {
    for (const { name } of prerequisites) {
      if (targets.has(name) || name.includes('%') || targets.size > MANY) continue;
      const found = patterns.flatMap((pattern) => instantiate(pattern, name) ?? []);
      if (found[0]) targets.set(name, found[0]);
    }
  }
}

function instantiate(pattern: Target, name: string): Target | undefined {
  const [before = '', after = ''] = pattern.name.split('%');
  if (!name.startsWith(before) || !name.endsWith(after) || name.length <= before.length + after.length) return undefined;
  const stem = name.slice(before.length, name.length - after.length);
  const prerequisites = pattern.prerequisites.map((word) =>
    word.name.includes('%') ? { name: word.name.replace('%', () => stem), start: word.start, end: word.start } : word,
  );
  return { ...pattern, name, prerequisites, stem };
}

function makeSection(makefile: Makefile, target: Target): ScriptSection {
  const { name, prerequisites, definitions } = target;
  const { exported } = makefile.parsed;
  const all = prerequisites.map((word) => word.name);
  return {
    name,
    needs: [...new Set(all.filter((each) => each !== name && makefile.targets.has(each)))],
    prerequisites,
    ...readRecipe(makefile, target.recipe),
    directory: undefined,
    variables:
      definitions.length === 0
        ? makefile.variables
        : [...makefile.variables, ...readVariables(definitions, makefile.path, exported).slice(2)],
    positional: [name, all[0] ?? '', all.join(' '), target.stem].map((text) => toPositional(text) ?? '"$!"'),
    isEntry: !name.startsWith('.') && (name === makefile.goal || !makefile.needed.has(name)),
    // A pattern rule without a recipe takes the rule away (GNU make manual, 10.5.6).
    emptyText: target.stem === '' ? undefined : `\t:${findLineEnding(makefile.text)}`,
  };
}

/** Characters of all that a target needs, beyond which no command can name them. */
const LONGEST_WORD = 1 << 14;

function toPositional(text: string): string | undefined {
  return text.length > LONGEST_WORD ? undefined : toShellWord(text);
}

function findNeeded(targets: ReadonlyMap<string, Target>): ReadonlySet<string> {
  const needed = [...targets.values()].flatMap(({ name, prerequisites }) =>
    prerequisites.map((word) => word.name).filter((other) => other !== name),
  );
  return new Set(needed);
}

function readRecipe(makefile: Makefile, recipe: readonly ScriptBlock[]): Pick<ScriptSection, 'blocks' | 'read'> {
  const known = makefile.recipes.get(recipe);
  if (known) return known;
  const all = recipe.map((block, index) => (makefile.isOneShell && index > 0 ? { ...block, isOwnShell: false } : block));
  const blocks = all.filter(({ start, end }) => /[^ ]/.test(translateRecipe(makefile.text.slice(start, end))));
  const drawn = { blocks, read: drawRecipe(makefile, all) };
  makefile.recipes.set(recipe, drawn);
  return drawn;
}

/** The first target, or the one that `.DEFAULT_GOAL` names. */
function findGoal(parsed: ParsedMakefile, targets: ReadonlyMap<string, Target>): string | undefined {
  const named = parsed.definitions.findLast(({ name }) => name === '.DEFAULT_GOAL')?.text;
  return named ?? [...targets.keys()].find((name) => !name.startsWith('.') && !name.includes('%'));
}

/** The text with everything but the recipe blanked. */
function drawRecipe({ text, blanked }: Makefile, blocks: readonly ScriptBlock[]): string {
  let drawn = '';
  for (const { start, end } of blocks) {
    if (start < drawn.length) continue;
    drawn += blanked.slice(drawn.length, start) + translateRecipe(text.slice(start, end)).replaceAll('\r', ' ');
  }
  return drawn + blanked.slice(drawn.length);
}
