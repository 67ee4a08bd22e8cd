import type { Node } from 'yaml';
import type { HostStep } from './assemble-sections.ts';
import { findItem } from './find-item.ts';
import { readScalar } from './read-scalar.ts';
import type { ShellText } from './shell-text.ts';
import { findScalar, type YamlFile } from './yaml-nodes.ts';

/** What is the same for all values of a call. */
export interface StepSetting {
  readonly isOwnShell: boolean;
  /** Makes shell text of what the file has, such as with the host's expressions replaced. */
  readonly rewrite?: (found: ShellText) => ShellText | undefined;
}

/** Reads the values of one list as shell text, each a step; `undefined` when one of them cannot be. */
export function readSteps(file: YamlFile, nodes: readonly Node[], setting: StepSetting): readonly HostStep[] | undefined {
  const steps: HostStep[] = [];
  for (const node of nodes) {
    const scalar = findScalar(file, node);
    const found = scalar && readScalar(file.source, scalar);
    const text = found && (setting.rewrite ? setting.rewrite(found) : found);
    const item = findItem(file.source, node);
    if (!text || !item) return undefined;
    const list = steps[0]?.list ?? { start: text.start, emptyText: item.emptyText };
    steps.push({ text, item, isOwnShell: setting.isOwnShell, list });
  }
  return steps;
}
