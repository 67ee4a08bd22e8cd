import type { BuildGraph } from '../../src/model/build-graph.ts';
import { type Diagnostic, diagnose } from '../../src/model/diagnostic.ts';
import type { Draft } from '../../src/model/draft.ts';
import { findBasename } from '../../src/model/project.ts';
import { namesFile } from './names-file.ts';

/** Documents that speak of files which go: they are changed only where they are named on the command line. */
export function tellDocuments(graph: BuildGraph, { project }: Draft, deletes: Draft['deletes']): readonly Diagnostic[] {
  const own = new Set([graph.entry, ...graph.steps.map(({ span }) => span.file)]);
  const documents = [...project.files.values()].filter(
    ({ path }) => !own.has(path) && /\.(?:md|markdown|rst|adoc)$|(?:^|\/)README/i.test(path),
  );
  return deletes.flatMap(({ path }) => {
    const name = findBasename(path);
    return documents.flatMap(({ path: file, text }) => {
      if (!namesFile(text, name)) return [];
      const start = text.indexOf(name);
      const message = `\`${file}\` names \`${path}\`, which is gone`;
      const help = 'adapt the text by hand';
      return [diagnose('script/named-in-document', 'info', message, { span: { file, start, end: start + name.length }, help })];
    });
  });
}
