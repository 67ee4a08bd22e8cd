import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { EngineCase } from './engine-case.ts';
import { hasKit } from './kits.ts';

/**
 * The names of the images that have to be there before a case is built: what `FROM` and `COPY --from` name in its Dockerfiles, old
 * and new, what `docker create|run|pull` names in its scripts where it is an image we know, and `engine.bases`. Names that
 * the scripts build themselves are left out, `scratch` too.
 */
export function findBases(engineCase: EngineCase): readonly string[] {
  const files = ['input', 'output'].flatMap((tree) => readTree(join(engineCase.directory, tree)));
  const dockerfiles = files.filter(({ text }) => /^[ \t]*FROM[ \t]/im.test(text));
  const scripts = files.map(({ text }) => text.replace(/\\\r?\n/g, ' '));
  const built = new Set(scripts.flatMap(findBuilt).map(addTag));
  const found = [
    ...dockerfiles.flatMap(({ text }) => findBaseImages(text, engineCase.env)),
    ...scripts.flatMap(findRun),
    ...engineCase.bases,
  ];
  const names = found.filter((name) => isName(name) && name !== 'scratch').map(addTag);
  return [...new Set(names)].filter((name) => !built.has(name)).sort();
}

/** Docker's default: `nginx` → `nginx:latest`. */
export function addTag(name: string): string {
  return basename(name).includes(':') ? name : `${name}:latest`;
}

function readTree(directory: string): readonly { readonly path: string; readonly text: string }[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

function findBaseImages(text: string, env: Readonly<Record<string, string>>): readonly string[] {
  const stages = [...text.matchAll(/^[ \t]*FROM[ \t]+.*?[ \t]AS[ \t]+(\S+)/gim)].map(([, alias = '']) => alias.toLowerCase());
  const froms = [...text.matchAll(/^[ \t]*FROM[ \t]+(?:--\S+[ \t]+)*"?([^\s"]+)/gim)].map(([, name = '']) => name);
  const copied = [...text.matchAll(/--from=(\S+)/g)].map(([, name = '']) => name).filter((name) => !/^\d+$/.test(name));
  return [...froms, ...copied]
    .filter((name) => !stages.includes(name.toLowerCase()))
    .flatMap((name) => [expand(name, findDefaults(text)), expand(name, { ...findDefaults(text), ...env })]);
}

function findDefaults(text: string): Readonly<Record<string, string>> {
  const defaults = [...text.matchAll(/^[ \t]*ARG[ \t]+(\w+)="?([^\s"]*)/gim)];
  return Object.fromEntries(defaults.map(([, name = '', value = '']) => [name, value]));
}

/** With `$X`, `${X}` and `${X:-default}` replaced; a name that stays unknown is no name. */
function expand(name: string, values: Readonly<Record<string, string>>): string {
  return name.replace(
    /\$\{?(\w+)(?::-([^}]*))?\}?/g,
    (whole, key: string, otherwise?: string) => values[key] ?? otherwise ?? whole,
  );
}

function findBuilt(script: string): readonly string[] {
  const tagged = [...script.matchAll(/(?:^|\s)(?:-t|--tag)[= \t]*["']?([^\s"']+)/gm)].map(([, name = '']) => name);
  const renamed = [...script.matchAll(/\b(?:docker|podman)(?:[ \t]+image)?[ \t]+tag[ \t]+\S+[ \t]+["']?([^\s"']+)/g)];
  return [...tagged, ...renamed.map(([, name = '']) => name)];
}

/** Words of a `docker create|run|pull` command that name an image we have a kit for. */
function findRun(script: string): readonly string[] {
  const commands =
    script.match(/\b(?:docker|podman|nerdctl)(?:[ \t]+container|[ \t]+image)?[ \t]+(?:create|run|pull)\b.*/g) ?? [];
  return commands.flatMap((command) => command.split(/[\s"'`()]+/)).filter((word) => isName(word) && hasKit(word));
}

function isName(word: string): boolean {
  return /^[a-z0-9][a-z0-9._/-]*(?::\d+\/[a-z0-9._/-]+)?(?::[\w][\w.-]*)?$/.test(word);
}
