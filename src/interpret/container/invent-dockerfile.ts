import type { BuildNote, Container, ImageBuild, ImageId, TakenSource } from '../../model/build-graph.ts';
import type { InventedLine } from '../../model/dockerfile.ts';
import { joinPath } from '../../model/host-path.ts';
import { findBasename, findDirectory } from '../../model/project.ts';
import { quoteWord } from '../../model/quote-word.ts';
import type { Provenance } from '../../model/span.ts';
import { readText, type Value } from '../../model/value.ts';
import { parseDockerfile } from '../../parse/dockerfile.ts';
import { isIgnored, parseDockerignore } from '../../parse/dockerignore.ts';
import { inferType } from '../infer-type.ts';
import type { Invocation } from '../invocation.ts';
import type { Machine } from '../machine.ts';
import type { ContainerSetup, CopiedIn } from './container-setup.ts';
import { landInContainer, noteDirectory, type Receiver } from './land-in-container.ts';

/** What the image of a commit is called, and its `--change`s; `undefined` for one that is not known. */
export interface CommitOptions {
  readonly name: string | undefined;
  readonly changes: readonly (string | undefined)[];
}

type Invented = Pick<ImageBuild, 'dockerfile' | 'takeUps' | 'references' | 'notes'>;

/** A line to be, with what a `COPY` takes up. */
interface Line {
  readonly text: string;
  readonly because: Provenance;
  readonly taken?: TakenSource;
  readonly notes?: readonly BuildNote[];
}

/** A Dockerfile that gives the image a commit makes, or why there is none, as a phrase. */
export function inventDockerfile(
  { machine, span }: Invocation,
  container: Container,
  { changes, name }: CommitOptions,
): Invented | string {
  const setup = machine.trace.setups.get(container.id);
  const base = container.run ?? container.image;
  const problem = setup && findProblem(machine, container, setup);
  if (!setup || problem !== undefined) return problem ?? 'how the container was set up is not known';
  const from = spellBase(machine, base);
  if (from === undefined) return 'the image of the container is not known';
  const copies = setup.copies.filter((copy) => container.run === undefined || copy.isLate);
  const copied = copies.map((copy, index) => spellCopy(machine, receive(base, setup, copies.slice(0, index)), copy));
  const wrong = copied.find((line) => typeof line === 'string');
  const hasOtherStart = changes.some((change) => /^\s*ENTRYPOINT\b/i.test(change ?? ''));
  const start = spellStart(container, setup, hasOtherStart);
  if (wrong !== undefined || typeof start === 'string') return typeof start === 'string' ? start : String(wrong);
  const changed = changes.map((text) =>
    text === undefined || text.includes('\n')
      ? undefined
      : { text, because: [span] as const, notes: noteDirectory(machine, receive(base, setup, copies), text) },
  );
  if (changed.includes(undefined)) return 'it holds a `--change` that only a run of the script knows';
  const lines = [
    { text: `FROM ${from}`, because: container.provenance },
    ...(copied as readonly Line[]),
    ...start.map((text) => ({ text, because: container.provenance })),
    ...(changed as readonly Line[]),
  ];
  const statements = [
    ...(copies.length > 0 ? ['what is copied into the container belongs to root on the host'] : []),
    ...(setup.environment.length > 0 ? ['nothing depends on the order of the variables in the image'] : []),
  ];
  const notes = [
    ...statements.map((statement): BuildNote => ({ kind: 'context', statement })),
    ...lines.flatMap((line: Line) => line.notes ?? []),
  ];
  return write(lines, { path: choosePath(machine, name, lines), base, notes });
}

function findProblem(machine: Machine, container: Container, setup: ContainerSetup): string | undefined {
  const other = setup.others[0];
  const used = machine.trace.steps.find(
    ({ effect }) => effect.kind === 'use' && effect.verb !== 'logs' && effect.containers.includes(container.id),
  );
  if (container.image.startsWith('ambiguous:')) return 'which image it is made from depends on a test';
  if (container.run?.startsWith('unknown:')) return container.run.slice('unknown:'.length);
  if (setup.mounts.length > 0) return 'the image lacks what was mounted into the container';
  if (used?.effect.kind === 'use') return `\`docker ${used.effect.verb}\` does something in it`;
  if (other !== undefined) return `it keeps \`--${other}\``;
  if (container.kind === 'run' && container.run === undefined && container.command.length === 0)
    return 'it has run, and what its own command leaves behind is not known';
  if (container.run !== undefined && setup.user) return 'its work is not done as root';
  return setup.environment.every(({ value }) => value && readText(value) !== undefined)
    ? undefined
    : 'it keeps a variable whose value only a run of the script knows';
}

