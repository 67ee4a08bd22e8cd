import type { Node } from 'yaml';
import type { HostStep } from './assemble-sections.ts';
import { findItem } from './find-item.ts';
import { readScalar } from './read-scalar.ts';
import type { ShellText } from './shell-text.ts';
import { findScalar, type YamlFile } from './yaml-nodes.ts';

/** The steps of some values of a YAML file. */
export interface ReadSteps {
  readonly steps: readonly HostStep[];
  /** What the list of a value says when it would be left empty. */
  readonly emptyTexts: ReadonlyMap<Node, string>;
}

/** What is the same for all values of a call. */
export interface StepSetting {
  readonly isOwnShell: boolean;
  /** Makes shell text of what the file has, such as with the host's expressions replaced. */
  readonly rewrite?: (found: ShellText) => ShellText | undefined;
}

/** Reads values as shell text, each a step; `undefined` when one of them cannot be. */
export function readSteps(file: YamlFile, nodes: readonly Node[], setting: StepSetting): ReadSteps | undefined {
  const steps: HostStep[] = [];
  const emptyTexts = new Map<Node, string>();
  for (const node of nodes) {
    const scalar = findScalar(file, node);
    const found = scalar && readScalar(file.source, scalar);
    const text = found && (setting.rewrite?.(found) ?? (setting.rewrite ? undefined : found));
    const item = findItem(file.source, node);
    if (!text || !item) return undefined;
    steps.push({ text, item, isOwnShell: setting.isOwnShell });
    emptyTexts.set(node, item.emptyText);
  }
  return { steps, emptyTexts };
}
