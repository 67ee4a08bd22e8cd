import type { HostPath } from '../model/build-graph.ts';
import type { HostEntry, HostFiles } from '../model/host-files.ts';
import { findBasename } from '../model/project.ts';
import type { Span } from '../model/span.ts';
import type { Machine } from './machine.ts';

/** The host's files behind a test that is not known: what both branches leave stays known. */
export function joinFiles(
  machine: Machine,
  { left, right }: { readonly left: HostFiles; readonly right: HostFiles },
  at: Span,
): Map<HostPath, HostEntry> {
  const joined = new Map<HostPath, HostEntry>();
  for (const path of new Set([...left.keys(), ...right.keys()])) {
    const [one, other] = [left.get(path), right.get(path)];
    const same = one !== undefined && other !== undefined && JSON.stringify(one) === JSON.stringify(other) ? one : undefined;
    const made = one && other ? undefined : (one ?? other);
    const entry = same ?? (isMadeWhereMissing(machine, path, made, at) ? made : undefined);
    joined.set(path, entry ?? { kind: 'unknown', reason: 'the branches of a test treat it differently', provenance: [at] });
  }
  return joined;
}

/** `[ -d out ] || mkdir out`: whichever way the test goes, an empty directory is there on a clean tree. */
function isMadeWhereMissing(machine: Machine, path: HostPath, made: HostEntry | undefined, at: Span): boolean {
  if (made?.kind !== 'directory' || made.base !== 'empty' || made.spills.length > 0 || machine.project.tree.has(path))
    return false;
  const test = machine.tree.file === at.file ? machine.tree.read.slice(at.start, at.end) : '';
  return /(?:^|\s)-[de]\s/.test(test) && test.includes(findBasename(path));
}
