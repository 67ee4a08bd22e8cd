import { CATALOGUE } from '../model/diagnostic-catalogue.ts';
import { explain, listCodes } from './explain.ts';

const PLAIN = { color: false, width: 80 };

test('prints title, why and next of every code, within the width', () => {
  for (const code of Object.keys(CATALOGUE)) {
    const page = explain(code, PLAIN);
    expect(page.kind).toBe('page');
    expect(page.kind === 'page' && page.text).toMatch(
      /^[a-z]+\/[a-z-]+\n {2}[^\n]+\n(?: {2}[^\n]+\n)*\nWhy\n {2}[\s\S]+\n\nNext\n {2}[\s\S]+\n$/,
    );
  }
});

test.each([
  ['pattern/non', 'did you mean `pattern/none`?'],
  ['shell', 'did you mean `shell/'],
  ['blank-after-backslash', 'did you mean `shell/blank-after-backslash`?'],
  ['Pattern/None', 'did you mean `pattern/none`?'],
  ['zzzzzzzzzzzzzzzzzzz', '`restage explain` lists all'],
  ['a\x1b[0m', 'a^[[0m'],
  ['constructor', '`restage explain` lists all'],
])('answers an unknown code %j with the nearest ones', (code, expected) => {
  const explanation = explain(code, PLAIN);
  expect(explanation.kind === 'unknown' && explanation.message).toContain(expected);
});

test('lists every code with its title', () => {
  const lines = listCodes({ color: false }).trimEnd().split('\n');
  expect(lines).toHaveLength(Object.keys(CATALOGUE).length);
  expect(lines.find((line) => line.startsWith('pattern/none'))).toContain(CATALOGUE['pattern/none'].title);
});
