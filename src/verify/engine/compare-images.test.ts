import { compareImages, showDifference } from './compare-images.ts';
import type { ConfigField, FlattenedImage, ImageFile } from './flattened-image.ts';

const FILE: ImageFile = {
  type: 'file',
  mode: 0o644,
  uid: 0,
  gid: 0,
  size: 1,
  sha256: 'aa',
  linkTarget: undefined,
  device: undefined,
  xattrs: new Map(),
  hardLinkGroup: undefined,
};

describe('compareImages', () => {
  test.each<readonly [string, Partial<ImageFile>, readonly string[]]>([
    ['nothing for equal files', {}, []],
    ['a mode', { mode: 0o4755 }, ['/f: mode 0644 → 4755']],
    ['an owner', { uid: 1000 }, ['/f: owner 0:0 → 1000:0']],
    ['a group', { gid: 1000 }, ['/f: owner 0:0 → 0:1000']],
    ['content of the same size', { sha256: 'bb' }, ['/f: content 1 bytes aa → 1 bytes bb']],
    [
      'a type',
      { type: 'fifo', size: undefined, sha256: undefined },
      ['/f: type file → fifo', '/f: content 1 bytes aa → nothing'],
    ],
    ['a link', { linkTarget: '/x' }, ['/f: link nothing → /x']],
    ['a device', { device: '1:3' }, ['/f: device nothing → 1:3']],
    [
      'an extended attribute',
      { xattrs: new Map([['security.capability', '01']]) },
      ['/f: xattrs nothing → {"security.capability":"01"}'],
    ],
    ['hard links', { hardLinkGroup: ['/f', '/g'] }, ['/f: hard links nothing → /f /g']],
    ['several things at once', { mode: 0o600, uid: 5 }, ['/f: mode 0644 → 0600', '/f: owner 0:0 → 5:0']],
  ])('finds %s', (_, change, expected) => {
    expect(show(image({ '/f': FILE }), image({ '/f': { ...FILE, ...change } }))).toEqual(expected);
  });

  test('finds files that only one image has, in the order of their paths', () => {
    expect(show(image({ '/b': FILE, '/c': FILE }), image({ '/a': FILE, '/c': FILE }))).toEqual([
      '/a: presence nothing → file 0644 0:0',
      '/b: presence file 0644 0:0 → nothing',
    ]);
  });

  test.each<readonly [string, Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>, readonly string[]]>([
    ['equal whatever the order of keys', { Labels: { a: '1', b: '2' } }, { Labels: { b: '2', a: '1' } }, []],
    [
      'different by the order of a list',
      { Env: ['A=1', 'B=2'] },
      { Env: ['B=2', 'A=1'] },
      ['Env: value ["A=1","B=2"] → ["B=2","A=1"]'],
    ],
    ['different by a field that is missing', { User: 'app' }, {}, ['User: value "app" → nothing']],
    ['different by a field beside the configuration', { author: 'x' }, { author: 'y' }, ['author: value "x" → "y"']],
  ])('configurations are %s', (_, left, right, expected) => {
    expect(show(image({}, left), image({}, right))).toEqual(expected);
  });

  test('leaves excepted paths out and says which patterns had something to leave out', () => {
    const left = image({ '/app/Dockerfile': FILE, '/app/f': FILE, '/etc/same': FILE });
    const right = image({ '/app/f': { ...FILE, uid: 1 }, '/etc/same': FILE });
    const { differences, excepted } = compareImages(left, right, { except: ['/app/Dockerfile*', '/etc/**'] });
    expect(differences.map(showDifference)).toEqual(['/app/f: owner 0:0 → 1:0']);
    expect(excepted).toEqual([
      { pattern: '/app/Dockerfile*', paths: ['/app/Dockerfile'] },
      { pattern: '/etc/**', paths: [] },
    ]);
  });

  test('an excepted file is no difference of the files linked with it', () => {
    const left = image({ '/a': { ...FILE, hardLinkGroup: ['/a', '/x'] }, '/x': { ...FILE, hardLinkGroup: ['/a', '/x'] } });
    expect(show(left, image({ '/a': FILE }), ['/x'])).toEqual([]);
    expect(show(left, image({ '/a': FILE }))).toEqual(['/a: hard links /a /x → nothing', '/x: presence file 0644 0:0 → nothing']);
  });

  test('an exception of paths covers no configuration', () => {
    expect(show(image({}, { User: 'app' }), image({}), ['/**', '**'])).toEqual(['User: value "app" → nothing']);
  });

  test.each([
    ['/a', '/a', true],
    ['/a', '/a/b', false],
    ['/a', '/ab', false],
    ['/a/*', '/a/b', true],
    ['/a/*', '/a/b/c', false],
    ['/a/*', '/a', false],
    ['/a/**', '/a', true],
    ['/a/**', '/a/b/c', true],
    ['/a/**', '/ab', false],
    ['/**/x', '/x', true],
    ['/**/x', '/a/b/x', true],
    ['/**/x', '/a/yx', false],
    ['/a?c', '/abc', true],
    ['/a?c', '/a/c', false],
    ['/[ab].txt', '/a.txt', true],
    ['/[ab].txt', '/c.txt', false],
    ['/[!ab].txt', '/c.txt', true],
    ['/[!ab].txt', '/a.txt', false],
    ['/a.txt', '/aXtxt', false],
    ['/a(b)+$', '/a(b)+$', true],
  ])('the pattern %s and the path %s: %s', (pattern, path, isNamed) => {
    expect(show(image({ [path]: FILE }), image({}), [pattern])).toHaveLength(isNamed ? 0 : 1);
  });
});

function show(left: FlattenedImage, right: FlattenedImage, except: readonly string[] = []): readonly string[] {
  return compareImages(left, right, { except }).differences.map(showDifference);
}

function image(files: Readonly<Record<string, ImageFile>>, config: Readonly<Record<string, unknown>> = {}): FlattenedImage {
  return { files: new Map(Object.entries(files)), config: new Map(Object.entries(config) as [ConfigField, unknown][]) };
}
