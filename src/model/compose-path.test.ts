import { findDestinationFact } from '../../transforms/questions/find-directory.ts';
import { parseDockerfile } from '../parse/dockerfile.ts';
import type { PathType } from './build-graph.ts';
import { type ComposedPath, composePath, type DestinationFact, joinDestination } from './compose-path.ts';
import { findFlag } from './dockerfile.ts';
import { normalise } from './host-path.ts';
import { landCopy, type Standing } from './land-copy.ts';

interface Row {
  /** `docker cp` without the container: `/p/app ./server`. */
  readonly cp: string;
  readonly type?: PathType;
  readonly likely?: 'file' | 'directory';
  /** What the host has besides its root. */
  readonly host?: Readonly<Record<string, Standing>>;
  /** Instructions behind `FROM`, the last of them the copy. */
  readonly copy: string;
  /** Which source operand, from 0. */
  readonly source?: number;
  /** Instead of what the instructions say about the destination. */
  readonly fact?: DestinationFact['kind'];
}

/** Both halves, from the text of a `docker cp` and of a Dockerfile. */
function composeRow({ cp, type = 'file', likely, host = {}, copy, source = 0, fact }: Row): ComposedPath | string {
  const [from = '', to = ''] = cp.split(' ');
  const findStanding = (at: string): Standing => host[at] ?? (at === '' ? 'directory' : 'absent');
  const landing = landCopy({ source: from, type, target: normalise(to), hasSlash: to.endsWith('/'), findStanding });
  if (landing.kind !== 'lands') return landing.kind;
  const { tree } = parseDockerfile('Dockerfile', `FROM alpine\n${copy}\n`);
  const instruction = tree.instructions.at(-1);
  if (!instruction) return 'no instruction';
  const destination = instruction.operands.at(-1)?.text ?? '';
  const build = { dockerfile: tree } as Parameters<typeof findDestinationFact>[0];
  const known = fact ? { kind: fact } : findDestinationFact(build, instruction, destination);
  const carried = { ...landing, likely: likely && { type: likely } };
  const host2 = normalise(instruction.operands[source]?.text ?? '').replace(/^(?:\.\.\/)+/, '');
  return composePath(carried, { source: host2, destination, fact: known });
}

const DIST = { cp: '/p/d ./dest', type: 'directory' } as const;
const INTO = { ...DIST, host: { dest: 'directory' } } as const;

