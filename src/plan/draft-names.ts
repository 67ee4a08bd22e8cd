import type { BuildGraph, ImageBuild } from '../model/build-graph.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { DockerfileTree } from '../model/dockerfile.ts';
import type { PipelinePlan } from '../model/plan.ts';
import { findDirectory } from '../model/project.ts';
import { type DraftedGraph, type DraftSetting, draftPipeline } from './draft-graph.ts';

/**
 * For `--name-stages`: a draft for each Dockerfile of the project that no pipeline writes and that refers to stages by number. Such a
 * file needs no script, so its run is the bare `docker build` of the file.
 */
export function draftNames(
  setting: DraftSetting,
  pipelines: readonly PipelinePlan[],
  parse: (file: string, text: string) => { readonly tree: DockerfileTree; readonly diagnostics: readonly Diagnostic[] },
): readonly DraftedGraph[] {
  const written = new Set(pipelines.flatMap(({ files }) => files.map(({ path }) => path)));
  return [...setting.project.files.values()].flatMap((file) => {
    if (written.has(file.path) || !/(?:^|[./])(?:docker|container)file(?:[.-][^/]*)?$/i.test(file.path)) return [];
    const { tree, diagnostics } = parse(file.path, file.text);
    if (diagnostics.length > 0 || !/--from=\d/i.test(file.text)) return [];
    const build = makeBuild(tree);
    const graph: BuildGraph = {
      entry: file.path,
      directory: '',
      steps: [],
      builds: [build],
      externals: [],
      containers: [],
      runs: [],
      artifacts: [],
      diagnostics: [],
    };
    const target = { output: file.path, parts: [build], consumers: [build.id] };
    const draft = draftPipeline(graph, { targets: [target], twins: [], producers: [] }, setting);
    return draft.edits.length > 0 ? [{ graph, drafts: [draft] }] : [];
  });
}

function makeBuild(tree: DockerfileTree): ImageBuild {
  const span = { file: tree.file, start: tree.stages[0]?.from.start ?? 0, end: tree.stages[0]?.from.end ?? 0 };
  return {
    id: 'build:0',
    step: 0,
    verb: span,
    dockerfile: tree,
    directory: '',
    context: findDirectory(tree.file),
    contextSpan: undefined,
    fileSpan: undefined,
    isStreamed: false,
    tags: [],
    arguments: [],
    target: undefined,
    options: [],
    finalStage: tree.stages.length - 1,
    takeUps: [],
    references: [],
    files: new Map(),
    provenance: [span],
  };
}
