import { NOTHING } from '../../model/script-host.ts';

/** Shell text as it stands in a file: `text` is exactly as long as `[start, end)`. */
export interface ShellText {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The shell text as the shell gets it: without the characters that only hold a place. */
export function readShellText({ text }: ShellText): string {
  return text.replaceAll(NOTHING, '');
}

/**
 * What stands for characters that are not part of the text, between `before` and `after`: inside of a word nothing, else blanks. A word
 * of placeholders alone would be an empty argument.
 */
export function fillGap(before: string | undefined, after: string | undefined, length: number): string {
  const isBreak = (character: string | undefined): boolean => character === undefined || /[\s;&|(]/.test(character);
  return (isBreak(before) || isBreak(after) ? ' ' : NOTHING).repeat(length);
}

/** The last file that was blanked: each section of a file is drawn on the same blanks, and there may be a hundred. */
let last = { file: '', blanked: '' };

/** The file with everything but its line ends blanked. */
export function blankFile(file: string): string {
  if (last.file !== file) last = { file, blanked: file.replace(/[^\r\n]+/g, (line) => ' '.repeat(line.length)) };
  return last.blanked;
}

/**
 * The file with everything but these texts blanked; exactly as long. Texts on one line are parted by a line end, since each is a command
 * of its own. They have to be in the order of the file.
 */
export function drawShell(file: string, texts: readonly ShellText[]): string {
  const blanked = blankFile(file);
  let drawn = '';
  let isEmpty = true;
  for (const { start, end, text } of texts) {
    const gap = blanked.slice(drawn.length, start);
    const isParted = isEmpty || gap.includes('\n');
    drawn += `${isParted ? gap : `\n${gap.slice(1)}`}${text}`;
    isEmpty &&= text.trim() === '';
    if (drawn.length !== end) return blanked;
  }
  return drawn + blanked.slice(drawn.length);
}