// The rows of FACTS 4, "COPY forms", in its order. On the right: path in the image, destination.
describe('a copy out of a container and into an image', () => {
  test.each<[string, Row, string, string]>([
    [
      'keeps a destination that is no directory',
      { cp: '/p/app app', copy: 'COPY app /x', fact: 'not-directory' },
      '/p/app',
      '/x',
    ],
    ['keeps it for a renamed file too', { cp: '/p/f app', copy: 'COPY app /x', fact: 'not-directory' }, '/p/f', '/x'],
    [
      'keeps a directory destination where the names are equal',
      { cp: '/p/app .', copy: 'RUN mkdir /x\nCOPY app /x' },
      '/p/app',
      '/x',
    ],
    [
      'names the file where the destination is a directory',
      { cp: '/p/f app', copy: 'RUN mkdir /x\nCOPY app /x' },
      '/p/f',
      '/x/app',
    ],
    ['keeps `/x/` where the names are equal', { cp: '/p/app .', copy: 'COPY app /x/' }, '/p/app', '/x/'],
    ['keeps `.` where the names are equal', { cp: '/p/app .', copy: 'COPY app .' }, '/p/app', '.'],
    ['keeps `./` where the names are equal', { cp: '/p/app ./app', copy: 'COPY ./app ./' }, '/p/app', './'],
    ['keeps a relative destination under WORKDIR', { cp: '/p/app .', copy: 'WORKDIR /srv\nCOPY app bin/' }, '/p/app', 'bin/'],
    ['adds the host name to `/x/`', { cp: '/p/f app', copy: 'COPY app /x/' }, '/p/f', '/x/app'],
    ['adds the host name to `.`', { cp: '/p/f app', copy: 'COPY app .' }, '/p/f', './app'],
    ['adds the host name to `./`', { cp: '/p/f ./app', copy: 'COPY app ./' }, '/p/f', './app'],
    [
      'adds it to the working directory named in full',
      { cp: '/p/f app', copy: 'WORKDIR /srv\nCOPY app /srv' },
      '/p/f',
      '/srv/app',
    ],
    [
      'adds it to a directory above the working directory',
      { cp: '/p/f app', copy: 'WORKDIR /srv/a\nCOPY app /srv' },
      '/p/f',
      '/srv/app',
    ],
    [
      'adds it to a relative directory under WORKDIR',
      { cp: '/p/f app', copy: 'WORKDIR /srv\nRUN mkdir /srv/bin\nCOPY app bin' },
      '/p/f',
      'bin/app',
    ],
    ['never adds the name of a directory', { ...DIST, copy: 'COPY dest /x' }, '/p/d', '/x'],
    ['nor with slashes', { ...DIST, copy: 'COPY dest/ /x/' }, '/p/d', '/x/'],
    ['nor with `/.`', { ...DIST, copy: 'COPY dest/. /x' }, '/p/d', '/x'],
    ['nor for a directory that arrived by `/.`', { cp: '/p/d/. dest', type: 'directory', copy: 'COPY dest /x' }, '/p/d', '/x'],
    ['reaches below a directory', { ...DIST, copy: 'COPY dest/s /x' }, '/p/d/s', '/x'],
    ['reaches two levels below', { ...DIST, copy: 'COPY dest/s/y /x/' }, '/p/d/s/y', '/x/'],
    ['lays a nested directory over a copy of what holds it', { ...INTO, copy: 'COPY dest /x' }, '/p/d', '/x/d'],
    ['names a nested directory exactly', { ...INTO, copy: 'COPY dest/d /x' }, '/p/d', '/x'],
    [
      'lays contents over the directory they were merged into',
      { ...INTO, cp: '/p/d/. dest', copy: 'COPY dest /x' },
      '/p/d',
      '/x/',
    ],
    ['reaches below merged contents', { ...INTO, cp: '/p/d/. dest', copy: 'COPY dest/s /x' }, '/p/d/s', '/x'],
    ['lays a file over a wide copy', { cp: '/p/f bin/app', host: { bin: 'directory' }, copy: 'COPY . /x' }, '/p/f', '/x/bin/app'],
    [
      'lays a file over a wide copy into the working directory',
      { cp: '/p/f app', copy: 'WORKDIR /s\nCOPY . .' },
      '/p/f',
      './app',
    ],
    ['takes a single file that a pattern hit by its name', { cp: '/p/a-1.jar .', copy: 'COPY *.jar /x/' }, '/p/a-1.jar', '/x/'],
    ['takes the host name of a renamed one', { cp: '/p/a-1.jar app.jar', copy: 'COPY *.jar /x/' }, '/p/a-1.jar', '/x/app.jar'],
    ['reads the JSON form', { cp: '/p/f app', copy: 'COPY ["app", "/x/"]' }, '/p/f', '/x/app'],
    ['reads a name with blanks in the JSON form', { cp: '/p/f app', copy: 'COPY ["app", "/my app/"]' }, '/p/f', '/my app/app'],
    ['is not disturbed by --chown', { cp: '/p/f app', copy: 'COPY --chown=1:1 app /x/' }, '/p/f', '/x/app'],
    ['reads lower case', { cp: '/p/f app', copy: 'copy app /x/' }, '/p/f', '/x/app'],
    ['keeps a variable in the destination', { cp: '/p/app .', copy: 'ARG D\nCOPY app $D/' }, '/p/app', '$D/'],
    ['normalises `/app`', { cp: '/p/app .', copy: 'COPY /app /x/' }, '/p/app', '/x/'],
    ['normalises `d/../app`', { cp: '/p/app .', copy: 'COPY d/../app /x/' }, '/p/app', '/x/'],
    ['clamps `../app`', { cp: '/p/app .', copy: 'COPY ../app /x/' }, '/p/app', '/x/'],
    ['takes the first of several sources', { cp: '/p/app .', copy: 'COPY app b /x' }, '/p/app', '/x'],
    ['takes a renamed second of several', { cp: '/p/f b', copy: 'COPY app b /x', source: 1 }, '/p/f', '/x/b'],
    ['takes the path of the root', { cp: 'app/x .', copy: 'COPY x /x/' }, '/app/x', '/x/'],
  ])('%s', (_, row, imagePath, destination) => {
    expect(composeRow(row)).toEqual({ kind: 'composed', imagePath, isPattern: false, destination, rests: undefined });
  });

  test('keeps a pattern below an extracted directory (FACTS 4, `COPY target/*.jar app.jar`)', () => {
    const composed = composeRow({ cp: '/p/target target', type: 'directory', copy: 'COPY target/*.jar app.jar' });
    const expected = { imagePath: '/p/target/*.jar', isPattern: true, destination: 'app.jar', rests: undefined };
    expect(composed).toEqual({ kind: 'composed', ...expected });
  });

  test.each<[string, Row, string, 'path-type' | 'destination-type']>([
    ['on a destination nobody describes', { cp: '/p/f app', copy: 'COPY app /x' }, '/x', 'destination-type'],
    [
      'on a directory that base images have',
      { cp: '/p/f app', copy: 'COPY app /usr/local/bin' },
      '/usr/local/bin/app',
      'destination-type',
    ],
    [
      'on a name that is one of a file',
      { cp: '/p/a.jar app.jar', type: 'unknown', likely: 'file', copy: 'COPY app.jar /x/' },
      '/x/app.jar',
      'path-type',
    ],
    [
      'on a name that is one of a directory',
      { cp: '/p/d e', type: 'unknown', likely: 'directory', copy: 'COPY e /x/' },
      '/x/',
      'path-type',
    ],
    [
      'on the same where nobody describes the destination',
      { cp: '/p/d e', type: 'unknown', likely: 'directory', copy: 'COPY e /x' },
      '/x',
      'path-type',
    ],
    [
      'on a name that is one of a file where base images have the directory',
      { cp: '/p/a.jar app.jar', type: 'unknown', likely: 'file', copy: 'COPY app.jar /opt' },
      '/opt/app.jar',
      'path-type',
    ],
  ])('rests %s', (_, row, destination, rests) => {
    expect(composeRow(row)).toMatchObject({ kind: 'composed', destination, rests });
  });

  test.each<[string, Row]>([
    ['a renamed path of unknown type in a directory', { cp: '/p/x y', type: 'unknown', copy: 'COPY y /z/' }],
    ['the same where the destination is likely one', { cp: '/p/x y', type: 'unknown', copy: 'COPY y /opt' }],
  ])('is not decided for %s', (_, row) => {
    expect(composeRow(row)).toEqual({ kind: 'undecided', missing: 'path-type' });
  });

  test.each<[string, Row, string]>([
    ['a file at an absent `out/`', { cp: '/p/f out/', copy: 'COPY out/f /x/' }, 'fails'],
    ['a directory over a file', { cp: '/p/d out', type: 'directory', host: { out: 'file' }, copy: 'COPY out /x' }, 'fails'],
    ['`f/.` of a file', { cp: '/p/f/. .', copy: 'COPY f /x/' }, 'fails'],
    ['a target that may be a directory', { cp: '/p/f out', host: { out: 'unknown' }, copy: 'COPY out /x' }, 'undecided'],
  ])('is none for %s', (_, row, kind) => {
    expect(composeRow(row)).toBe(kind);
  });

  test('is none for a source that lies elsewhere', () => {
    expect(composeRow({ cp: '/p/app bin', copy: 'COPY app /x' })).toEqual({ kind: 'elsewhere' });
  });
});

test('carries `--chown` beside the operands, so it is no destination', () => {
  const { tree } = parseDockerfile('Dockerfile', 'FROM a\nCOPY --chown=1:1 app /x\n');
  const copy = tree.instructions.at(-1);
  expect(copy && findFlag(copy, 'chown')?.value).toBe('1:1');
  expect(copy?.operands.map(({ text }) => text)).toEqual(['app', '/x']);
});

test.each([
  ['.', 'app', './app'],
  ['./', 'app', './app'],
  ['', 'app', './app'],
  ['/x', 'app', '/x/app'],
  ['/x/', 'app', '/x/app'],
  ['/', 'bin/app', '/bin/app'],
  ['/x', '', '/x'],
])('joins %j and %j as %j', (destination, name, joined) => {
  expect(joinDestination(destination, name)).toBe(joined);
});
