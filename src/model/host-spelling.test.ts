import { expect, test } from '@jest/globals';
import { spellInHost } from './host-spelling.ts';

const RECIPE = 'image:\n\tid=$$(docker create b); docker build --build-arg V=$(V) .\n';

test.each([
  ['makefile', ' --build-arg A="$A"', ' --build-arg A="$(A)"'],
  ['makefile', ' --build-arg A=$(git describe)', ' --build-arg A=$$(git describe)'],
  ['makefile', ' --build-arg id=$id', ' --build-arg id=$$id'],
  ['makefile', ' --build-arg V=$(V) --target builder', ' --build-arg V=$(V) --target builder'],
  ['makefile', ' --label a#b', undefined],
  ['package-json', ' --build-arg A="$A"', ' --build-arg A=\\"$A\\"'],
  ['jenkinsfile', ' --build-arg A=$A', undefined],
  ['gitlab-ci', ' --label a: b', undefined],
  [undefined, ' --build-arg A="$A"', ' --build-arg A="$A"'],
] as const)('a %s spells %j as %j', (kind, words, spelled) => {
  expect(spellInHost(words, { kind, text: RECIPE, blockStart: 8, blockEnd: RECIPE.length })).toBe(spelled);
});
