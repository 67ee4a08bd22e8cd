import { type HostScript, NOTHING } from '../model/script-host.ts';

/** Each section as lines: `# name <needs`, then the shell text of each block, with `+` in front where it is a shell of its own. */
export function showHost(script: HostScript | undefined): string {
  const sections = script?.sections.map(({ name, needs, blocks, read, directory }) => {
    const title = `# ${name}${needs.map((need) => ` <${need}`).join('')}${directory === undefined ? '' : ` in ${directory}`}`;
    const lines = blocks.map(
      ({ start, end, isOwnShell }) => `${isOwnShell ? '+ ' : ''}${read.slice(start, end).replaceAll(NOTHING, '')}`,
    );
    return [title, ...lines].join('\n');
  });
  return sections?.join('\n') ?? 'none';
}

/** What is wrong with the offsets of a host's sections; empty when every text stands where the file has it. */
export function findMisplaced(script: HostScript | undefined, source: string): readonly string[] {
  return (script?.sections ?? []).flatMap(({ name, read, blocks }) => {
    const outside = blocks.reduceRight(
      (text, { start, end }) => text.slice(0, start) + ' '.repeat(end - start) + text.slice(end),
      read,
    );
    return [
      ...(read.length === source.length ? [] : [`${name}: ${read.length} characters for ${source.length}`]),
      ...(outside.trim() === '' ? [] : [`${name}: text outside of blocks: ${outside.trim()}`]),
      ...blocks.flatMap(({ start, end, itemStart, itemEnd }) =>
        itemStart <= start && end <= itemEnd && start < end
          ? []
          : [`${name}: block ${start}-${end} outside of its item ${itemStart}-${itemEnd}`],
      ),
    ];
  });
}

/** What the file says without the items of all blocks of its first section. */
export function removeItems(script: HostScript | undefined, source: string): string {
  const blocks = script?.sections[0]?.blocks ?? [];
  return blocks.reduceRight((text, { itemStart, itemEnd }) => text.slice(0, itemStart) + text.slice(itemEnd), source);
}
