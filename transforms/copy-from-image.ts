import type { Transform } from '../src/model/draft.ts';
import { draftCopies } from './questions/draft-copy.ts';
import { findTaken } from './questions/find-taken.ts';

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
    const taken = findTaken(graph, draft).filter(
      (item) => item.manner === 'plain' && item.artifact.image.startsWith('external:'),
    );
    return draftCopies(taken, 'copy-from-image');
  },
};
