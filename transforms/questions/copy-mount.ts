import type { Artifact, BuildGraph, HostPath, TakenSource } from '../../src/model/build-graph.ts';
import type { ContainerMount, ImageRun } from '../../src/model/container-run.ts';
import type { NewInstruction } from '../../src/model/plan.ts';
import { quoteWord } from '../../src/model/quote-word.ts';
import { toContextPath } from './find-context-root.ts';

/** What a mount is copied with. */
export interface MountSetting {
  readonly graph: BuildGraph;
  /** The directory that becomes the context. */
  readonly root: HostPath;
  /** The name behind `--from=` for an artifact. */
  readonly findOrigin: (artifact: Artifact) => string | undefined;
}

/** The `COPY`s that give a stage what a mount showed the container; or why they cannot, as a phrase. `last` is the run before in it. */
export function copyMount(
  setting: MountSetting,
  run: ImageRun,
  mount: ContainerMount,
  last: ImageRun | undefined,
): readonly NewInstruction[] | string {
  if (last && mount.kind === 'bind' && isCarriedOn(setting.graph, mount, last)) return [];
  const { source } = mount;
  switch (source.kind) {
    case 'missing':
      return [];
    case 'context':
    case 'host-made':
      return [copyContext(setting, run, mount, source)];
    case 'mixed': {
      const held = copyHeld(
        setting,
        mount,
        source.holds.map(({ artifact, at }) => ({ artifact, below: '', at })),
      );
      return source.hasOwn ? [copyContext(setting, run, mount, source), ...held] : held;
    }
    case 'artifact':
      return copyHeld(setting, mount, [{ artifact: source.artifact, below: source.below, at: '' }]);
    case 'unknown':
      return `what it mounts is not known: ${source.reason}`;
    case 'archive':
    case 'ignored':
    case 'remote':
      return 'it mounts something that is not a plain directory';
  }
}

/** Whether a mount shows the directory that the run before left, at the same place. */
export function isCarriedOn(graph: BuildGraph, { source, target }: ContainerMount, before: ImageRun): boolean {
  const holds =
    source.kind === 'mixed' ? source.holds : source.kind === 'artifact' ? [{ artifact: source.artifact, at: source.below }] : [];
  const artifacts = holds.map((held) => graph.artifacts.find((item) => item.id === held.artifact));
  return artifacts.length > 0 && artifacts.every((artifact) => artifact?.image === before.id && artifact.imagePath === target);
}

function copyContext(
  { root }: MountSetting,
  run: ImageRun,
  { target }: ContainerMount,
  source: Extract<TakenSource, { path: string }>,
): NewInstruction {
  const isFile = source.kind === 'context' && source.type === 'file';
  const from = toContextPath(root, source.path);
  const to = target === run.directory ? '.' : target;
  const operands = [from === '' ? '.' : isFile ? from : `${from}/`, isFile ? target : to];
  return { keyword: 'COPY', flags: [], operands };
}

function copyHeld(
  { graph, findOrigin }: MountSetting,
  { target }: ContainerMount,
  held: readonly { readonly artifact: string; readonly below: string; readonly at: string }[],
): readonly NewInstruction[] {
  return held.flatMap(({ artifact, below, at }): readonly NewInstruction[] => {
    const found = graph.artifacts.find((item) => item.id === artifact);
    const from = found && findOrigin(found);
    if (!found || from === undefined) return [];
    const source = [found.imagePath, below].filter((part) => part !== '').join('/');
    const landing = [target, at].filter((part) => part !== '').join('/');
    // Without a slash a file keeps its name and a directory its contents, where nothing says which of them it is.
    const slash = found.type === 'directory' ? '/' : '';
    const copy = {
      keyword: 'COPY',
      flags: [{ name: 'from', value: from }],
      operands: [`${source}${slash}`, `${landing}${slash}`],
    };
    const modes = found.modes.map((mode) => ({ keyword: 'RUN', flags: [], operands: [`chmod ${mode} ${quoteWord(landing)}`] }));
    return [copy, ...modes];
  });
}
