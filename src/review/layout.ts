import { type Size, SPLIT_COLUMNS } from './review-state.ts';

/** How the screen is divided. Rows and columns of text, borders not counted. */
export interface Layout {
  readonly columns: number;
  readonly bodyRows: number;
  readonly bodyColumns: number;
  readonly evidence: { readonly place: 'beside' | 'below' | 'none'; readonly rows: number; readonly columns: number };
}

const HEADER_ROWS = 2;
const FOOTER_ROWS = 2;
/** From here on both sides of a diff and the evidence have room beside each other. */
const BESIDE_COLUMNS = 150;

/**
 * The division for a size. One row stays free: ink clears the scrollback as soon as a frame is as tall as the terminal. Nothing is ever
 * negative, however small the terminal.
 */
export function findLayout({ columns, rows }: Size): Layout {
  const room = Math.max(1, rows - 1 - HEADER_ROWS - FOOTER_ROWS);
  if (columns >= BESIDE_COLUMNS) {
    const width = Math.floor(columns * 0.32);
    return {
      columns,
      bodyRows: room,
      bodyColumns: columns - width - 1,
      evidence: { place: 'beside', rows: room, columns: width },
    };
  }
  const below = room >= 9 ? Math.min(columns >= SPLIT_COLUMNS ? 8 : 6, Math.floor(room / 3)) : 0;
  const evidence = { place: below > 0 ? ('below' as const) : ('none' as const), rows: Math.max(0, below - 1), columns };
  return { columns, bodyRows: room - below, bodyColumns: columns, evidence };
}
