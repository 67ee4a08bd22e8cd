import type { HostPath } from '../../model/build-graph.ts';
import { diagnose } from '../../model/diagnostic.ts';
import { findBelow, resolveHostPath, toImagePath } from '../../model/host-path.ts';
import { landCopy, type Standing } from '../../model/land-copy.ts';
import { findBasename } from '../../model/project.ts';
import { findUnknowns, readText, showValue, toKey, type Value } from '../../model/value.ts';
import { addArtifact } from '../artifacts.ts';
import { takeMounted } from '../container/take-mounted.ts';
import { isLinkInImage } from '../find-link.ts';
import { findStanding } from '../find-standing.ts';
import { findContainer } from '../images.ts';
import { inferType } from '../infer-type.ts';
import { INERT, type Invocation, type Reading } from '../invocation.ts';
import type { Machine } from '../machine.ts';
import { type FlagTable, parseFlags } from './flags.ts';

const TABLE: FlagTable = { valued: new Set(), short: { a: 'archive', L: 'follow-link', q: 'quiet' } };

/** `docker cp extract:/src/app ./app`: carries a path out of a container. Into one: a use of the container. */
export function readCopy(invocation: Invocation): Reading {
  const { machine, words } = invocation;
  const [source, target] = parseFlags(words, TABLE).operands;
  if (!source || !target) return INERT;
  const from = splitPlace(source.value);
  const to = splitPlace(target.value);
  if (to) {
    return copyInto(invocation, source.value, to);
  }
  const container = from && findContainer(machine, from.container);
  if (!from || container === undefined) return readStranger(invocation, from?.path, target.value);
  if (readText(target.value) === '-') return printArchive(machine, container, from.path);
  const artifact = extract(invocation, { container, path: from.path, target: target.value });
  return { effect: { kind: 'extract', extraction: artifact, container } };
}

/** `docker cp . build:/src`: before the container starts, its files are what a mount would show it; later, `docker commit` keeps them. */
function copyInto({ machine, span }: Invocation, source: Value, to: { container: Value; path: Value }): Reading {
  const id = findContainer(machine, to.container);
  const container = machine.trace.containers.find((item) => item.id === id);
  const setup = id === undefined ? undefined : machine.trace.setups.get(id);
  const target = readText(to.path);
  const host = resolveHostPath(machine.directory, source);
  const isStream = readText(source) === '-';
  if (!container || !setup || target === undefined || isStream) {
    const reads = isStream ? [] : [host];
    return { effect: { kind: 'use', verb: 'cp into', images: [], containers: id ? [id] : [], reads } };
  }
  const isFile = findStanding(machine, host) === 'file';
  const landing = isFile && target.endsWith('/') ? `${target}${findBasename(host)}` : target;
  const added = {
    host,
    taken: takeMounted(machine, host),
    isContents: /(?:^|\/)\.$/.test(toKey(source)),
    target: toImagePath(landing),
    isInto: target.endsWith('/') && !isFile,
    isLate: container.kind === 'run',
    span,
  };
  machine.trace.setups.set(container.id, { ...setup, copies: [...setup.copies, added] });
  return { effect: { kind: 'drive-container', containers: [container.id], reads: [host] } };
}

/** `docker cp c:/dist -`: a tar archive whose one member is called as the path is. */
function printArchive(machine: Machine, id: string, path: Value): Reading {
  const image = findContainerImage(machine, id);
  const text = readText(path);
  const effect = { kind: 'extract', extraction: '', container: id } as const;
  if (image === undefined || text === undefined) return { effect: { kind: 'use', verb: 'cp', images: [], containers: [id] } };
  const from = toImagePath(text);
  return {
    effect,
    stream: {
      kind: 'archive',
      image,
      step: machine.trace.steps.length,
      members: [{ from, name: /\/\.$/.test(text) ? '' : findBasename(from) }],
    },
  };
}

/** What a container holds: its image, or what its work made of that; `undefined` when that cannot be told. */
export function findContainerImage(machine: Machine, id: string): string | undefined {
  const container = machine.trace.containers.find((item) => item.id === id);
  const image = container?.run ?? container?.image;
  return image === undefined || image.startsWith('ambiguous:') || image.startsWith('unknown:') ? undefined : image;
}

/** Why what is copied is not what a `COPY --from` of the path would copy. */
function findDoubt(
  { machine, words }: Invocation,
  { container, image, source }: { readonly container: string; readonly image: string; readonly source: string },
): string | undefined {
  const path = toImagePath(source);
  const cover = findCover(machine, container, path);
  if (cover === 'mount') return 'a mount covers what is copied out of the container, so it is not what the image holds';
  if (cover === 'copy') return 'the script copies something into the container there first, so it is not what the image holds';
  const isFollowed = /\/\.?$/.test(source) || parseFlags(words, TABLE).flags.some((flag) => flag.name === 'follow-link');
  // A link itself cannot be copied by name: the old build fails, and a copy of a whole directory keeps it (FACTS 3).
  return !isFollowed && isLinkInImage(machine, image, path)
    ? `\`${path}\` is a symbolic link in the image, and \`docker cp\` without \`-L\` copies the link itself`
    : undefined;
}