/** What stands behind `FROM`: a name, or, for an image of the script, a word that the name of its stage takes the place of. */
function spellBase(machine: Machine, base: ImageId): string | undefined {
  const external = machine.trace.externals.find((item) => item.id === base);
  if (!external) return 'builder';
  return base.startsWith('unread:') ? undefined : readText(external.name);
}

function receive(base: ImageId, setup: ContainerSetup, before: readonly CopiedIn[]): Receiver {
  const above = before.map(({ target }) => findDirectory(target.slice(1))).map((path) => `/${path}`);
  return { base, directories: [...above, ...(setup.directory === undefined ? [] : [setup.directory])] };
}

function spellCopy(machine: Machine, receiver: Receiver, copy: CopiedIn): Line | string {
  const source = findSource(machine, copy.taken);
  if (source === undefined) return 'what is copied into the container is not known';
  const { place, notes } = landInContainer(machine, receiver, { copy, source });
  const words = [copy.isContents || source.type === 'directory' ? `${source.path}/` : source.path, place];
  if (words.some((word) => /[\s"'$\\*?[]/.test(word))) return 'a path that is copied into the container has special characters';
  return { text: `COPY ${words.join(' ')}`, because: [copy.span], taken: copy.taken, notes };
}

function findSource(machine: Machine, taken: TakenSource): { readonly path: string; readonly type: string } | undefined {
  if (taken.kind === 'context') {
    const ignore = machine.project.files.get('.dockerignore');
    const isLeftOut = taken.path === '' || (ignore && isIgnored(parseDockerignore(ignore.text), taken.path));
    return isLeftOut ? undefined : { path: taken.path, type: taken.type };
  }
  if (taken.kind !== 'artifact') return undefined;
  const artifact = machine.trace.artifacts.find(({ id }) => id === taken.artifact);
  if (!artifact || artifact.hostPath.includes('\0')) return undefined;
  const fact = taken.below === '' ? artifact : inferType(machine, artifact.image, joinPath(artifact.imagePath, taken.below));
  return { path: joinPath(artifact.hostPath, taken.below), type: fact.type };
}

/** How a container is started, as the image of a commit keeps it: a change of `ENTRYPOINT` clears the command. */
function spellStart({ command }: Container, setup: ContainerSetup, hasOtherStart: boolean): readonly string[] | string {
  const spell = (values: readonly Value[]): string | undefined => {
    const words = values.map(readText);
    return words.every((word) => word !== undefined) ? JSON.stringify(words) : undefined;
  };
  const [start, words] = [setup.entrypoint && spell([setup.entrypoint]), spell(command)];
  const user = setup.user && readText(setup.user);
  if ((setup.entrypoint && !start) || words === undefined || (setup.user && user === undefined))
    return 'it keeps a command that only a run of the script knows';
  return [
    ...setup.environment.map(({ name, value }) => `ENV ${name}=${quoteWord((value && readText(value)) ?? '')}`),
    ...(setup.directory === undefined ? [] : [`WORKDIR ${setup.directory}`]),
    ...(user === undefined ? [] : [`USER ${user}`]),
    ...(start === undefined ? [] : [`ENTRYPOINT ${start}`]),
    ...(command.length > 0 && !hasOtherStart ? [`CMD ${words}`] : []),
  ];
}

/** A name that is free in the directory where the script runs, and the same each time for the same text. */
function choosePath(machine: Machine, name: string | undefined, lines: readonly Line[]): string {
  const text = lines.map((line) => `${line.text}\n`).join('');
  const plain = joinPath(machine.directory, 'Dockerfile');
  const base = findBasename((name ?? 'image').replace(/[:@].*$/, '')).replace(/[^\w.-]/g, '-');
  for (let number = 0; ; number += 1) {
    const path = number === 0 ? plain : `${plain}.${base}${number === 1 ? '' : `-${number}`}`;
    const other = machine.trace.builds.find(({ dockerfile }) => dockerfile.file === path);
    if (!machine.project.tree.has(path) && (!other || other.dockerfile.text === text)) return path;
  }
}

interface Place {
  readonly path: string;
  readonly base: ImageId;
  readonly notes: readonly BuildNote[];
}

function write(lines: readonly Line[], { path, base, notes }: Place): Invented {
  const invented: InventedLine[] = [];
  let text = '';
  for (const line of lines) {
    const start = text.length;
    text += `${line.text}\n`;
    invented.push({ start, end: text.length, because: line.because });
  }
  const dockerfile = { ...parseDockerfile(path, text).tree, invented };
  const [from] = dockerfile.instructions;
  const takeUps = dockerfile.instructions.flatMap((instruction, index) => {
    const taken = lines[index]?.taken;
    return taken ? [{ stage: 0, instruction, sources: [taken] }] : [];
  });
  const isOutside = base.startsWith('external:');
  return { dockerfile, takeUps, notes, references: from && !isOutside ? [{ instruction: from, image: base }] : [] };
}
