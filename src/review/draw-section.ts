import { type Line, plain } from './segment.ts';

/** A heading with lines below it; nothing where there are none. */
export function section(title: string, lines: readonly Line[]): readonly Line[] {
  if (lines.length === 0 && !title.startsWith('Certificate')) return [];
  return [plain(''), plain(title, 'heading'), ...lines.map((line): Line => [{ text: '  ' }, ...line])];
}
