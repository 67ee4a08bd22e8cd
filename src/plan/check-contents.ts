import type { Artifact, BuildGraph, ImageBuild } from '../model/build-graph.ts';
import { findCarried } from '../model/carried.ts';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { Instruction } from '../model/dockerfile.ts';
import type { Draft, Proposal } from '../model/draft.ts';
import { findBelow, joinPath, normalise } from '../model/host-path.ts';
import { findBasename } from '../model/project.ts';
import { showValue } from '../model/value.ts';

/**
 * Artifacts that an image cannot hold: a stage `FROM scratch` has nothing but what it copies. The old `docker cp` fails there, so there
 * is no image to equal; the author may have meant an earlier stage.
 */
export function checkContents(graph: BuildGraph, draft: Draft): Proposal {
  const parts = draft.targets.flatMap((target) => target.parts);
  const carried = new Set(parts.flatMap((part) => part.takeUps.flatMap((taken) => taken.sources.flatMap(findCarried))));
  const declined = graph.artifacts
    .filter((artifact) => carried.has(artifact.id))
    .flatMap((artifact) => [...findUnread(graph, artifact), ...findMissing(graph, artifact)]);
  return { declined };
}

/** An image that the script builds from something nobody here can read: a Dockerfile that is not there, or is none. */
function findUnread(graph: BuildGraph, artifact: Artifact): readonly Diagnostic[] {
  if (!artifact.image.startsWith('unread:')) return [];
  const name = graph.externals.find((item) => item.id === artifact.image)?.name;
  const message = `this is copied out of \`${name ? showValue(name) : 'an image'}\`, whose build could not be read`;
  const help = 'mend or commit the Dockerfile that the other message names';
  return [diagnose('artifact/image-unread', 'warning', message, { span: artifact.provenance[0], help })];
}

function findMissing(graph: BuildGraph, artifact: Artifact): readonly Diagnostic[] {
  const build = graph.builds.find((item) => item.id === artifact.image);
  const stage = build?.dockerfile.stages[build.finalStage];
  if (!build || stage?.image !== 'scratch') return [];
  const places = stage.instructions.flatMap((instruction) => findPlaces(stage.instructions, instruction));
  const isThere = places.some(
    (place) =>
      place === undefined ||
      findBelow(place, artifact.imagePath) !== undefined ||
      findBelow(artifact.imagePath, place) !== undefined,
  );
  return isThere ? [] : [tellMissing(build, artifact)];
}

/** Where an instruction of a stage puts files; `undefined` for a place that is not known. */
function findPlaces(instructions: readonly Instruction[], instruction: Instruction): readonly (string | undefined)[] {
  if (instruction.keyword === 'RUN' || instruction.keyword === 'ONBUILD') return [undefined];
  if (instruction.keyword === 'WORKDIR') return [instruction.operands[0]?.text];
  if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') return [];
  const destination = instruction.operands.at(-1)?.text ?? '';
  const before = instructions.filter((item) => item.keyword === 'WORKDIR' && item.start < instruction.start);
  if ([destination, ...before.map((item) => item.body)].some((text) => text.includes('$'))) return [undefined];
  const workdir = before.reduce((at, item) => resolve(at, item.operands[0]?.text ?? ''), '/');
  const place = resolve(workdir, destination);
  const sources = instruction.operands.slice(0, -1);
  const isDirectory = /(?:^|\/)\.{0,2}$/.test(destination) || sources.length > 1;
  const isOpen = sources.some((source) => /[*?[$]/.test(source.text) || /(?:^|\/)\.?$/.test(source.text));
  if (!isDirectory || isOpen || instruction.keyword === 'ADD') return [place];
  // A file gets its own name there; a directory's contents lie there under names that are not known.
  return sources.flatMap((source) =>
    findBasename(source.text).includes('.') ? [joinPath(place, findBasename(source.text))] : [place],
  );
}

function resolve(directory: string, path: string): string {
  return `/${normalise(path.startsWith('/') ? path : joinPath(directory, path))}`;
}

function tellMissing(build: ImageBuild, { imagePath, provenance }: Artifact): Diagnostic {
  const message = `\`${imagePath}\` cannot be in this image: its last stage starts \`FROM scratch\` and copies nothing there, so the copy fails`;
  const from = build.dockerfile.stages[build.finalStage]?.from;
  const related = from
    ? [{ message: 'the stage starts here', span: { file: build.dockerfile.file, start: from.start, end: from.end } }]
    : [];
  return diagnose('artifact/not-in-image', 'warning', message, {
    span: provenance[0],
    related,
    help: 'copy the path that the last stage has, or build the earlier stage with `--target`',
  });
}
