import { grantsWideMode } from './grants-wide-mode.ts';

test.each([
  ['chmod 777 /out', true],
  ['make && chmod -R 0775 out', true],
  ['chmod 4755 /bin/app', true],
  ['chmod a+w out', true],
  ['chmod u+x,g+w out', true],
  ['chmod u+s app', true],
  ['umask 002 && make', true],
  ['install -m 775 app /out', true],
  ['chmod "$MODE" app', true],
  ['chmod +x app', false],
  ['chmod 755 app; chmod 644 notes', false],
  ['chmod u+w app', false],
  ['umask 077; make', false],
  ['go build -o /out/app', false],
])('%s: %s', (body, expected) => {
  expect(grantsWideMode(body)).toBe(expected);
});