/** What a container shows at a path besides its image, or besides what its work left. An unnamed volume starts as a copy of the image. */
export function findCover(machine: Machine, id: string, path: string): 'mount' | 'copy' | undefined {
  const container = machine.trace.containers.find((item) => item.id === id);
  if (!container) return undefined;
  const doOverlap = (other: string): boolean => findBelow(other, path) !== undefined || findBelow(path, other) !== undefined;
  const { mounts = [], copies = [] } = machine.trace.setups.get(id) ?? {};
  const isIdle = container.run === undefined;
  if (copies.some((copy) => (isIdle || copy.isLate) && doOverlap(copy.target))) return 'copy';
  if (!isIdle) return undefined;
  const covers = mounts.some((mount) => {
    if (mount.kind === 'unknown') return true;
    return !(mount.kind === 'volume' && mount.name === undefined) && doOverlap(mount.target);
  });
  return covers ? 'mount' : undefined;
}

/** A container that this script did not make: what arrives at the target is not known. */
function readStranger({ machine, span }: Invocation, path: Value | undefined, target: Value): Reading {
  const landing = resolveHostPath(machine.directory, target);
  const source = path && readText(path);
  const hasSlash = toKey(target).endsWith('/');
  const place =
    source === undefined
      ? landing
      : landCopy({ source, type: 'unknown', target: landing, hasSlash, findStanding: (at) => findThere(machine, at, landing) })
          .hostPath;
  const reason = 'it is copied from a container that this script does not create';
  machine.files.set(place, { kind: 'unknown', reason, provenance: [span] });
  return { effect: { kind: 'opaque', names: [place] } };
}

interface Extraction {
  readonly container: string;
  readonly path: Value;
  readonly target: Value;
}

/** Records the artifact of `docker cp` where it lands and returns its id; `''` when that is not known. */
function extract(invocation: Invocation, { container, path, target }: Extraction): string {
  const { machine, span } = invocation;
  const landing = resolveHostPath(machine.directory, target);
  const source = readText(path);
  if (source === undefined) return forgetTarget(invocation, path, landing);
  const image = findContainerImage(machine, container);
  if (image === undefined) {
    const reason = findMystery(machine, container);
    machine.files.set(landing, { kind: 'unknown', reason, provenance: [span] });
    return '';
  }
  const { type, likely } = inferType(machine, image, toImagePath(source));
  const hasSlash = toKey(target).endsWith('/');
  const landed = landCopy({ source, type, target: landing, hasSlash, findStanding: (at) => findThere(machine, at, landing) });
  const doubt = landed.kind === 'lands' ? findDoubt(invocation, { container, image, source }) : landed.reason;
  if (landed.kind !== 'lands' || doubt !== undefined) {
    machine.files.set(landed.hostPath, { kind: 'unknown', reason: doubt ?? '', provenance: [span] });
    return '';
  }
  const { kind: _, ...place } = landed;
  const steps = [machine.trace.steps.length];
  return addArtifact(machine, {
    ...place,
    image,
    likely: place.type === 'unknown' ? likely : undefined,
    steps,
    modes: [],
    provenance: [span],
  });
}

function findMystery(machine: Machine, id: string): string {
  const run = machine.trace.containers.find((item) => item.id === id)?.run;
  return run?.startsWith('unknown:')
    ? `its container does work, and ${run.slice('unknown:'.length)}`
    : 'which image its container is made from depends on a test';
}

/** What stands at a path; a directory above the target may have been made by a command that nobody described. */
function findThere(machine: Machine, at: HostPath, target: HostPath): Standing {
  const standing = findStanding(machine, at);
  const isAbove = at !== target && findBelow(at, target) !== undefined;
  const mayBeMade = isAbove && machine.trace.steps.some((step) => step.effect.kind === 'opaque');
  return standing === 'absent' && mayBeMade ? 'unknown' : standing;
}

/** The path in the image is not known, so neither is what stands at the target. */
function forgetTarget({ machine, span }: Invocation, path: Value, landing: HostPath): string {
  const [piece] = findUnknowns(path);
  const reason = `its path in the image is not known: ${piece?.expression ?? ''} ${piece ? `(${piece.reason})` : ''}`.trim();
  machine.files.set(landing, { kind: 'unknown', reason, provenance: [span] });
  const [whole, part] = [showValue(path), piece?.expression ?? ''];
  const subject = whole === part ? `\`${whole}\` is not known:` : `\`${whole}\` holds \`${part}\`, and`;
  const message = `cannot tell which file this copies: ${subject} ${piece?.reason ?? 'it is unknown'}`;
  const help = `write the path in the script, or pass \`--assume ${piece?.expression.replace(/[${}]/g, '') ?? 'NAME'}=…\``;
  machine.trace.diagnostics.push(diagnose('artifact/path-unknown', 'warning', message, { span, help }));
  return '';
}

/** `container:path`; a path that starts with `.` or `/` has no container, as the client decides. */
function splitPlace(value: Value): { container: Value; path: Value } | undefined {
  const first = value.pieces[0];
  if (first?.kind === 'literal' && /^[./]/.test(first.text)) return undefined;
  for (const [index, piece] of value.pieces.entries()) {
    if (piece.kind !== 'literal' || !piece.text.includes(':')) continue;
    const at = piece.text.indexOf(':');
    const make = (pieces: Value['pieces']): Value => ({
      pieces: pieces.filter((item) => item.kind === 'unknown' || item.text !== ''),
      provenance: value.provenance,
    });
    return {
      container: make([...value.pieces.slice(0, index), { kind: 'literal', text: piece.text.slice(0, at) }]),
      path: make([{ kind: 'literal', text: piece.text.slice(at + 1) }, ...value.pieces.slice(index + 1)]),
    };
  }
  return undefined;
}
