import { buildOf } from '../../src/testing/build-of.ts';
import { findSetMode } from './find-set-mode.ts';

test.each<[string, string, string | undefined]>([
  ['RUN mkdir /d', '/d', undefined],
  ['RUN mkdir -m 700 /d', '/d', '700'],
  ['RUN mkdir -pm 0750 /d', '/d', '0750'],
  ['RUN mkdir --mode=711 /d', '/d', '711'],
  ['RUN mkdir /d && chmod 700 /d', '/d', '700'],
  ['RUN chmod 700 /d\nRUN chmod 755 /d', '/d', '755'],
  ['RUN chmod -R go-rwx "/d"', '/d', 'go-rwx'],
  ['RUN chmod 700 /other', '/d', undefined],
  ['WORKDIR /w\nRUN chmod 700 d', '/w/d', '700'],
  ['WORKDIR /w\nRUN cd sub && chmod 700 ../d', '/w/d', '700'],
])('%s at %s: %s', (instructions, path, expected) => {
  expect(findSetMode(buildOf(`FROM alpine\n${instructions}`), path)).toBe(expected);
});
