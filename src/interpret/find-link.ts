import type { ImageId } from '../model/build-graph.ts';
import { joinPath, normalise } from '../model/host-path.ts';
import { findBasename } from '../model/project.ts';
import type { Machine } from './machine.ts';

/** Whether a `RUN` of the stage that becomes an image makes a symbolic link at a path: `ln -s app-1.2 /opt/current`. */
export function isLinkInImage(machine: Machine, image: ImageId, imagePath: string): boolean {
  const build = machine.trace.builds.find((item) => item.id === image);
  let workdir = '/';
  for (const instruction of build?.dockerfile.stages[build.finalStage]?.instructions ?? []) {
    const [operand] = instruction.operands;
    if (instruction.keyword === 'WORKDIR' && operand) workdir = resolveIn(workdir, operand.text);
    if (instruction.keyword === 'RUN' && findLinks(instruction.body, workdir).includes(imagePath)) return true;
  }
  return false;
}

/** Where the links of a `RUN` may lie: at the last word of `ln -s`, or in it when that is a directory. Follows `cd` in `&&` chains. */
function findLinks(body: string, workdir: string): readonly string[] {
  let directory = workdir;
  return body.split(/&&|\|\||;|\n/).flatMap((command): readonly string[] => {
    const [program, ...words] = command
      .trim()
      .split(/\s+/)
      .map((word) => word.replace(/^["']|["']$/g, ''));
    if (program === 'cd' && words[0]) directory = resolveIn(directory, words[0]);
    if (program !== 'ln' || !words.some((word) => /^-[a-zA-Z]*s|^--symbolic$/.test(word))) return [];
    const names = words.filter((word) => !word.startsWith('-'));
    const last = names.length > 1 ? (names.at(-1) ?? '.') : '.';
    return [last, ...names.map((name) => joinPath(last, findBasename(name)))].map((path) => resolveIn(directory, path));
  });
}

function resolveIn(directory: string, path: string): string {
  return `/${normalise(path.startsWith('/') ? path : joinPath(directory, path))}`;
}
