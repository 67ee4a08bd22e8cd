import { findArtifactsBelow, findNode } from '../../model/host-files.ts';
import { resolveHostPath } from '../../model/host-path.ts';
import { readText } from '../../model/value.ts';
import { findNextStep, type Invocation, type Reading } from '../invocation.ts';
import { readReader } from './read-files.ts';
import { readUnknownCommand } from './unknown-command.ts';

/** `sed -i s/a/b/ file`, `perl -pi -e … file`: changes the files it names; without `-i` it only reads them. */
export function readEditor(invocation: Invocation): Reading {
  const { machine, name, words } = invocation;
  const texts = words.map((word) => readText(word.value) ?? '');
  const isInPlace = texts.some((text) => /^-[a-zA-Z]*i/.test(text) || text.startsWith('--in-place'));
  const hasScript = texts.some((text) => /^-[a-zA-Z]*[ef]$|^--(?:expression|file)/.test(text));
  if (!isInPlace) return name === 'sed' ? readReader(invocation) : readUnknownCommand(invocation);
  const operands = words.filter((_, index) => !texts[index]?.startsWith('-') && !/^-[a-zA-Z]*[ef]$/.test(texts[index - 1] ?? ''));
  const files = hasScript ? operands : operands.slice(1);
  const writes = files.map((word) => resolveHostPath(machine.directory, word.value));
  const isArtifact = writes.some(
    (path) =>
      findNode(machine.files, machine.project, path).kind === 'artifact' || findArtifactsBelow(machine.files, path).length > 0,
  );
  if (isArtifact) return readUnknownCommand(invocation);
  for (const path of writes) machine.files.set(path, { kind: 'made', type: 'file', step: findNextStep(machine) });
  return { effect: { kind: 'change-files', writes, removes: [], reads: [] } };
}
