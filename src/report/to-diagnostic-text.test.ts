import { diagnose } from '../model/diagnostic.ts';
import type { Span } from '../model/span.ts';
import { sampleProject } from './sample-plan.ts';
import { toDiagnosticText } from './to-diagnostic-text.ts';

const PLAIN = { color: false, width: 100 };

function spanOf(text: string, part: string, file = 'build.sh'): Span {
  const start = text.indexOf(part);
  return { file, start, end: start + part.length };
}

function printOne(text: string, span: Span, options = PLAIN): string {
  const diagnostic = diagnose('shell/syntax', 'error', 'bad', { span });
  return toDiagnosticText(diagnostic, sampleProject({ 'build.sh': text }), options);
}

test('prints message, place, code with marks, related places and help', () => {
  const script = `#!/bin/sh\n\n\n\n\n\n\n\n    OUT=$(cat out)\n\n\n\n\ndocker cp "$id:$OUT" .\n`;
  const diagnostic = diagnose(
    'artifact/path-unknown',
    'warning',
    'cannot tell which file this copies: `OUT` is set from a command',
    {
      span: spanOf(script, '$OUT'),
      related: [{ message: '`OUT` is set here', span: spanOf(script, 'OUT=') }],
      help: 'write the path in the script, or pass `--assume OUT=/dist`',
    },
  );
  expect(toDiagnosticText(diagnostic, sampleProject({ 'build.sh': script }), PLAIN)).toMatchInlineSnapshot(`
"warning[artifact/path-unknown]: cannot tell which file this copies: \`OUT\` is set from a command
  build.sh:14:16
  14 | docker cp "$id:$OUT" .
     |                ^^^^
  build.sh:9:5   \`OUT\` is set here
  help: write the path in the script, or pass \`--assume OUT=/dist\`
"
`);
});

test('is one line for a diagnostic about the whole repository', () => {
  const diagnostic = diagnose('pattern/none', 'info', 'no builder pattern was found');
  expect(toDiagnosticText(diagnostic, sampleProject(), PLAIN)).toBe('info[pattern/none]: no builder pattern was found\n');
});

test.each([
  ['tabs', '\tdocker\tcp x y', 'cp', '  1 |     docker  cp x y', '    |             ^^'],
  ['wide characters', 'echo 漢字 cp', 'cp', '  1 | echo 漢字 cp', '    |           ^^'],
  ['a wide character itself', 'echo 漢字', '漢字', '  1 | echo 漢字', '    |      ^^^^'],
  ['escaped controls', 'a\x1b[0m cp', 'cp', '  1 | a^[[0m cp', '    |        ^^'],
  ['a span over several lines', 'docker cp \\\n x', 'cp \\\n x', '  1 | docker cp \\', '    |        ^^^^'],
  ['a CRLF line end', 'docker cp\r\nx', 'cp\r\n', '  1 | docker cp', '    |        ^^'],
])('keeps the marks under the right column with %s', (_, text, part, code, marks) => {
  expect(printOne(text, spanOf(text, part)).split('\n').slice(2, 4)).toEqual([code, marks]);
});

test('marks one column for an empty span, also at the end of the text', () => {
  expect(printOne('ab', { file: 'build.sh', start: 2, end: 2 })).toContain('  1 | ab\n    |   ^\n');
});

test('shows a stretch of a line that is wider than the terminal', () => {
  const text = `${'x'.repeat(500)}HERE${'y'.repeat(500)}`;
  const [code = '', marks = ''] = printOne(text, spanOf(text, 'HERE'), { color: false, width: 60 }).split('\n').slice(2, 4);
  expect(code.length).toBeLessThanOrEqual(60);
  expect(code.slice(marks.indexOf('^'), marks.lastIndexOf('^') + 1)).toBe('HERE');
  expect(code).toMatch(/… *|x+HERE/);
});

test('sends nothing a terminal obeys, wherever it stands', () => {
  const evil = '\x1b]0;x\x07\u202e';
  const span = { file: `a${evil}.sh`, start: 0, end: 3 };
  const diagnostic = diagnose('shell/syntax', 'error', evil, { span, related: [{ message: evil, span }], help: evil });
  const text = toDiagnosticText(diagnostic, sampleProject({ [`a${evil}.sh`]: evil }), PLAIN);
  expect(text).not.toMatch(/[^\P{Cc}\n]|\p{Bidi_Control}/u);
});

test('colours only when told to', () => {
  expect(printOne('ab', { file: 'build.sh', start: 0, end: 1 }, { color: true, width: 80 })).toContain('\x1b[');
  expect(printOne('ab', { file: 'build.sh', start: 0, end: 1 })).not.toContain('\x1b[');
});
