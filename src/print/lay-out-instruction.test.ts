import type { NewInstruction } from '../model/plan.ts';
import { layOutInstruction, printOnOneLine } from './lay-out-instruction.ts';

const STYLE = { width: 60, indent: 4, useTabs: false, escape: '\\' } as const;

function copy(operands: readonly string[], flags: Readonly<Record<string, string>> = { from: 'builder' }): NewInstruction {
  return { keyword: 'COPY', flags: Object.entries(flags).map(([name, value]) => ({ name, value })), operands };
}

const LONG = copy(['/go/src/example.org/fleet/postbox/out/postbox', '/usr/local/bin/'], { from: 'builder', chown: '0:0' });

test.each<[string, NewInstruction, Partial<typeof STYLE>, string]>([
  ['stays on one line where it fits', copy(['/src/app', './']), {}, 'COPY --from=builder /src/app ./'],
  [
    'breaks between operands where it does not',
    LONG,
    {},
    'COPY --from=builder --chown=0:0 \\\n    /go/src/example.org/fleet/postbox/out/postbox \\\n    /usr/local/bin/',
  ],
  [
    'breaks with the escape character of the file',
    LONG,
    { escape: '`', indent: 2 } as never,
    'COPY --from=builder --chown=0:0 `\n  /go/src/example.org/fleet/postbox/out/postbox `\n  /usr/local/bin/',
  ],
  ['takes the JSON form for a blank', copy(['/my app', './']), {}, 'COPY --from=builder ["/my app", "./"]'],
  ['stays in the JSON form', { ...copy(['/app', './']), isJson: true }, {}, 'COPY --from=builder ["/app", "./"]'],
  ['never breaks a RUN', { keyword: 'RUN', flags: [], operands: [`echo ${'x'.repeat(80)}`] }, {}, `RUN echo ${'x'.repeat(80)}`],
  ['keeps the blanks of a RUN', { keyword: 'RUN', flags: [], operands: ['a  &&  b'] }, {}, 'RUN a  &&  b'],
  ['writes a flag without a value', copy(['a', 'b'], { link: '' }), {}, 'COPY --link a b'],
  ['writes a FROM', { keyword: 'FROM', flags: [], operands: ['scratch', 'AS', 'artifacts'] }, {}, 'FROM scratch AS artifacts'],
])('%s', (_, instruction, style, expected) => {
  expect(layOutInstruction(instruction, { ...STYLE, ...style })).toBe(expected);
});

test('ends continued lines as the file does', () => {
  const lines = layOutInstruction(LONG, STYLE, '\r\n').split('\r\n');
  expect(lines).toHaveLength(3);
  expect(lines.join('')).not.toContain('\n');
});

test('indents with tabs where asked to', () => {
  expect(layOutInstruction(LONG, { ...STYLE, useTabs: true }).split('\n')[1]).toMatch(/^\t\//);
});

test('prints on one line however long it is', () => {
  const far = copy([`/${'x'.repeat(500)}`, '/y']);
  expect(printOnOneLine(far)).toBe(`COPY --from=builder /${'x'.repeat(500)} /y`);
});
