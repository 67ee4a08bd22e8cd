import { isSeq, type Node } from 'yaml';
import { findLineStart } from '../../model/text.ts';
import type { HostStep } from './assemble-sections.ts';
import { readScalar } from './read-scalar.ts';
import type { ShellText } from './shell-text.ts';
import { findScalar, listItems, type YamlFile } from './yaml-nodes.ts';

/** Looks at the files it names and changes none: what a host does with files it takes away. */
const READING = 'ls ';

/**
 * A value that names files which the host takes, `path: dist/app`, as a command that reads them: `ls dist/app`. The command stands over
 * the name of the value or its indentation, so nothing where there is no room. Patterns are read as the directory they start in.
 */
export function readReadingStep(
  file: YamlFile,
  node: Node,
  rewrite: (found: ShellText) => ShellText | undefined,
): readonly HostStep[] {
  const items = isSeq(node) ? listItems(file, node) : [node];
  return items.flatMap((item) => {
    const scalar = findScalar(file, item);
    const found = scalar && readScalar(file.source, scalar);
    const text = found && rewrite(found);
    return text ? splitLines(text).flatMap((line) => drawReading(file.source, line)) : [];
  });
}

function splitLines({ start, text }: ShellText): readonly ShellText[] {
  return [...text.matchAll(/[^\s!][^\n]*/g)].map(({ index, 0: raw }) => {
    const line = raw.trimEnd();
    return { start: start + index, end: start + index + line.length, text: line };
  });
}

/** The command that reads what `text` names, drawn up to its end from the start of what stands in front of it in its line. */
export function drawReading(source: string, { start, text }: Pick<ShellText, 'start' | 'text'>): readonly HostStep[] {
  const before = source.slice(findLineStart(source, start), start);
  const room = before.trim() === '' || before.trim() === '-' ? READING.length : before.trimStart().length;
  // A remote or a list of words is no path of the workspace.
  if (!/^[\w./*${}"\u0001-]+$/.test(text) || room < READING.length || before.length < room) return [];
  const fixed = text.replace(/\/?[^/]*\*.*$/, '') || '.';
  const step = { start: start - room, end: start + fixed.length, text: READING.padEnd(room) + fixed };
  return [{ text: step, item: { start: step.start, end: step.end }, isOwnShell: true }];
}
