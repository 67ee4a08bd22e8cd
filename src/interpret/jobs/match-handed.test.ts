import { findFixed, matchHanded } from './match-handed.ts';

test.each([
  ['app', 'app', 'all'],
  ['dist', 'dist/js/app.js', 'all'],
  ['dist/app', 'dist', 'some'],
  ['dist', 'distant', 'none'],
  ['*.jar', 'app.jar', 'all'],
  ['*.jar', 'target/app.jar', 'none'],
  ['target/*.jar', 'target/app.jar', 'all'],
  ['target/*.jar', 'target', 'some'],
  ['**/*.jar', 'a/b/app.jar', 'all'],
  ['**/*.jar', 'app.jar', 'all'],
  ['build/*', 'build/out/app', 'all'],
  ['build/$TAG', 'build/1', 'some'],
])('%s hands on of %s: %s', (pattern, path, part) => {
  expect(matchHanded([pattern], path)).toBe(part);
});

test.each([
  ['target/*.jar', 'target'],
  ['a/b/app', 'a/b/app'],
  ['*.jar', ''],
  ['build/$TAG/app', 'build'],
])('all that %s matches lies in "%s"', (pattern, directory) => {
  expect(findFixed(pattern)).toBe(directory);
});
