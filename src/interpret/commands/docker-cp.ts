import type { Artifact, HostPath } from '../../model/build-graph.ts';
import { diagnose } from '../../model/diagnostic.ts';
import { findNode, isDirectoryNode } from '../../model/host-files.ts';
import { joinHostPath, joinPath, resolveHostPath, toImagePath } from '../../model/host-path.ts';
import { findBasename } from '../../model/project.ts';
import { findUnknowns, readText, showValue, toKey, type Value } from '../../model/value.ts';
import { addArtifact } from '../artifacts.ts';
import { findContainer } from '../images.ts';
import { inferType } from '../infer-type.ts';
import { INERT, type Invocation, type Reading } from '../invocation.ts';
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
    const container = findContainer(machine, to.container);
    return { effect: { kind: 'use', verb: 'cp into', images: [], containers: container ? [container] : [] } };
  }
  const container = from && findContainer(machine, from.container);
  if (!from || container === undefined) return readStranger(invocation, target.value);
  if (readText(target.value) === '-') return { effect: { kind: 'use', verb: 'cp', images: [], containers: [container] } };
  const artifact = extract(invocation, { container, path: from.path, target: target.value });
  return { effect: { kind: 'extract', extraction: artifact, container } };
}

/** A container that this script did not make: what arrives at the target is not known. */
function readStranger({ machine, span }: Invocation, target: Value): Reading {
  const path = resolveHostPath(machine.directory, target);
  const reason = 'it is copied from a container that this script does not create';
  machine.files.set(path, { kind: 'unknown', reason, provenance: [span] });
  return { effect: { kind: 'opaque', names: [path] } };
}

interface Extraction {
  readonly container: string;
  readonly path: Value;
  readonly target: Value;
}

/** Records the artifact of `docker cp`, by the table of FACTS 4, and returns its id; `''` when it is not known. */
function extract(invocation: Invocation, { container, path, target }: Extraction): string {
  const { machine, span } = invocation;
  const landing = resolveHostPath(machine.directory, target);
  const raw = readText(path);
  if (raw === undefined) {
    const [piece] = findUnknowns(path);
    const reason = `its path in the image is not known: ${piece?.expression ?? ''} ${piece ? `(${piece.reason})` : ''}`.trim();
    machine.files.set(landing, { kind: 'unknown', reason, provenance: [span] });
    const message = `cannot tell which file this copies: \`${showValue(path)}\` holds \`${piece?.expression ?? ''}\`, and ${piece?.reason ?? 'it is unknown'}`;
    const help = `write the path in the script, or pass \`--assume ${piece?.expression.replace(/[${}]/g, '') ?? 'NAME'}=…\``;
    machine.trace.diagnostics.push(diagnose('artifact/path-unknown', 'warning', message, { span, help }));
    return '';
  }
  const imagePath = toImagePath(raw);
  const image = machine.trace.containers.find((item) => item.id === container)?.image ?? '';
  const isContents = raw.endsWith('/.');
  const inferred = inferType(machine, image, imagePath);
  const mustBeDirectory = isContents || raw.endsWith('/');
  const fact = mustBeDirectory ? ({ type: 'directory', likely: undefined } as const) : inferred;
  const node = findNode(machine.files, machine.project, landing);
  const isInto = isDirectoryNode(node) || landing === machine.directory;
  const isDirectorySlash = toKey(target).endsWith('/') && !isInto;
  const base: Omit<Artifact, 'id' | 'hostPath'> = {
    image,
    imagePath,
    extent: isContents && isInto ? 'contents' : 'whole',
    type: isDirectorySlash ? 'directory' : fact.type,
    likely: fact.likely,
    steps: [machine.trace.steps.length],
    modes: [],
    provenance: [span],
  };
  const hostPath: HostPath = isInto && !isContents ? joinHostPath(landing, joinPath('.', findBasename(imagePath))) : landing;
  return addArtifact(machine, { ...base, hostPath });
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
