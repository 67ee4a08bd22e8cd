import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TarMember, writePaxHeader, writeTar } from '../../testing/write-tar.ts';
import type { Bytes } from './bytes.ts';
import { hashContent } from './file-content.ts';
import { readTar, type TarEntry } from './read-tar.ts';

type Summary = Partial<Omit<TarEntry, 'content'>> & { readonly size?: number; readonly sha256?: string };

const LONG = `${'d'.repeat(90)}/${'f'.repeat(90)}`;

describe('readTar', () => {
  test.each<readonly [string, TarMember, Summary]>([
    ['a file', { name: 'a', content: 'x' }, { name: 'a', type: 'file', mode: 0o644, size: 1, sha256: sha256('x') }],
    ['an empty file', { name: 'a' }, { type: 'file', size: 0, sha256: sha256('') }],
    ['a file of exactly one block', { name: 'a', content: 'x'.repeat(512) }, { size: 512, sha256: sha256('x'.repeat(512)) }],
    ['setuid, setgid and sticky bits', { name: 'a', mode: 0o7755 }, { mode: 0o7755 }],
    ['owners', { name: 'a', uid: 1234, gid: 4321 }, { uid: 1234, gid: 4321 }],
    ['a directory', { name: 'a/', type: '5', mode: 0o1777 }, { name: 'a/', type: 'directory', mode: 0o1777, size: 0 }],
    ['a V7 directory, which has only its slash', { name: 'a/', type: '\0' }, { type: 'directory' }],
    ['a V7 file', { name: 'a', type: '\0' }, { type: 'file' }],
    ['a contiguous file', { name: 'a', type: '7', content: 'x' }, { type: 'file', size: 1 }],
    ['a symbolic link', { name: 'a', type: '2', linkTarget: '../b' }, { type: 'symlink', linkTarget: '../b' }],
    ['a hard link', { name: 'a', type: '1', linkTarget: 'b' }, { type: 'hard-link', linkTarget: 'b' }],
    ['a FIFO', { name: 'a', type: '6' }, { type: 'fifo' }],
    ['a character device', { name: 'a', type: '3', patch: writeDevice(1, 3) }, { type: 'character-device', device: '1:3' }],
    ['a block device', { name: 'a', type: '4', patch: writeDevice(8, 17) }, { type: 'block-device', device: '8:17' }],
    ['a name with its prefix', { name: 'file', patch: (header) => header.write('very/long', 345) }, { name: 'very/long/file' }],
    ['a name of exactly 100 bytes', { name: 'n'.repeat(100) }, { name: 'n'.repeat(100) }],
    ['a name that is no UTF-8', { name: 'a_', patch: (header) => header.writeUInt8(0xe9, 1) }, { name: 'a\udce9' }],
    ['a UTF-8 name', { name: 'grüße' }, { name: 'grüße' }],
    [
      'a GNU owner that no octal field holds',
      { name: 'a', patch: (header) => header.fill('8000000080000005', 108, 116, 'hex') },
      { uid: 2 ** 31 + 5 },
    ],
  ])('reads %s', async (_, member, expected) => {
    const entries = await readEntries(writeTar([member, { name: 'next', content: 'n' }]));
    expect(entries[0]).toMatchObject(expected);
    expect(entries.slice(1)).toMatchObject([{ name: 'next', sha256: sha256('n') }]);
  });

  test.each<readonly [string, Record<string, string | Buffer>, Summary]>([
    ['a long name', { path: LONG }, { name: LONG }],
    ['a long link target', { linkpath: LONG }, { linkTarget: LONG }],
    ['owners', { uid: '3000000000', gid: '3000000001' }, { uid: 3000000000, gid: 3000000001 }],
    [
      'extended attributes, which are bytes',
      { 'SCHILY.xattr.security.capability': Buffer.from([1, 0, 10, 0xff]) },
      { xattrs: new Map([['security.capability', '01000aff']]) },
    ],
    [
      'an attribute with = and line ends in it',
      { 'SCHILY.xattr.user.a': 'b=c\nd' },
      { xattrs: new Map([['user.a', '623d630a64']]) },
    ],
    ['nothing for times', { mtime: '1.5', atime: '2' }, { name: 'short', xattrs: new Map() }],
  ])('takes from a pax header %s', async (_, records, expected) => {
    const file = { name: 'short', type: 'linkpath' in records ? '2' : '0', content: '' };
    const entries = await readEntries(writeTar([writePaxHeader(records), file, { name: 'next' }]));
    expect(entries[0]).toMatchObject(expected);
    expect(entries.slice(1)).toMatchObject([{ name: 'next', uid: 0, xattrs: new Map() }]);
  });

  test('takes the size of the data from a pax header', async () => {
    const file: TarMember = { name: 'a', content: 'x'.repeat(600), patch: (header) => header.write('00000000000', 124) };
    const entries = await readEntries(writeTar([writePaxHeader({ size: '600' }), file, { name: 'next' }]));
    expect(entries).toMatchObject([{ name: 'a', size: 600, sha256: sha256('x'.repeat(600)) }, { name: 'next' }]);
  });

  test('a global pax header counts for all members, a local one beats it', async () => {
    const entries = await readEntries(
      writeTar([writePaxHeader({ uid: '7' }, 'g'), { name: 'a' }, writePaxHeader({ uid: '8' }), { name: 'b' }, { name: 'c' }]),
    );
    expect(entries.map(({ name, uid }) => [name, uid])).toEqual([
      ['a', 7],
      ['b', 8],
      ['c', 7],
    ]);
  });

  test('reads GNU long names and long links', async () => {
    const long: TarMember[] = [
      { name: '././@LongLink', type: 'K', content: `${LONG}-target\0` },
      { name: '././@LongLink', type: 'L', content: `${LONG}\0` },
      { name: 'cut off', type: '2', linkTarget: 'cut off' },
    ];
    const entries = await readEntries(writeTar([...long, { name: 'next' }]));
    expect(entries).toMatchObject([
      { name: LONG, linkTarget: `${LONG}-target` },
      { name: 'next', linkTarget: '' },
    ]);
  });

  test.each<readonly [string, readonly TarMember[]]>([
    ['GNU', [{ name: 'sparse', type: 'S', content: 'headtail', patch: (header) => writeExtents(header, 386, 10_000, 483) }]],
    ['pax 0.0', [writeSparse00(), { name: 'sparse', content: 'headtail' }]],
    [
      'pax 0.1',
      [
        writePaxHeader({ 'GNU.sparse.size': '10000', 'GNU.sparse.numblocks': '2', 'GNU.sparse.map': '0,4,9000,4' }),
        { name: 'sparse', content: 'headtail' },
      ],
    ],
    [
      'pax 1.0',
      [
        writePaxHeader({
          'GNU.sparse.major': '1',
          'GNU.sparse.minor': '0',
          'GNU.sparse.name': 'sparse',
          'GNU.sparse.realsize': '10000',
        }),
        { name: 'GNUSparseFile.0/sparse', content: `${'2\n0\n4\n9000\n4\n'.padEnd(512, '\0')}headtail` },
      ],
    ],
  ])('reads a sparse file of the %s form with its holes', async (_, members) => {
    const whole = Buffer.alloc(10_000);
    whole.write('head', 0);
    whole.write('tail', 9000);
    const entries = await readEntries(writeTar([...members, { name: 'next' }]));
    expect(entries).toMatchObject([{ name: 'sparse', type: 'file', size: 10_000, sha256: sha256(whole) }, { name: 'next' }]);
  });

  test('reads a GNU sparse map that goes on behind the header', async () => {
    const extents = Array.from({ length: 30 }, (_, index) => ({ offset: index * 1000, size: 1 }));
    const rest = Buffer.alloc(1024);
    for (const [index, extent] of extents.slice(4, 25).entries()) writeExtent(rest, index * 24, extent);
    rest[504] = 1;
    for (const [index, extent] of extents.slice(25).entries()) writeExtent(rest, 512 + index * 24, extent);
    const patch = (header: Buffer): void => {
      for (const [index, extent] of extents.slice(0, 4).entries()) writeExtent(header, 386 + index * 24, extent);
      header[482] = 1;
      header.write('00000072461\0', 483);
      // The size is that of the data; the map stands between.
      header.write('00000000036', 124);
    };
    const whole = Buffer.alloc(0o72461);
    for (const { offset } of extents) whole.write('x', offset);
    const entries = await readEntries(
      writeTar([
        { name: 'sparse', type: 'S', content: Buffer.concat([rest, Buffer.from('x'.repeat(30))]), patch },
        { name: 'next' },
      ]),
    );
    expect(entries).toMatchObject([{ size: whole.length, sha256: sha256(whole) }, { name: 'next' }]);
  });

  test.each(['gnu', 'posix', 'ustar'])('agrees with tar --format=%s', async (format) => {
    const directory = mkdtempSync(join(tmpdir(), 'restage-tar-'));
    try {
      const name = format === 'ustar' ? `${'s'.repeat(80)}/${'t'.repeat(60)}` : `${'s'.repeat(120)}/${'t'.repeat(150)}`;
      mkdirSync(join(directory, 'tree', name.split('/')[0] ?? ''), { recursive: true });
      writeFileSync(join(directory, 'tree', name), 'long');
      writeFileSync(join(directory, 'tree/grüße'), 'text');
      const sparse = openSync(join(directory, 'tree/sparse'), 'w');
      writeSync(sparse, 'middle', 3_000_000);
      ftruncateSync(sparse, 5_000_000);
      closeSync(sparse);
      const flags = format === 'ustar' ? [] : ['--sparse'];
      execFileSync('tar', [`--format=${format}`, ...flags, '-cf', join(directory, 'a.tar'), '-C', join(directory, 'tree'), '.']);
      const entries = await readEntries(readFileSync(join(directory, 'a.tar')));
      const whole = sha256(readFileSync(join(directory, 'tree/sparse')));
      const files = entries.filter(({ type }) => type === 'file').map(({ name: file, size, sha256: hash }) => [file, size, hash]);
      expect(files.sort()).toEqual(
        [
          ['./grüße', 4, sha256('text')],
          [`./${name}`, 4, sha256('long')],
          ['./sparse', 5_000_000, whole],
        ].sort(),
      );
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  test.each<readonly [string, Buffer, string]>([
    ['bytes that are no tar', Buffer.alloc(1024, 'x'), 'no tar header at offset 0'],
    ['a header with a wrong checksum', writeTar([{ name: 'a' }]).fill('b', 0, 1), 'no tar header at offset 0'],
    [
      'an end inside a member',
      writeTar([{ name: 'a', content: 'x'.repeat(2000) }]).subarray(0, 1024),
      'cut off inside the member at offset 0',
    ],
    ['an end inside a header', writeTar([{ name: 'a' }]).subarray(0, 100), 'no tar header at offset 0'],
    ['a member of no known type', writeTar([{ name: 'a', type: 'Z' }]), "unknown type 'Z' at offset 0"],
    [
      'a pax header whose lengths are wrong',
      writeTar([{ name: 'x', type: 'x', content: '99 path=a\n' }, { name: 'a' }]),
      'damaged pax header',
    ],
  ])('refuses %s', async (_, bytes, message) => {
    await expect(readEntries(bytes)).rejects.toThrow(message);
  });

  test('an archive without the two blocks of its end is read to its end', async () => {
    expect(await readEntries(writeTar([{ name: 'a', content: 'x' }]).subarray(0, 1024))).toMatchObject([{ name: 'a' }]);
  });
});

async function readEntries(buffer: Buffer): Promise<readonly Summary[]> {
  const bytes: Bytes = { size: buffer.length, read: async (start, length) => buffer.subarray(start, start + length) };
  const summaries: Summary[] = [];
  for await (const { content, ...entry } of readTar(bytes)) {
    summaries.push({ ...entry, size: content.size, sha256: await hashContent(content) });
  }
  return summaries;
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function writeDevice(major: number, minor: number): (header: Buffer) => void {
  return (header) => {
    header.write(major.toString(8).padStart(7, '0'), 329);
    header.write(minor.toString(8).padStart(7, '0'), 337);
  };
}

/** `head` at 0 and `tail` at 9000. */
function writeExtents(header: Buffer, at: number, size: number, sizeAt: number): void {
  header.write('ustar  \0', 257);
  writeExtent(header, at, { offset: 0, size: 4 });
  writeExtent(header, at + 24, { offset: 9000, size: 4 });
  header.write(size.toString(8).padStart(11, '0'), sizeAt);
}

function writeExtent(block: Buffer, at: number, extent: { readonly offset: number; readonly size: number }): void {
  block.write(`${extent.offset.toString(8).padStart(11, '0')}\0${extent.size.toString(8).padStart(11, '0')}\0`, at);
}

/** Format 0.0 repeats its keys, which no record of names to values can. */
function writeSparse00(): TarMember {
  const headers = [
    { 'GNU.sparse.size': '10000' },
    { 'GNU.sparse.offset': '0' },
    { 'GNU.sparse.numbytes': '4' },
    { 'GNU.sparse.offset': '9000' },
    { 'GNU.sparse.numbytes': '4' },
  ];
  return {
    name: 'x',
    type: 'x',
    content: Buffer.concat(headers.map((records) => Buffer.from(writePaxHeader(records).content ?? ''))),
  };
}
