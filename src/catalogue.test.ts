import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CATALOGUE } from './model/diagnostic-catalogue.ts';
import { explain } from './report/explain.ts';
import { ALL_FIXTURES } from './testing/fixtures/fixture.ts';

const SOURCE = dirname(fileURLToPath(import.meta.url));
const codes = Object.keys(CATALOGUE);

/** Codes that the expected diagnostics of the fixtures hold. */
const produced = new Set(
  ALL_FIXTURES.flatMap(({ directory }) => {
    const text = readdirSync(directory).includes('diagnostics.txt')
      ? readFileSync(join(directory, 'diagnostics.txt'), 'utf8')
      : '';
    return [...text.matchAll(/^\w+\[([a-z]+\/[a-z-]+)\]/gm)].map((match) => match[1] ?? '');
  }),
);

/** Areas that speak of a machine's state and not of a repository's text: their tests make that state. */
const OF_THE_MACHINE = /^(?:tree|file)\//;
/** What only a fault of restage itself produces. */
const OF_A_FAULT = ['image/differs', 'stage/edits-clash'];

const tests = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.test\.tsx?$/.test(path) && !path.startsWith('catalogue'))
  .map((path) => readFileSync(join(SOURCE, path), 'utf8'));

test.each(codes)('%s is produced by a fixture, or by a test of what no fixture can hold', (code) => {
  if (produced.has(code)) return;
  expect(OF_THE_MACHINE.test(code) || OF_A_FAULT.includes(code)).toBe(true);
  expect(tests.some((text) => text.includes(code))).toBe(true);
});

test.each(codes)('%s has a page', (code) => {
  const page = explain(code, { color: false, width: 100 });
  expect(page.kind === 'page' && page.text.split('\n').length).toBeGreaterThan(6);
});
