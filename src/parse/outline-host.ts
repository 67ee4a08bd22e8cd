import type { HostScript, ScriptBlock, ScriptSection } from '../model/script-host.ts';
import type { OutlineNode, ScriptOutline } from '../model/script-outline.ts';
import { parseSection } from './host-shell.ts';
import { outlineStatements } from './outline-shell.ts';

/** The outline of a file that holds shell text: its blocks in the order of the file, each once. */
export function outlineHost(script: HostScript, text: string): ScriptOutline {
  const blocks = new Map<string, OutlineNode>();
  for (const section of script.sections) {
    for (const { block, statements } of parseSection(script, section, text).blocks) {
      const key = `${block.start}:${block.end}`;
      if (statements && !blocks.has(key)) blocks.set(key, outlineBlock(section, block, outlineStatements(block, statements)));
    }
  }
  const items = [...blocks.values()].sort((left, right) => left.start - right.start);
  const root: OutlineNode = { kind: 'list', start: 0, end: text.length, items };
  return { file: script.file, text, root, host: script.kind };
}

function outlineBlock(section: ScriptSection, block: ScriptBlock, body: OutlineNode): OutlineNode {
  const { start, end, itemStart, itemEnd } = block;
  const list = block.list ?? { start: section.blocks[0]?.start ?? start, emptyText: section.emptyText };
  return { kind: 'block', start, end, itemStart, itemEnd, body, list: list.start, emptyText: list.emptyText };
}
