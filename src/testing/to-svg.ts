import type { Pty } from './open-pty.ts';

/** Of a dark terminal: the sixteen colours, in the order of their codes. */
const COLOURS = ['#3b4048', '#e06c75', '#98c379', '#e5c07b', '#61afef', '#c678dd', '#56b6c2', '#c8ccd4'];
const [BACKGROUND, TEXT, DIM] = ['#1e2127', '#c8ccd4', '#7f848e'];
const [CELL, ROW, MARGIN, BAR] = [8.4, 18, 14, 30];

/** What a terminal shows as an SVG picture with its text as text. */
export function toSvg(terminal: Pty['terminal'], title: string): string {
  const { cols, rows } = terminal;
  const [width, height] = [cols * CELL + 2 * MARGIN, rows * ROW + 2 * MARGIN + BAR];
  const lines = Array.from({ length: rows }, (_, row) => drawRow(terminal, row));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(title)}">
<rect width="${width}" height="${height}" rx="8" fill="${BACKGROUND}"/>
<circle cx="20" cy="18" r="6" fill="#e06c75"/><circle cx="40" cy="18" r="6" fill="#e5c07b"/><circle cx="60" cy="18" r="6" fill="#98c379"/>
<text x="${width / 2}" y="22" text-anchor="middle" font-family="sans-serif" font-size="13" fill="${DIM}">${escapeXml(title)}</text>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" xml:space="preserve">
${lines.filter((line) => line !== '').join('\n')}
</g>
</svg>
`;
}

/** Each run of cells that look alike is one text of a fixed length, so that the columns stay straight in any font. */
function drawRow({ buffer, cols }: Pty['terminal'], row: number): string {
  const line = buffer.active.getLine(buffer.active.viewportY + row);
  const runs: { style: string; text: string; column: number; cells: number }[] = [];
  for (let column = 0; column < cols; column += 1) {
    const cell = line?.getCell(column);
    if (!cell || cell.getWidth() === 0) continue;
    const style = describe(cell);
    const last = runs.at(-1);
    const text = cell.getChars() || ' ';
    if (last && last.style === style) Object.assign(last, { text: last.text + text, cells: last.cells + cell.getWidth() });
    else runs.push({ style, text, column, cells: cell.getWidth() });
  }
  const y = MARGIN + BAR + row * ROW + 13;
  return runs
    .filter(({ text }) => text.trim() !== '')
    .map(({ style, text, column, cells }) => {
      const shown = text.trim();
      const before = text.length - text.trimStart().length;
      // Blanks take one cell each, whatever the others take.
      const length = (cells - (text.length - shown.length)) * CELL;
      const x = (MARGIN + (column + before) * CELL).toFixed(1);
      return `<text x="${x}" y="${y}" textLength="${length.toFixed(1)}" lengthAdjust="spacingAndGlyphs" ${style}>${escapeXml(shown)}</text>`;
    })
    .join('');
}

type Cell = NonNullable<ReturnType<NonNullable<ReturnType<Pty['terminal']['buffer']['active']['getLine']>>['getCell']>>;

function describe(cell: Cell): string {
  const colour = cell.isFgPalette() ? (COLOURS[cell.getFgColor() % 8] ?? TEXT) : cell.isDim() ? DIM : TEXT;
  return `fill="${colour}"${cell.isBold() ? ' font-weight="bold"' : ''}`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
