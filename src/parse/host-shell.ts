import type { Statement } from 'unbash';
import { type Diagnostic, diagnose } from '../model/diagnostic.ts';
import type { HostScript, ScriptBlock, ScriptSection } from '../model/script-host.ts';
import { parseShell, type ShellTree } from './shell.ts';

/** A block with its statements; `undefined` for one that the shell cannot read. */
export interface ParsedBlock {
  readonly block: ScriptBlock;
  readonly statements: readonly Statement[] | undefined;
}

/** A section as trees: offsets are those of the file. */
export interface ParsedSection {
  readonly tree: ShellTree;
  readonly blocks: readonly ParsedBlock[];
  readonly diagnostics: readonly Diagnostic[];
}

const parsed = new WeakMap<ScriptSection, ParsedSection>();

/** Reads the shell of a section. Never throws; a block that names an engine and does not parse has a `shell/syntax` warning. */
export function parseSection(host: HostScript, section: ScriptSection, text: string): ParsedSection {
  const known = parsed.get(section);
  if (known) return known;
  const result = parseBlocks(host, section, text);
  parsed.set(section, result);
  return result;
}

function parseBlocks({ file }: HostScript, { read, blocks }: ScriptSection, text: string): ParsedSection {
  // What is behind the last block is blank, and a large file has many sections.
  const whole = parseShell(file, read.slice(0, blocks.at(-1)?.end ?? 0));
  const tree: ShellTree = { ...whole.tree, text };
  if (!whole.diagnostics.some(({ severity }) => severity === 'error')) {
    const statements = tree.script.commands;
    const parsedBlocks = blocks.map((block) => ({
      block,
      statements: statements.slice(countBefore(statements, block.start), countBefore(statements, block.end)),
    }));
    return { tree, blocks: parsedBlocks, diagnostics: whole.diagnostics };
  }
  const diagnostics: Diagnostic[] = [];
  const single = blocks.map((block): ParsedBlock => {
    const own = parseShell(file, `${' '.repeat(block.start)}${read.slice(block.start, block.end)}`);
    const isBroken = own.diagnostics.some(({ severity }) => severity === 'error');
    if (isBroken && /docker|podman|buildah|nerdctl/.test(read.slice(block.start, block.end)))
      diagnostics.push(tellBroken(file, block));
    return { block, statements: isBroken ? undefined : own.tree.script.commands };
  });
  return { tree, blocks: single, diagnostics };
}

/** How many of the statements, which are in order, start before an offset. */
function countBefore(statements: readonly Statement[], offset: number): number {
  let [low, high] = [0, statements.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((statements[middle]?.pos ?? offset) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function tellBroken(file: string, { start, end }: ScriptBlock): Diagnostic {
  const message = 'the shell cannot read this, or restage cannot tell what the shell gets to see of it';
  return diagnose('shell/syntax', 'warning', message, {
    span: { file, start, end },
    help: 'move the commands to a script of their own',
  });
}
