import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { SETTINGS_FILE } from '../model/settings.ts';
import { readSettings } from './read-settings.ts';

const check = new Ajv2020().compile(JSON.parse(readFileSync(new URL('settings.schema.json', import.meta.url), 'utf8')));

function read(text: string) {
  const files = new Map([[SETTINGS_FILE, { path: SETTINGS_FILE, text, mode: 0o644 }]]);
  return readSettings({ files, tree: new Map([[SETTINGS_FILE, 'file']]), scripts: new Map() });
}

const one = (command: unknown) => ({ version: 1, commands: [command] });

describe('settings', () => {
  it('are none without the file', () => {
    const nothing = { files: new Map(), tree: new Map(), scripts: new Map() };
    expect(readSettings(nothing)).toEqual({ settings: { commands: [] }, diagnostics: [] });
  });

  it('describe commands, with the place of each description', () => {
    const text = '{"version": 1, "commands": [{"run": " ./tools/stamp  now ", "writes": ["$1", "/gen/*"]}]}';
    const { settings, diagnostics } = read(text);
    expect(diagnostics).toEqual([]);
    expect(settings.commands).toEqual([
      { words: ['./tools/stamp', 'now'], reads: [], writes: ['$1', '/gen/*'], leavesAlone: [], span: expect.anything() },
    ]);
    const { span } = settings.commands[0] ?? { span: { start: 0, end: 0 } };
    expect(text.slice(span.start, span.end)).toBe('{"run": " ./tools/stamp  now ", "writes": ["$1", "/gen/*"]}');
  });

  it('may start with a byte order mark', () => {
    expect(read('\uFEFF{"version": 1}').diagnostics).toEqual([]);
  });

  it.each([
    ['{"version": 1', 'this is not JSON'],
    ['version: 1', 'this is not JSON'],
    [`${'['.repeat(200_000)}${']'.repeat(200_000)}`, 'the file must be an object'],
  ])('are refused where the file is no JSON object', (text, message) => {
    expect(read(text).diagnostics.map((item) => item.message)).toEqual([message]);
  });

  it.each([
    [[], false],
    [{}, false],
    [{ version: 2 }, false],
    [{ version: 1, plugins: ['./x.js'] }, false],
    [{ version: 1, commands: { run: 'x' } }, false],
    [one('task'), false],
    [one({}), false],
    [one({ run: '' }), false],
    [one({ run: 'a && b' }), false],
    [one({ run: '$(id)' }), false],
    [one({ run: 'x', reads: 'a' }), false],
    [one({ run: 'x', reads: [1] }), false],
    [one({ run: 'x', reads: [''] }), false],
    [one({ run: 'x', writes: ['../a'] }), false],
    [one({ run: 'x', writes: ['a/../../b'] }), false],
    [one({ run: 'x', writes: ['$HOME'] }), false],
    [one({ run: 'x', writes: ['$0'] }), false],
    [one({ run: 'x', writes: ['a\u0000b'] }), false],
    [one({ run: 'x', require: 'y' }), false],
    [{ version: 1 }, true],
    [{ $schema: 'config.schema.json', version: 1, commands: [] }, true],
    [one({ run: 'x' }), true],
    [one({ run: 'task stamp', reads: ['$1', 'a..b'], writes: ['$@', '/x/*.go'], leavesAlone: ['x/y'] }), true],
  ])('are judged alike by the reader and the schema: %j', (value, isFine) => {
    const { diagnostics } = read(JSON.stringify(value));
    expect([diagnostics.length === 0, check(value)]).toEqual([isFine, isFine]);
    for (const { code, severity, span } of diagnostics)
      expect({ code, severity, file: span?.file }).toEqual({ code: 'file/bad-settings', severity: 'error', file: SETTINGS_FILE });
  });
});
