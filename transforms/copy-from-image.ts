import type { BuildGraph } from '../src/model/build-graph.ts';
import { type Diagnostic, diagnose } from '../src/model/diagnostic.ts';
import type { Transform } from '../src/model/draft.ts';
import { readText } from '../src/model/value.ts';
import { checkCommitted } from './questions/carried-mode.ts';
import { draftCopies, toSpan } from './questions/draft-copy.ts';
import { findTaken, type TakenArtifact } from './questions/find-taken.ts';

/**
 * Copies an artifact straight from an image that nobody builds here: `docker create nginx:latest`, `docker cp` and `COPY` become one
 * `COPY --from=nginx:latest`.
 *
 * Declines when the image's name is not known: engines do not expand variables in `--from` (FACTS 4).
 *
 * @example
 * // "COPY nginx.conf /nginx.conf" → "COPY --from=nginx:latest /etc/nginx/nginx.conf /nginx.conf"
 */
export const copyFromImage: Transform = {
  name: 'copy-from-image',
  summary: 'copies artifacts from images that nobody builds here',
  propose: (graph, draft) => {
    const taken = findTaken(graph, draft).filter((item) => item.artifact.image.startsWith('external:'));
    const unnamed = taken.filter(({ artifact }) => findName(graph, artifact.image) === undefined);
    if (unnamed.length > 0) return { declined: unnamed.map(tellUnnamed) };
    const plain = taken.filter((item) => item.manner === 'plain');
    const copies = draftCopies(plain, 'copy-from-image');
    const { assumptions = [] } = checkCommitted(graph, draft, plain);
    return { ...copies, assumptions: [...(copies.assumptions ?? []), ...assumptions] };
  },
};

function findName(graph: BuildGraph, image: string): string | undefined {
  const name = graph.externals.find((item) => item.id === image)?.name;
  return name && readText(name);
}

function tellUnnamed(item: TakenArtifact): Diagnostic {
  const message = 'this takes a file from an image whose name is not known, and `--from` reads no variables';
  const related = item.artifact.provenance.map((span) => ({ message: 'it is copied out here', span }));
  const help = 'write the name of the image in the script, or pass `--assume NAME=value` for the variable in it';
  return diagnose('image/name-unknown', 'warning', message, { span: toSpan(item), related, help });
}
