import type { ImageBuild } from '../../src/model/build-graph.ts';
import { findBasename } from '../../src/model/project.ts';

/**
 * Whether a `chmod` of something that a build's final stage compiles changes nothing: compilers write programs with every execute bit that
 * the umask leaves, and the umask of a `RUN` is 022 (FACTS 9).
 */
export function isExecutableAlready(build: ImageBuild, imagePath: string, mode: string): boolean {
  if (!/^(?:-R )?(?:[ugoa]*\+r?x|0*755)$/.test(mode)) return false;
  const name = findBasename(imagePath).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const compiles = new RegExp(
    `\\b(?:go build|gcc|g\\+\\+|cc|c\\+\\+|clang|rustc)\\b[^&|;]*\\s-o\\s*["']?(?:\\S*/)?${name}["']?(?=\\s|$|;|&)`,
  );
  const instructions = build.dockerfile.stages[build.finalStage]?.instructions ?? [];
  return (
    instructions.some((item) => item.keyword === 'RUN' && compiles.test(item.body)) &&
    !instructions.some((item) => /\bchmod\b|\bumask\b/.test(item.body))
  );
}
