import type { ImageBuild } from '../../src/model/build-graph.ts';
import type { DestinationFact } from '../../src/model/compose-path.ts';
import type { Instruction, Stage } from '../../src/model/dockerfile.ts';
import { joinPath, normalise } from '../../src/model/host-path.ts';
import { isUsualDirectory } from '../../src/model/usual-directories.ts';

/** Names of files. That a base image has a directory of such a name is taken to be impossible. */
const FILE_NAME =
  /\.(?:jar|war|ear|zip|tar|gz|tgz|exe|so|js|css|html?|json|conf|cnf|ya?ml|toml|ini|xml|properties|txt|sh|py|wasm|bin)$/i;

/** The working directory at an instruction, or `undefined` while it is the base image's or holds a variable. */
export function findWorkdir(build: ImageBuild, at: Instruction): string | undefined {
  let directory: string | undefined;
  for (const instruction of build.dockerfile.stages[at.stage]?.instructions ?? []) {
    if (instruction.start >= at.start) break;
    const [operand] = instruction.operands;
    if (instruction.keyword !== 'WORKDIR' || !operand) continue;
    if (operand.text.includes('$')) directory = undefined;
    else if (operand.text.startsWith('/')) directory = `/${normalise(operand.text)}`;
    else if (directory !== undefined) directory = `/${normalise(joinPath(directory, operand.text))}`;
  }
  return directory;
}

/** What the stage says about a destination: its spelling, `WORKDIR`s, directories made before, and what is executed there. */
export function findDestinationFact(build: ImageBuild, at: Instruction, destination: string): DestinationFact {
  if (/(?:^|\/)\.{0,2}$/.test(destination) || at.operands.length > 2) return { kind: 'directory' };
  const workdir = findWorkdir(build, at);
  const isKnown = !destination.includes('$') && (destination.startsWith('/') || workdir !== undefined);
  if (!isKnown) return { kind: 'unknown' };
  const path = `/${normalise(destination.startsWith('/') ? destination : joinPath(workdir ?? '/', destination))}`;
  if (workdir !== undefined && (workdir === path || workdir.startsWith(`${path}/`))) return { kind: 'directory' };
  const stage = build.dockerfile.stages[at.stage];
  for (const instruction of stage?.instructions ?? []) {
    const fact = instruction.start < at.start ? readBefore(instruction, path) : readBehind(instruction, path);
    if (fact) return fact;
  }
  return stage ? guessFromBase(stage, path) : { kind: 'unknown' };
}

/** What the base image and the path's own name suggest. An empty image has what its instructions make, and nothing else. */
function guessFromBase({ image, instructions }: Stage, path: string): DestinationFact {
  if (FILE_NAME.test(path)) return { kind: 'not-directory' };
  if (image === 'scratch') return { kind: instructions.some(mayMakeDirectory) ? 'unknown' : 'not-directory' };
  return { kind: isUsualDirectory(image, path) ? 'likely-directory' : 'unknown' };
}

/** Whether an instruction on an empty image may make a directory that its text does not name. */
function mayMakeDirectory({ keyword, body }: Instruction): boolean {
  return keyword === 'RUN' || ((keyword === 'COPY' || keyword === 'ADD' || keyword === 'WORKDIR') && body.includes('$'));
}

function readBefore(instruction: Instruction, path: string): DestinationFact | undefined {
  const words = instruction.body.split(/[\s;&|]+/).map((word) => word.replace(/^["']|["']$/g, ''));
  const names = words.some((word) => word.replace(/\/+$/, '') === path || word.startsWith(`${path}/`));
  if (instruction.keyword === 'RUN' && words.includes('mkdir') && names) return { kind: 'directory' };
  if (instruction.keyword === 'VOLUME' && names) return { kind: 'directory' };
  const target = instruction.operands.at(-1)?.text;
  if ((instruction.keyword === 'COPY' || instruction.keyword === 'ADD') && target?.startsWith(`${path}/`))
    return { kind: 'directory' };
  return undefined;
}

/** A path that is executed is a file, and one that something lies below is a directory. */
function readBehind(instruction: Instruction, path: string): DestinationFact | undefined {
  if (instruction.keyword !== 'CMD' && instruction.keyword !== 'ENTRYPOINT') return undefined;
  const words = instruction.isJson ? instruction.operands.map((operand) => operand.text) : instruction.body.split(/\s+/);
  if (words.some((word) => word.startsWith(`${path}/`))) return { kind: 'directory' };
  const [program] = words[0] === 'exec' ? words.slice(1) : words;
  return program === path ? { kind: 'not-directory' } : undefined;
}
