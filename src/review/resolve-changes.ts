import type { FileChange } from '../model/plan.ts';
import { diffFile, readHunk } from '../report/diff.ts';
import { type Choice, editKey, type ScriptForm } from './choice.ts';
import type { Proposal, ScriptForms, Variant } from './proposal.ts';

/** The alternative that a choice names. */
export function findVariant({ variants }: Proposal, choice: Choice): Variant {
  return variants.find(({ name }) => name === choice.variant) ?? variants[0];
}

interface Resolved {
  readonly choice: Choice;
  readonly changes: readonly FileChange[];
}

const known = new WeakMap<Proposal, readonly Resolved[]>();
const KEPT = 8;

/**
 * What would be written under a choice: the alternative's changes without files that stay, with new stage names and hand edits. The
 * same list for choices that differ in their verdict only, so that what is kept per list stays good.
 */
export function resolveChanges(proposal: Proposal, choice: Choice): readonly FileChange[] {
  const resolved = known.get(proposal) ?? [];
  const found = resolved.find((item) => hasSameContent(item.choice, choice));
  if (found) return found.changes;
  const changes = resolve(proposal, choice);
  known.set(proposal, [{ choice, changes }, ...resolved.slice(0, KEPT - 1)]);
  return changes;
}

function hasSameContent(left: Choice, right: Choice): boolean {
  const isSame = left.kept === right.kept && left.stageNames === right.stageNames && left.edits === right.edits;
  if (left.scripts !== right.scripts) return false;
  return isSame && left.variant === right.variant;
}

function resolve(proposal: Proposal, choice: Choice): readonly FileChange[] {
  const { name, changes, scripts = [] } = findVariant(proposal, choice);
  return changes
    .filter(({ path, action }) => action !== 'delete' || !choice.kept.includes(path))
    .map((change) => reshape(change, choice.scripts[change.path], scripts))
    .map((change) => replaceText(change, choice.edits[editKey(name, change.path)]))
    .map((change) => replaceText(change, renameStages(change.after, choice.stageNames)));
}

/** A form that the script cannot take any more, after a new plan, is that of the plan. */
function reshape(change: FileChange, form: ScriptForm | undefined, scripts: readonly ScriptForms[]): FileChange {
  const { shim, command } = scripts.find(({ path }) => path === change.path) ?? {};
  if (form === 'shim' && shim !== undefined) return replaceText(change, shim);
  if (form === 'deleted' && command !== undefined) return { ...change, action: 'delete', after: undefined, origins: [] };
  return change;
}

/** A script that a choice gives another form than the plan, with what a reader should know of that. */
export interface ReshapedScript {
  readonly path: string;
  readonly form: Exclude<ScriptForm, 'rewritten'>;
  /** `build.sh is deleted; what it does is ...` */
  readonly remark: string;
}

export function listReshaped(proposal: Proposal, choice: Choice): readonly ReshapedScript[] {
  const { scripts = [] } = findVariant(proposal, choice);
  return scripts.flatMap(({ path, shim, leftOut, command }): readonly ReshapedScript[] => {
    const form = choice.scripts[path];
    if (form === 'deleted' && command !== undefined)
      return [{ path, form, remark: `${path} is deleted; what it does is \`${command}\`` }];
    if (form !== 'shim' || shim === undefined) return [];
    const without = leftOut.length === 0 ? '' : `, without ${leftOut.map((text) => `\`${text}\``).join(', ')}`;
    return [{ path, form, remark: `${path} is kept as a shim${without}` }];
  });
}

/** The names of stages that a proposal brings and that may be chosen, each once. */
export function findStageNames(proposal: Proposal, choice: Choice): readonly string[] {
  const stages = findVariant(proposal, choice).pipelines.flatMap((pipeline) => pipeline.stages);
  return [...new Set(stages.flatMap(({ alias }) => alias ?? []))];
}

/**
 * Why a stage cannot have this name, or `undefined`. Stage names are lower case, start with a letter and hold letters, digits, `-`, `_`
 * and `.` (Dockerfile reference, FROM).
 */
export function findNameFault(
  proposal: Proposal,
  choice: Choice,
  { from, to }: { from: string; to: string },
): string | undefined {
  if (!/^[a-z][a-z0-9-_.]*$/.test(to)) return `\`${to}\` is no name for a stage: lower-case letters, digits, - _ .`;
  if (to === 'scratch' || to === 'context') return `\`${to}\` has a meaning of its own`;
  const taken = findStageNames(proposal, choice).filter((name) => name !== from);
  const names = taken.map((name) => choice.stageNames[name] ?? name);
  return names.includes(to) ? `\`${to}\` is another stage` : undefined;
}

function renameStages(text: string | undefined, names: Choice['stageNames']): string | undefined {
  return Object.entries(names).reduce<string | undefined>((result, [from, to]) => {
    const name = from.replace(/[.]/g, '\\.');
    const use = new RegExp(`((?:\\bAS[ \\t]+|--from=|\\bfrom=|^FROM[ \\t]+|--target[= ]))${name}(?=$|[\\s,"'])`, 'gim');
    return result?.replace(use, (_match, before: string) => before + to);
  }, text);
}

/** The change with another new text; lines that stay keep what they come from. */
function replaceText(change: FileChange, text: string | undefined): FileChange {
  if (text === undefined || change.after === undefined || text === change.after) return change;
  const origins: FileChange['origins'][number][] = [];
  let next = 0;
  for (const hunk of diffFile({ ...change, before: change.after, after: text })) {
    const start = hunk.oldStart - 1;
    origins.push(...change.origins.slice(next, start));
    for (const line of readHunk(hunk)) {
      if (line.kind === 'context') origins.push(change.origins[(line.oldLine ?? 1) - 1] ?? []);
      if (line.kind === 'added') origins.push([]);
    }
    next = start + hunk.oldLines;
  }
  return { ...change, after: text, origins: [...origins, ...change.origins.slice(next)] };
}
