import { type DockerfileTree, findFlag, type Instruction, type Stage } from '../../model/dockerfile.ts';
import { joinHostPath } from '../../model/host-path.ts';
import { parseDockerfile } from '../../parse/dockerfile.ts';
import { parseDockerignore } from '../../parse/dockerignore.ts';
import { parseDockerfileFile } from '../../parse/parse-file.ts';
import { maskArguments } from './arguments.ts';
import { demandShort, findFile } from './find-file.ts';
import { type Image, pullImage, type TextStep, toToken } from './image.ts';
import { note } from './log.ts';
import { readCopy } from './read-copy.ts';
import { type BuildRequest, findStage, resolvePath, type StageReader, splitAssignment, substitute } from './stage.ts';
import { exists, type World } from './world.ts';

const PREDEFINED = /^(?:https?|ftp|no|all)_proxy$/i;

/** The image a build makes, as an expression; `undefined` and a note when its Dockerfile cannot be read. */
export function readImage(world: World, request: BuildRequest): Image | undefined {
  const file = findFile(world, request.file);
  demandShort(request.file, file?.text);
  const { tree, diagnostics } = file ? parseDockerfileFile(file) : parseDockerfile(request.file, '');
  if (!file || diagnostics.some((item) => item.severity === 'error')) {
    world.lacksDockerfile = true;
    note(world, `\`${request.file}\` is not there or cannot be read`, request.span);
    return undefined;
  }
  if (world.paths.has(`${request.file}.dockerignore`)) note(world, 'engines differ on which ignore file they read', request.span);
  const ignore = world.project.files.get(joinHostPath(request.context, '.dockerignore'));
  demandShort(ignore?.path ?? '', ignore?.text);
  const rules = parseDockerignore(ignore && exists(world, ignore.path) ? ignore.text : '');
  const globals = readGlobals(tree, request);
  const done: { alias: string | undefined; image: Image }[] = [];
  const isTarget = ({ alias, index }: Stage) =>
    request.target !== undefined && (alias?.toLowerCase() === request.target.toLowerCase() || String(index) === request.target);
  const last = request.target === undefined ? tree.stages.length - 1 : tree.stages.findIndex(isTarget);
  if (last === -1) note(world, `there is no stage \`${request.target}\``, request.span);
  world.buildFiles.add(file.path);
  for (const stage of tree.stages.slice(0, last + 1)) {
    const { alias = 'x' } = stage;
    const isTwice = stage.alias !== undefined && done.some((other) => other.alias?.toLowerCase() === alias.toLowerCase());
    if (isTwice || !/^[a-z][a-z0-9._-]*$/i.test(alias))
      note(world, `engines differ on the stage name \`${alias}\``, request.span);
    const base = findBase({ world, request, tree, done }, stage, globals);
    const reader: StageReader = {
      ...{ world, request, tree, rules, done, base, declared: new Map(), workdir: base.workdir },
      ...{ environment: new Map(base.environment), directories: new Set(base.directories), programs: findPrograms(stage) },
    };
    done.push({ alias: stage.alias, image: readStage(reader, stage, globals) });
  }
  const image = done.at(-1)?.image;
  const labels = request.labels.map(
    (label): TextStep => ({ kind: 'text', text: `LABEL ${label}`, environment: '', proxies: [], span: request.span }),
  );
  return image && { ...image, steps: [...image.steps, ...labels] };
}

/** `ARG`s before the first `FROM`; a later default of one name wins (FACTS 8). */
function readGlobals(tree: DockerfileTree, { given }: BuildRequest): ReadonlyMap<string, string | undefined> {
  const globals = new Map<string, string | undefined>();
  for (const { text } of tree.globals.flatMap((instruction) => instruction.operands)) {
    const [name = '', value] = splitAssignment(text);
    globals.set(
      name,
      given.get(name) ?? (value === undefined ? undefined : substitute(value, (each) => globals.get(each) ?? '')),
    );
  }
  return globals;
}

