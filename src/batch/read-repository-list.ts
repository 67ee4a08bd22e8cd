import { UsageError } from '../model/usage-error.ts';

/** One entry of a list. */
export interface ListedRepository {
  /** A path or an address for git, as it stands there. */
  readonly location: string;
  readonly branch: string | undefined;
}

const LOCATION_COLUMNS = ['repository', 'url', 'path', 'location', 'clone_url'];

/** The entries of a plain list: one a line; blank lines and lines that start with `#` are passed over. */
export function readLines(text: string): readonly ListedRepository[] {
  return text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((location) => ({ location, branch: undefined }));
}

/**
 * The entries of a CSV list (RFC 4180) with a header line. The column `repository`, `url`, `path`, `location` or `clone_url` holds the
 * place, `branch` the branch when it is not the default one; other columns are passed over.
 *
 * @throws UsageError when no column holds the place.
 */
export function readCsv(text: string, name: string): readonly ListedRepository[] {
  const [header = [], ...rows] = parseCsv(text.replace(/^\ufeff/, ''));
  const columns = header.map((cell) => cell.trim().toLowerCase());
  const location = columns.findIndex((column) => LOCATION_COLUMNS.includes(column));
  const branch = columns.indexOf('branch');
  if (location === -1) {
    throw new UsageError(`\`${name}\` has no column ${LOCATION_COLUMNS.map((column) => `\`${column}\``).join(', ')}`);
  }
  return rows
    .filter((row) => (row[location] ?? '').trim() !== '')
    .map((row) => ({ location: (row[location] ?? '').trim(), branch: row[branch]?.trim() || undefined }));
}

/** Rows of cells. A quote that is not closed ends with the text. */
function parseCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain = '', end = ''] of text.matchAll(/(?:"((?:[^"]|"")*)"?|([^,\r\n]*))(,|\r?\n|\r|$)/g)) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    if (row.length > 1 || row[0] !== '') rows.push(row);
    row = [];
  }
  return rows;
}
