import type { ImageBuild } from '../model/build-graph.ts';
import { interpretText } from './interpret-text.ts';

/** The build of a Dockerfile by a plain `docker build .`. */
export function buildOf(dockerfile: string): ImageBuild {
  const [build] = interpretText({ Dockerfile: dockerfile }, 'docker build .').builds;
  if (!build) throw new Error('the Dockerfile cannot be read');
  return build;
}