function findBase(
  reader: Pick<StageReader, 'world' | 'request' | 'tree' | 'done'>,
  stage: Stage,
  globals: ReadonlyMap<string, string | undefined>,
): Image {
  const name = substitute(stage.image.replace(/^(["'])(.*)\1$/, '$2'), (each) => globals.get(each) ?? '');
  const platform = substitute(findFlag(stage.from, 'platform')?.value ?? '', (each) => globals.get(each));
  const found = findStage(reader, name);
  if (found.steps.some((step) => step.kind === 'text' && step.text.startsWith('ONBUILD')))
    note(reader.world, `\`${name}\` has \`ONBUILD\` instructions`, {
      file: reader.tree.file,
      start: stage.from.start,
      end: stage.from.end,
    });
  return typeof found.base === 'string' && found.span === undefined
    ? pullImage(name, platform === '' ? '' : ` for ${platform}`)
    : found;
}

function readStage(reader: StageReader, stage: Stage, globals: ReadonlyMap<string, string | undefined>): Image {
  const mentioned = stage.instructions
    .filter((item) => item.keyword !== 'ARG')
    .map((item) => item.body)
    .join('\n');
  const steps = stage.instructions.flatMap((instruction) => {
    if (instruction.keyword === 'ARG') return declare(reader, instruction, globals);
    const isCopy = instruction.keyword === 'COPY' || instruction.keyword === 'ADD';
    return isCopy && !instruction.hasHereDoc ? readCopy(reader, instruction) : [readText(reader, instruction, mentioned)];
  });
  const { base, workdir, environment, directories, request, tree } = reader;
  return {
    base,
    steps,
    options: request.options,
    workdir,
    environment,
    directories,
    span: { file: tree.file, start: stage.from.start, end: stage.from.end },
  };
}

function findPrograms(stage: Stage): readonly string[] {
  const commands = stage.instructions.filter(({ keyword }) => keyword === 'CMD' || keyword === 'ENTRYPOINT');
  return commands.map(({ isJson, operands }) => operands[!isJson && operands[0]?.text === 'exec' ? 1 : 0]?.text ?? '');
}

function declare(
  { declared, request, environment }: StageReader,
  { operands }: Instruction,
  globals: ReadonlyMap<string, string | undefined>,
): [] {
  for (const { text } of operands) {
    const [name = '', value] = splitAssignment(text);
    const own =
      value === undefined ? globals.get(name) : substitute(value, (each) => environment.get(each) ?? declared.get(each));
    const passed = request.given.get(name);
    declared.set(name, passed?.endsWith(', if set\0') ? toToken(`${passed}, else ${own}`) : (passed ?? own));
  }
  return [];
}

function readText(reader: StageReader, instruction: Instruction, mentioned: string): TextStep {
  const { keyword, body, flags, start, end } = instruction;
  const { declared, environment, request, tree, world } = reader;
  const span = { file: tree.file, start, end };
  const look = (name: string) => environment.get(name) ?? declared.get(name) ?? (declared.has(name) ? '' : undefined);
  const options = flags.map(({ name, value }) => `--${name}=${value}`).join(' ');
  const step = (text: string): TextStep => ({
    kind: 'text',
    text: `${keyword} ${options}${options && ' '}${text}`,
    environment: '',
    proxies: [],
    span,
  });
  if (keyword === 'WORKDIR') {
    reader.workdir = resolvePath(reader, substitute(body, look));
    reader.directories.add(reader.workdir);
    return step(reader.workdir);
  }
  if (keyword === 'CMD' || keyword === 'ENTRYPOINT' || keyword === 'HEALTHCHECK' || keyword === 'ONBUILD') return step(body);
  if (keyword !== 'RUN') {
    const text = substitute(body, look);
    const words = keyword === 'ENV' ? instruction.operands.map((operand) => splitAssignment(operand.text)) : [];
    const pairs = words.every(([, value]) => value !== undefined)
      ? words
      : [
          [
            words[0]?.[0] ?? '',
            words
              .slice(1)
              .map(([word]) => word)
              .join(' '),
          ],
        ];
    for (const [name = '', value = ''] of keyword === 'ENV' ? pairs : []) environment.set(name, substitute(value, look));
    return step(text);
  }
  if (/--mount=\S*(?:from=|type=bind)/.test(options)) note(world, 'cannot follow a `RUN` with a mount', span);
  const masked = maskArguments(body, { declared, environment, mentioned });
  const proxies = [...request.given].filter(([name]) => PREDEFINED.test(name)).map((pair) => pair.join('='));
  return { ...step(masked.text), environment: masked.environment, proxies };
}
