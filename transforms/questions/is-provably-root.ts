import type { ImageBuild } from '../../src/model/build-graph.ts';
import { findFlag, type Instruction, type Stage } from '../../src/model/dockerfile.ts';
import type { Draft } from '../../src/model/draft.ts';
import { findImageName } from '../../src/model/image-name.ts';
import { ROOT_IMAGES } from '../../src/model/root-images.ts';

/** Programs that create files as the user they run as and change no owner. */
const PLAIN_PROGRAMS = new Set(
  (
    'go npm yarn pnpm npx mvn cargo gcc g++ cc c++ clang ld strip apk apt-get apt yum dnf microdnf pip pip3 mkdir cd cp mv ln rm echo printf cat touch chmod test [ ' +
    'true : set export sed sort sha256sum tr head tail cut grep ls pwd basename dirname sleep wc uniq ng tsc webpack vite hugo dotnet rustup lein javac jar'
  ).split(' '),
);

/** Whether an image from outside is known to run as root. */
export function isRootImage(image: string): boolean {
  return ROOT_IMAGES.has(findImageName(image));
}

/**
 * Whether everything that the final stage of a build adds belongs to root: the base runs as root, there is no `USER`, and no
 * command or flag gives files to anyone else. Then the owner reset of the host round trip (FACTS 1) changes nothing.
 */
export function isProvablyRoot(draft: Draft, build: ImageBuild): boolean {
  const stage = build.dockerfile.stages[build.finalStage];
  return stage !== undefined && isRootStage(draft, build, stage);
}

function isRootStage(draft: Draft, build: ImageBuild, stage: Stage): boolean {
  return isRootBase(draft, build, stage) && stage.instructions.every((instruction) => isPlain(draft, build, instruction));
}

function isRootBase(draft: Draft, build: ImageBuild, stage: Stage): boolean {
  const base = build.dockerfile.stages.find(
    (other) => other.index < stage.index && other.alias?.toLowerCase() === stage.image.toLowerCase(),
  );
  if (base) return isRootStage(draft, build, base);
  const reference = build.references.find((item) => item.instruction === stage.from);
  if (!reference) return isRootImage(stage.image);
  const built = draft.targets.flatMap((target) => target.parts).find((part) => part.id === reference.image);
  return built !== undefined && isProvablyRoot(draft, built);
}

function isPlain(draft: Draft, build: ImageBuild, instruction: Instruction): boolean {
  switch (instruction.keyword) {
    case 'USER':
      return /^(?:root|0)(?::(?:root|0))?$/.test(instruction.body);
    case 'COPY':
    case 'ADD':
      return isPlainCopy(draft, build, instruction);
    case 'RUN':
      return !instruction.hasHereDoc && instruction.flags.length === 0 && isPlainRun(instruction);
    case 'ONBUILD':
    case 'SHELL':
      return false;
    default:
      return true;
  }
}

function isPlainCopy(draft: Draft, build: ImageBuild, instruction: Instruction): boolean {
  const owner = findFlag(instruction, 'chown')?.value;
  if (owner !== undefined) return /^(?:0|root)(?::(?:0|root))?$/.test(owner);
  if (instruction.keyword === 'ADD')
    return !instruction.operands.some((operand) =>
      /\.(?:tar|tgz|tbz2?|txz)(?:\.\w+)?$|\.(?:gz|bz2|xz)$|:\/\/|[*?$]/.test(operand.text),
    );
  const from = findFlag(instruction, 'from')?.value;
  if (from === undefined) return true;
  const stage = build.dockerfile.stages.find(
    (other) => other.alias?.toLowerCase() === from.toLowerCase() || String(other.index) === from,
  );
  return stage !== undefined && stage.index < instruction.stage && isRootStage(draft, build, stage);
}

/** Whether a `RUN` is a chain of programs that change no owner. */
function isPlainRun(instruction: Instruction): boolean {
  const body = instruction.isJson ? instruction.operands.map((operand) => operand.text).join(' ') : instruction.body;
  if (/[`]|\$\(/.test(body)) return false;
  return body.split(/&&|\|\||[;|\n]/).every((command) => isPlainCommand(command.trim()));
}

function isPlainCommand(command: string): boolean {
  const words = command
    .replace(/^[({]\s*|\s*[)}]$/g, '')
    .split(/\s+/)
    .filter((word) => word !== '' && !/^[A-Za-z_]\w*=/.test(word));
  const [program, ...rest] = words;
  if (program === undefined) return true;
  if (program === 'cp' && rest.some((word) => /^-[a-zA-Z]*[pad]|^--(?:preserve|archive)/.test(word))) return false;
  return PLAIN_PROGRAMS.has(program.replace(/^(?:\/usr)?(?:\/local)?\/bin\//, ''));
}
