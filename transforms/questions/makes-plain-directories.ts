import type { ImageBuild } from '../../src/model/build-graph.ts';
import type { Draft } from '../../src/model/draft.ts';
import { isProvablyRoot } from './is-provably-root.ts';

/** Whether every directory that a build's final stage makes has mode 0755: known programs only, and none that sets modes. */
export function makesPlainDirectories(draft: Draft, build: ImageBuild): boolean {
  const instructions = build.dockerfile.stages[build.finalStage]?.instructions ?? [];
  const setsModes = instructions.some(
    (instruction) =>
      instruction.keyword === 'RUN' && /\b(?:chmod|umask|mktemp)\b|mkdir\s+(?:-\w*m|--mode)/.test(instruction.body),
  );
  return !setsModes && isProvablyRoot(draft, build);
}
