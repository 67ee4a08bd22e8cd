import {
  findBelow,
  findCommonDirectory,
  hasUnknown,
  isInRepository,
  joinHostPath,
  joinPath,
  normalise,
  resolveHostPath,
  showHostPath,
  showRelative,
  toImagePath,
} from './host-path.ts';
import { concatenate, literal, REPOSITORY_ROOT, unknown } from './value.ts';

const AT = [{ file: 'a.sh', start: 0, end: 1 }] as const;
const ROOT = `\0${REPOSITORY_ROOT}\0`;
const FRESH = '\0fresh-path:1\0';

test.each([
  ['', '.', ''],
  ['', 'app', 'app'],
  ['', './app/', 'app'],
  ['', 'a//b/./c', 'a/b/c'],
  ['', 'a/../b', 'b'],
  ['', '..', '..'],
  ['', '../x', '../x'],
  ['', '/tmp/x/', '/tmp/x'],
  ['', '/../x', '/x'],
  ['web', '.', 'web'],
  ['web', 'dist', 'web/dist'],
  ['web', '..', ''],
  ['web', '../app', 'app'],
  ['web', '../../x', '../x'],
  ['web', '/tmp', '/tmp'],
  ['/tmp', 'x', '/tmp/x'],
  ['/tmp', '..', '/'],
  ['web', ROOT, ''],
  ['web', `${ROOT}/bin/app`, 'bin/app'],
  ['web', `${ROOT}/web/..`, ''],
  ['web', `${FRESH}/app`, `${FRESH}/app`],
  [FRESH, 'app', `${FRESH}/app`],
  ['web', '\0env:OUT\0/app', 'web/\0env:OUT\0/app'],
])('joins %j and %j as %j', (directory, path, joined) => {
  expect(joinHostPath(directory, path)).toBe(joined);
});

test('resolves a value with an unknown stretch', () => {
  const name = unknown({ id: 'env:V', expression: '$V', reason: 'r', canBeEmpty: true }, AT);
  expect(resolveHostPath('web', concatenate([literal('app-', AT), name], AT))).toBe('web/app-\0env:V\0');
});

test.each([
  ['', true],
  ['app', true],
  ['..x', true],
  ['..', false],
  ['../x', false],
  ['/x', false],
  [`${FRESH}/x`, false],
  ['\0env:OUT\0', true],
])('%j lies in the repository: %s', (path, expected) => {
  expect(isInRepository(path)).toBe(expected);
});

test.each([
  ['', '', ''],
  ['', 'a/b', 'a/b'],
  ['', '/tmp', undefined],
  ['', '../x', undefined],
  ['a', 'a', ''],
  ['a', 'a/b', 'b'],
  ['a', 'ab', undefined],
  ['a/b', 'a', undefined],
  ['/', '/tmp', 'tmp'],
  ['/tmp', '/tmp/x/y', 'x/y'],
])('below %j, %j is %j', (directory, path, below) => {
  expect(findBelow(directory, path)).toBe(below);
});

test.each([
  ['', '/'],
  ['/', '/'],
  ['app/x', '/app/x'],
  ['./x', '/x'],
  ['/a/./b/../c/', '/a/c'],
  ['../../x', '/x'],
  ['/a/.', '/a'],
])('the path %j in an image is %j', (path, imagePath) => {
  expect(toImagePath(path)).toBe(imagePath);
});

test.each([
  ['', '.'],
  ['a/b', 'a/b'],
  ['out/\0env:V\0.jar', 'out/<V>.jar'],
])('shows %j as %j', (path, shown) => {
  expect(showHostPath(path)).toBe(shown);
});

test.each([
  ['', '', '.'],
  ['', 'docker/Dockerfile', 'docker/Dockerfile'],
  ['web', 'web', '.'],
  ['web', '', '..'],
  ['web/a', 'web/b', '../b'],
  ['web', 'website', '../website'],
])('from %j, %j is %j', (from, to, shown) => {
  expect(showRelative(from, to)).toBe(shown);
});

test.each([
  [[], ''],
  [['a/b'], 'a/b'],
  [['a/b', 'a/c'], 'a'],
  [['a/b', 'a/b/c'], 'a/b'],
  [['a', 'ab'], ''],
  [['a', ''], ''],
])('the common directory of %j is %j', (directories, common) => {
  expect(findCommonDirectory(directories)).toBe(common);
});

test.each([
  ['', 'a', 'a'],
  ['a', '', 'a'],
  ['a', 'b', 'a/b'],
  ['a/', 'b', 'a/b'],
  ['/', 'b', '/b'],
])('joins the plain paths %j and %j as %j', (left, right, joined) => {
  expect(joinPath(left, right)).toBe(joined);
});

test.each([
  ['/a//b/', 'a/b'],
  ['a/../../b', '../b'],
  ['./.', ''],
])('normalises %j to %j', (path, normal) => {
  expect(normalise(path)).toBe(normal);
});

test('knows an unknown stretch', () => {
  expect(['a/\0env:V\0', 'a/V'].map(hasUnknown)).toEqual([true, false]);
});
