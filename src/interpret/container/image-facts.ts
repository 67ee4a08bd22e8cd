import type { ImageBuild, ImageId } from '../../model/build-graph.ts';
import type { DockerfileTree, Instruction, Stage } from '../../model/dockerfile.ts';
import { joinPath, normalise } from '../../model/host-path.ts';
import { findImageName } from '../../model/image-name.ts';
import type { Machine } from '../machine.ts';

/** What is known of how containers of an image start. */
export interface ImageFacts {
  /** The working directory, absolute; `undefined` where the base image decides. */
  readonly directory: string | undefined;
  readonly entrypoint: StartCommand | undefined;
  readonly command: StartCommand | undefined;
  /** Whether an `ENTRYPOINT` may be there that nobody here sees. */
  readonly mayHaveEntrypoint: boolean;
  /** Values of `ENV`, by name; those of the base image are not known. */
  readonly environment: ReadonlyMap<string, string>;
  readonly hasScratchBase: boolean;
}

/** `CMD ["go", "build"]` or `CMD go build`. */
export type StartCommand =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'text'; readonly shell: string; readonly text: string };

/** Official images whose `ENTRYPOINT` runs the words it is given, or that have none. */
const PLAIN_START =
  /^(?:alpine|amazonlinux|busybox|buildpack-deps|centos|clojure|composer|debian|eclipse-temurin|elixir|erlang|fedora|gcc|golang|gradle|haskell|java|maven|node|openjdk|perl|php|python|ruby|rust|sbt|scratch|swift|ubuntu|maven|microsoft\/dotnet|mcr\.microsoft\.com\/dotnet\/.*)$/;

/** Working directories of official images. */
const DIRECTORIES: Readonly<Record<string, string>> = { golang: '/go', gradle: '/home/gradle', composer: '/app' };

/** Variables of official images that commands name, the same in all their versions. */
const ENVIRONMENTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  golang: { GOPATH: '/go' },
  rust: { CARGO_HOME: '/usr/local/cargo', RUSTUP_HOME: '/usr/local/rustup' },
  ruby: { GEM_HOME: '/usr/local/bundle' },
};

/** How containers of an image start, read from the Dockerfile that builds it, and from a table of official images. */
export function findImageFacts(machine: Machine, image: ImageId): ImageFacts {
  const run = machine.trace.runs.find((item) => item.id === image);
  if (run) return findImageFacts(machine, run.base);
  const build = machine.trace.builds.find((item) => item.id === image);
  const stage = build?.dockerfile.stages[build.finalStage];
  if (build && stage) {
    const base = build.references.find((reference) => reference.instruction === stage.from)?.image;
    return readStage(machine, { tree: build.dockerfile, stage, built: base });
  }
  return readExternal(image.replace(/^external:/, ''));
}

/** The same in the middle of a build's last stage: what holds where an instruction of it stands. */
export function findFactsAt(machine: Machine, build: ImageBuild, instruction: Instruction): ImageFacts | undefined {
  const stage = build.dockerfile.stages[build.finalStage];
  if (!stage?.instructions.includes(instruction)) return undefined;
  const built = build.references.find((reference) => reference.instruction === stage.from)?.image;
  return readStage(machine, { tree: build.dockerfile, stage, built, before: instruction });
}

function readExternal(image: string): ImageFacts {
  const name = findImageName(image);
  return {
    directory: DIRECTORIES[name] ?? (PLAIN_START.test(name) ? '/' : undefined),
    entrypoint: undefined,
    command: undefined,
    mayHaveEntrypoint: !PLAIN_START.test(name),
    environment: new Map(Object.entries(ENVIRONMENTS[name] ?? {})),
    hasScratchBase: name === 'scratch',
  };
}

interface StageToRead {
  readonly tree: DockerfileTree;
  readonly stage: Stage;
  /** The image that it starts from, where the script builds that. */
  readonly built: ImageId | undefined;
  /** Where to stop. */
  readonly before?: Instruction;
}

function readStage(machine: Machine, { tree, stage, built, before }: StageToRead): ImageFacts {
  const parent = tree.stages.find(
    (other) => other.index < stage.index && other.alias?.toLowerCase() === stage.image.toLowerCase(),
  );
  let facts = parent
    ? readStage(machine, { tree, stage: parent, built: undefined })
    : built
      ? findImageFacts(machine, built)
      : readExternal(
          stage.image.replace(/\$\{?(\w+)(?::-([^}]*))?\}?/g, (_, _name: string, fallback?: string) => fallback ?? ''),
        );
  for (const instruction of stage.instructions) {
    if (instruction === before) break;
    facts = readInstruction(facts, instruction);
  }
  return facts;
}

function readInstruction(facts: ImageFacts, instruction: Instruction): ImageFacts {
  switch (instruction.keyword) {
    case 'WORKDIR':
      return { ...facts, directory: changeDirectory(facts, expand(facts, instruction.operands[0]?.text ?? '')) };
    case 'ENTRYPOINT':
      return { ...facts, entrypoint: readStart(instruction), command: undefined, mayHaveEntrypoint: false };
    case 'CMD':
      return { ...facts, command: readStart(instruction) };
    case 'ENV':
      return { ...facts, environment: setEnvironment(facts, instruction) };
    default:
      return facts;
  }
}

function readStart(instruction: Instruction): StartCommand {
  if (instruction.isJson) return { kind: 'words', words: instruction.operands.map((operand) => operand.text) };
  return { kind: 'text', shell: '/bin/sh', text: instruction.body };
}

/** Where `WORKDIR path` leads, or a relative path of a `COPY`; `undefined` where that is not known. */
export function changeDirectory({ directory }: Pick<ImageFacts, 'directory'>, path: string): string | undefined {
  if (path.includes('$')) return undefined;
  if (path.startsWith('/')) return `/${normalise(path)}`;
  return directory === undefined ? undefined : `/${normalise(joinPath(directory, path))}`;
}

/** `$NAME` and `${NAME}` by what `ENV` said before; a name that is not known stays as it is. */
export function expand({ environment }: Pick<ImageFacts, 'environment'>, text: string): string {
  return text.replace(
    /\$(?:\{(\w+)\}|(\w+))/g,
    (whole, braced?: string, bare?: string) => environment.get(braced ?? bare ?? '') ?? whole,
  );
}

function setEnvironment(facts: ImageFacts, instruction: Instruction): ReadonlyMap<string, string> {
  const next = new Map(facts.environment);
  const [first, ...rest] = instruction.operands;
  if (first && !first.text.includes('=')) next.set(first.text, expand(facts, rest.map((operand) => operand.text).join(' ')));
  else {
    for (const { text } of instruction.operands) {
      const at = text.indexOf('=');
      next.set(text.slice(0, at), expand(facts, text.slice(at + 1).replace(/^["']|["']$/g, '')));
    }
  }
  return next;
}
