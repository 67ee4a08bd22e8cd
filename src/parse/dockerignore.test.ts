import { findCuts, isIgnored, parseDockerignore } from './dockerignore.ts';

// The cases of moby's patternmatcher, and those of its documentation page.
test.each<[string, string, string, boolean]>([
  ['a name', 'app', 'app', true],
  ['a name in a directory is another', 'app', 'bin/app', false],
  ['what lies below a name', 'dist', 'dist/js/a.js', true],
  ['a leading slash', '/app', 'app', true],
  ['a trailing slash', 'dist/', 'dist/a', true],
  ['a leading ./', './app', 'app', true],
  ['one star stays in its segment', '*.go', 'main.go', true],
  ['and goes no deeper', '*.go', 'cmd/main.go', false],
  ['one segment deeper', '*/*.go', 'cmd/main.go', true],
  ['two stars reach everywhere', '**/*.go', 'a/b/main.go', true],
  ['the root too', '**/*.go', 'main.go', true],
  ['two stars at the end', 'a/**', 'a/b/c', true],
  ['a question mark', 'app?', 'app1', true],
  ['but not a slash', 'a?b', 'a/b', false],
  ['a class', 'app[12]', 'app2', true],
  ['a range', 'app[0-9]', 'appx', false],
  ['a negated class', 'app[^0-9]', 'appx', true],
  ['an escaped star', 'a\\*', 'a*', true],
  ['and nothing else', 'a\\*', 'ab', false],
  ['a dot is a dot', 'a.c', 'abc', false],
  ['a comment', '#app', '#app', false],
  ['an indented hash is a pattern', ' #app', '#app', true],
  ['blanks around a line', '  app  ', 'app', true],
  ['CRLF', 'app\r\nbin\r\n', 'bin', true],
  ['a byte order mark', '\uFEFFapp', 'app', true],
  ['an exception behind', '*\n!app', 'app', false],
  ['an exception in front does nothing', '!app\n*', 'app', true],
  ['an exception for a directory', '*\n!dist', 'dist/a', false],
  ['the last rule counts', 'dist\n!dist/a\ndist/a', 'dist/a', true],
  ['an exception below an ignored directory', 'dist\n!dist/a', 'dist/a', false],
  ['..', 'x/../app', 'app', true],
  ['a bracket that closes nothing', 'a[', 'a[', true],
  ['a class that is none', 'a[z-a]', 'a[z-a]', true],
])('%s', (_, rules, path, expected) => {
  expect(isIgnored(parseDockerignore(rules), path)).toBe(expected);
});

test('keeps each line as written', () => {
  expect(parseDockerignore('# a\n\n *.o \n!b.o\n').map(({ source }) => source)).toEqual(['*.o', '!b.o']);
});

test.each<[string, string, readonly string[]]>([
  ['', 'dist', []],
  ['dist/a', 'dist', ['dist/a']],
  ['/dist/a', 'dist', ['/dist/a']],
  ['**/*.map', 'dist', ['**/*.map']],
  ['dist/**', 'dist', ['dist/**']],
  ['d*/js/*.map', 'dist', ['d*/js/*.map']],
  ['*.map', 'dist', []],
  ['dist', 'dist', []],
  ['other/**/a\nother', 'dist', []],
  ['web/a', 'web/dist', []],
  ['dist/a\n!dist/b', 'dist', ['dist/a']],
  ['dist\n!dist/a\ndist/b', 'dist', ['!dist/a']],
])('rules %j cut below %s: %j', (rules, directory, expected) => {
  expect(findCuts(parseDockerignore(rules), directory).map(({ source }) => source)).toEqual(expected);
});

test.each([100, 101])('%i stars in a row match like a few and fail at once', (count) => {
  const rules = parseDockerignore(`a${'*'.repeat(count)}b\n`);
  expect(isIgnored(rules, 'a-long-name-that-ends-with-b')).toBe(true);
  expect(isIgnored(rules, 'a-long-name-that-ends-with-another-letter')).toBe(false);
});
