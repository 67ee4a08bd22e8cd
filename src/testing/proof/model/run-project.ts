import { runDocker } from './docker.ts';
import { type Engine, startEngine } from './engine.ts';
import { makeDirectories, makeDirectoryNode, type Owner, type Tree } from './file-tree.ts';
import { compareModels } from './image.ts';
import { runProgram } from './programs.ts';
import { readHost } from './read-host.ts';
import { runScript, type Shell } from './shell.ts';

/** Text and permission bits by path. */
export type ModelFiles = Readonly<Record<string, { readonly text: string; readonly mode: number }>>;

/** What running a script leaves. */
export interface ModelRun {
  readonly status: number;
  readonly engine: Engine;
}

const ROOT = '/repository';

/** Who runs a script where nothing is said of it. */
const PERSON: Owner = { uid: 1001, gid: 1001 };

/**
 * Runs a script of a project, or what another kind of file runs, at its root, on an empty engine, as the owner of the files.
 * @throws UnknownToModelError for what the model does not know.
 */
export function runProject(files: ModelFiles, script: string, owner: Owner = PERSON): ModelRun {
  const tree: Tree = new Map([['/', makeDirectoryNode()]]);
  makeDirectories(tree, ROOT);
  for (const [path, { text, mode }] of Object.entries(files)) {
    const full = `${ROOT}/${path}`;
    makeDirectories(tree, full.slice(0, full.lastIndexOf('/')));
    tree.set(full, { type: 'file', mode, ...owner, content: text });
  }
  const engine = startEngine();
  const shell: Shell = {
    ...{ tree, cwd: ROOT, variables: new Map(), functions: new Map(), owner },
    ...{ errexit: false, positional: [], steps: 0 },
    runProgram: (at, words, input) =>
      words[0] === 'docker' ? runDocker(engine, at, words.slice(1), input) : runProgram(at, words, input),
  };
  const { shells, variables } = readHost(script, files[script]?.text ?? '');
  for (const { text, errexit } of shells) {
    const own: Shell = { ...shell, variables: new Map(Object.entries(variables)), functions: new Map(), errexit };
    const { status } = runScript(own, text);
    if (status !== 0) return { status, engine };
  }
  return { status: 0, engine };
}

/** Lines for what the new run does not do as the old one did: images of the same name, pushes, and the names that are wanted. */
export function compareRuns(
  before: ModelRun,
  after: ModelRun,
  wanted: readonly string[],
  except: readonly string[],
): readonly string[] {
  const names = [...after.engine.images.keys()].filter((name) => !name.startsWith('sha-'));
  const lost = wanted.filter((name) => !names.includes(name)).map((name) => `${name}: not built any more`);
  const differing = names.flatMap((name) => {
    const [old, now] = [before.engine.images.get(name), after.engine.images.get(name)];
    if (!old || !now) return [`${name}: new`];
    return compareModels(old, now, except).map((line) => `${name}: ${line}`);
  });
  const pushes = ({ engine }: ModelRun) => engine.pushed.map(({ name }) => name).join(' ');
  const pushed = pushes(before) === pushes(after) ? [] : [`pushes: ${pushes(before)} → ${pushes(after)}`];
  return [...(after.status === 0 ? [] : [`the new script ends with ${after.status}`]), ...lost, ...differing, ...pushed];
}
