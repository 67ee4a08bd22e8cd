import { makeProject } from '../testing/interpret-text.ts';
import { readStyle } from './read-style.ts';

const DEFAULT = { width: 120, indent: 4, useTabs: false, escape: '\\' };

test.each<[string, Readonly<Record<string, string>>, Partial<typeof DEFAULT>]>([
  ['defaults where nothing is said', {}, {}],
  ['the width of .prettierrc', { '.prettierrc': '{ "printWidth": 80 }' }, { width: 80 }],
  ['.prettierrc.json', { '.prettierrc.json': '{ "tabWidth": 2, "useTabs": true }' }, { indent: 2, useTabs: true }],
  [
    'the .editorconfig for all files',
    { '.editorconfig': '[*]\nindent_size = 2\nmax_line_length = 100\n' },
    { indent: 2, width: 100 },
  ],
  ['an .editorconfig in CRLF', { '.editorconfig': '[*]\r\nindent_style = tab\r\n' }, { useTabs: true }],
  [
    'the section that names the file',
    { '.editorconfig': '[*.ts]\nindent_size = 8\n[Dockerfile*]\nindent_size = 3\n' },
    { indent: 3 },
  ],
  ['a section of several names', { '.editorconfig': '[{Makefile,Dockerfile}]\nindent_style = tab\n' }, { useTabs: true }],
  [
    '.prettierrc over .editorconfig',
    { '.editorconfig': '[*]\nindent_size = 8\n', '.prettierrc': '{ "tabWidth": 2 }' },
    { indent: 2 },
  ],
  [
    'the nearer file over the farther',
    { '.prettierrc': '{ "tabWidth": 8 }', 'docker/.prettierrc': '{ "tabWidth": 2 }' },
    { indent: 2 },
  ],
  ['nothing of another directory', { 'web/.prettierrc': '{ "tabWidth": 2 }' }, {}],
  ['nothing of a .prettierrc in YAML', { '.prettierrc': 'tabWidth: 2\n' }, {}],
  ['nothing of a width no line fits in', { '.prettierrc': '{ "printWidth": 3, "tabWidth": 0 }' }, {}],
  ['nothing of values of another kind', { '.prettierrc': '{ "printWidth": "80", "useTabs": 1 }' }, {}],
  ['nothing of a .prettierrc that is a list', { '.prettierrc': '[]' }, {}],
])('reads %s', (_, files, expected) => {
  expect(readStyle(makeProject(files), 'docker/Dockerfile', '\\')).toEqual({ ...DEFAULT, ...expected });
});

test('carries the escape character', () => {
  expect(readStyle(makeProject({}), 'Dockerfile', '`').escape).toBe('`');
});
