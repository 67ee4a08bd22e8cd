import { applyLayer, type LayerEntry, type LayeredFile, type Tree } from './apply-layer.ts';

let inode = 0;

const LOWER: Tree = new Map([
  ['/a', make('file', 0o644)],
  ['/d', make('directory', 0o755)],
  ['/d/x', make('file', 0o644)],
  ['/d/y', make('file', 0o644)],
]);

describe('applyLayer', () => {
  test.each<readonly [string, readonly LayerEntry[], readonly string[]]>([
    ['adds paths', [file('/b')], ['/a', '/b', '/d', '/d/x', '/d/y']],
    ['takes a path away that a whiteout names', [whiteout('/a')], ['/d', '/d/x', '/d/y']],
    ['takes a directory away with what it holds', [whiteout('/d')], ['/a']],
    ['leaves a path whose name only begins alike', [whiteout('/d/')], ['/a', '/d', '/d/x', '/d/y']],
    ['empties an opaque directory and keeps it', [opaque('/d')], ['/a', '/d']],
    ['empties the root', [opaque('/')], []],
    [
      'keeps what the layer itself puts under a whiteout, when it stands before',
      [file('/d/z'), whiteout('/d')],
      ['/a', '/d', '/d/z'],
    ],
    [
      'keeps what the layer itself puts under a whiteout, when it stands behind',
      [whiteout('/d'), file('/d/z')],
      ['/a', '/d', '/d/z'],
    ],
    [
      'keeps what the layer itself puts into an opaque directory, when it stands before',
      [file('/d/z'), opaque('/d')],
      ['/a', '/d', '/d/z'],
    ],
    [
      'keeps what the layer itself puts into an opaque directory, when it stands behind',
      [opaque('/d'), file('/d/z')],
      ['/a', '/d', '/d/z'],
    ],
    ['does not mind a whiteout of nothing', [whiteout('/none')], ['/a', '/d', '/d/x', '/d/y']],
    ['puts a file in the place of a directory', [file('/d')], ['/a', '/d']],
    ['makes the directories above a path', [file('/e/f/g')], ['/a', '/d', '/d/x', '/d/y', '/e', '/e/f', '/e/f/g']],
    ['lets a file give way to the directory above a path', [file('/a/b')], ['/a', '/a/b', '/d', '/d/x', '/d/y']],
  ])('%s', (_, layer, expected) => {
    expect([...applyLayer(LOWER, layer).keys()].sort()).toEqual(expected);
  });

  test('changes a directory and keeps what it holds', () => {
    const tree = applyLayer(LOWER, [{ kind: 'file', path: '/d', file: make('directory', 0o700) }]);
    expect([tree.get('/d')?.mode, tree.has('/d/x')]).toEqual([0o700, true]);
  });

  test('a hard link is the file it names, of this layer or a layer below', () => {
    const tree = applyLayer(LOWER, [
      file('/n'),
      { kind: 'hard-link', path: '/l', target: '/a' },
      { kind: 'hard-link', path: '/m', target: '/n' },
    ]);
    expect(tree.get('/l')).toBe(tree.get('/a'));
    expect(tree.get('/m')).toBe(tree.get('/n'));
  });

  test('a hard link keeps its file when the other name is written anew', () => {
    const linked = applyLayer(LOWER, [{ kind: 'hard-link', path: '/l', target: '/a' }]);
    const tree = applyLayer(linked, [file('/a')]);
    expect(tree.get('/l')).toBe(LOWER.get('/a'));
    expect(tree.get('/a')).not.toBe(LOWER.get('/a'));
  });

  test('a hard link to nothing is refused', () => {
    expect(() => applyLayer(LOWER, [{ kind: 'hard-link', path: '/l', target: '/none' }])).toThrow(
      '/l is a hard link to a path that is not there',
    );
  });

  test('the tree below is not changed', () => {
    const before = new Map(LOWER);
    applyLayer(LOWER, [whiteout('/d'), file('/a'), file('/new')]);
    expect(new Map(LOWER)).toEqual(before);
  });
});

function make(type: LayeredFile['type'], mode: number): LayeredFile {
  const rest = {
    size: undefined,
    sha256: undefined,
    linkTarget: undefined,
    device: undefined,
    xattrs: new Map<string, string>(),
  };
  inode += 1;
  return { type, mode, uid: 0, gid: 0, ...rest, inode };
}

function file(path: string): LayerEntry {
  return { kind: 'file', path, file: make('file', 0o644) };
}

function whiteout(path: string): LayerEntry {
  return { kind: 'whiteout', path };
}

function opaque(path: string): LayerEntry {
  return { kind: 'opaque', path };
}
