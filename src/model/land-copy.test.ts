import type { PathType } from './build-graph.ts';
import { landCopy, type Standing } from './land-copy.ts';

/** What the host has: a path that is not named is absent. */
type Host = Readonly<Record<string, Standing>>;

function land(source: string, type: PathType, target: string, host: Host) {
  const path = target.replace(/\/$/, '');
  const findStanding = (at: string): Standing => host[at] ?? (at === '' ? 'directory' : 'absent');
  return landCopy({ source, type, target: path, hasSlash: target.endsWith('/'), findStanding });
}

const OUT: Host = { out: 'directory' };

// The rows of FACTS 4, "docker cp (client 20.10, measured)", in its order.
describe('a copy lands', () => {
  test.each<[string, string, PathType, string, Host, string, 'whole' | 'contents', PathType]>([
    ['a file at an absent path, under that name', '/p/app', 'file', 'out', {}, 'out', 'whole', 'file'],
    ['a file in an existing directory, under its own name', '/p/app', 'file', 'out', OUT, 'out/app', 'whole', 'file'],
    ['the same with a slash', '/p/app', 'file', 'out/', OUT, 'out/app', 'whole', 'file'],
    ['a file over an existing file', '/p/app', 'file', 'out', { out: 'file' }, 'out', 'whole', 'file'],
    [
      'a file over a file of its name in the directory',
      '/p/app',
      'file',
      'out',
      { ...OUT, 'out/app': 'file' },
      'out/app',
      'whole',
      'file',
    ],
    ['a directory at an absent path, as that path', '/p/d', 'directory', 'out', {}, 'out', 'whole', 'directory'],
    ['the same with a slash on the target', '/p/d', 'directory', 'out/', {}, 'out', 'whole', 'directory'],
    ['the same with a slash on the source', '/p/d/', 'directory', 'out', {}, 'out', 'whole', 'directory'],
    ['a directory nested into an existing one', '/p/d', 'directory', 'out', OUT, 'out/d', 'whole', 'directory'],
    ['the same with a slash on the source', '/p/d/', 'directory', 'out/', OUT, 'out/d', 'whole', 'directory'],
    [
      'a directory merged with one of its name',
      '/p/d',
      'directory',
      'out',
      { ...OUT, 'out/d': 'directory' },
      'out/d',
      'contents',
      'directory',
    ],
    ['the contents of `d/.` in an existing directory', '/p/d/.', 'directory', 'out', OUT, 'out', 'contents', 'directory'],
    ['`d/.` at an absent path, as for `d`', '/p/d/.', 'directory', 'out', {}, 'out', 'whole', 'directory'],
    [
      'something in a directory of the same name at the root',
      '/p/d',
      'directory',
      '',
      { d: 'directory' },
      'd',
      'contents',
      'directory',
    ],
    ['a file one level down, where the directory is there', '/p/app', 'file', 'out/g', OUT, 'out/g', 'whole', 'file'],
    // What a client that does not fail has told.
    ['what lands at an absent `out/` is a directory', '/p/x', 'unknown', 'out/', {}, 'out', 'whole', 'directory'],
    ['what lands over a file is a file', '/p/x', 'unknown', 'out', { out: 'file' }, 'out', 'whole', 'file'],
    ['what has a slash behind it is a directory', '/p/x/', 'unknown', 'out', {}, 'out', 'whole', 'directory'],
    ['what has `/.` behind it is a directory', '/p/x/.', 'unknown', 'out', OUT, 'out', 'contents', 'directory'],
    [
      'what lands on a directory of its name is one',
      '/p/x',
      'unknown',
      'out',
      { ...OUT, 'out/x': 'directory' },
      'out/x',
      'contents',
      'directory',
    ],
    ['a file in what is written as a directory', '/p/app', 'file', 'out/', { out: 'unknown' }, 'out/app', 'whole', 'file'],
  ])('%s', (_, source, type, target, host, hostPath, extent, landedType) => {
    const imagePath = source.replace(/\/\.?$/, '');
    expect(land(source, type, target, host)).toEqual({ kind: 'lands', imagePath, hostPath, extent, type: landedType });
  });

  test.each([
    ['app/x', '/app/x'],
    ['./x', '/x'],
    ['/a/../b//c', '/b/c'],
    ['../x', '/x'],
  ])('from `c:%s` with `/` as the base, WORKDIR ignored', (source, imagePath) => {
    expect(land(source, 'file', 'out', {})).toMatchObject({ kind: 'lands', imagePath });
  });
});

describe('the client refuses', () => {
  test.each<[string, string, PathType, string, Host]>([
    ['a file at an absent `out/`', '/p/app', 'file', 'out/', {}],
    ['a file where the directory above is absent', '/p/app', 'file', 'out/g', {}],
    ['a directory where the directory above is absent', '/p/d', 'directory', 'out/g', {}],
    ['a file over a directory of its name', '/p/app', 'file', 'out', { ...OUT, 'out/app': 'directory' }],
    ['`f/` of a file', '/p/f/', 'file', 'out', {}],
    ['`f/.` of a file', '/p/f/.', 'file', 'out', OUT],
    ['a directory over a file', '/p/d', 'directory', 'out', { out: 'file' }],
    ['a directory over a file of its name', '/p/d', 'directory', 'out', { ...OUT, 'out/d': 'file' }],
    ['anything at a file with a slash', '/p/x', 'unknown', 'out/', { out: 'file' }],
  ])('%s', (_, source, type, target, host) => {
    expect(land(source, type, target, host).kind).toBe('fails');
  });
});

describe('nobody can tell', () => {
  test.each<[string, string, PathType, string, Host]>([
    ['what is copied to a target that may be a directory', '/p/app', 'file', 'out', { out: 'unknown' }],
    ['what meets something unknown of its name', '/p/x', 'unknown', 'out', { ...OUT, 'out/x': 'unknown' }],
    ['what `/etc` holds, to which a container adds files', '/etc', 'directory', 'out', {}],
    ['what the root holds', '/', 'directory', 'out', {}],
    ['what the root holds, as contents', '/.', 'directory', 'out', OUT],
  ])('%s', (_, source, type, target, host) => {
    expect(land(source, type, target, host).kind).toBe('undecided');
  });
});
