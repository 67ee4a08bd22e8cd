import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type TarMember, writePaxHeader, writeTar } from '../../testing/write-tar.ts';
import type { FlattenedImage } from './flattened-image.ts';
import { readImage } from './read-image.ts';

const CONFIG = {
  architecture: 'amd64',
  os: 'linux',
  author: '',
  created: '2021-01-01T00:00:00Z',
  config: {
    Env: ['PATH=/bin'],
    Cmd: ['sh'],
    Entrypoint: null,
    Volumes: {},
    User: '',
    Labels: { a: 'b' },
    Image: 'sha256:1',
    Hostname: 'x',
  },
  history: [{ created: '2021-01-01T00:00:00Z' }],
};

describe('readImage', () => {
  const directory = mkdtempSync(join(tmpdir(), 'restage-image-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  const read = (archive: Buffer, reference?: string): Promise<FlattenedImage> => {
    const path = join(mkdtempSync(join(directory, 'a-')), 'image.tar');
    writeFileSync(path, archive);
    return readImage(path, reference);
  };

  test('puts the layers on one another', async () => {
    const image = await read(
      save([
        [
          { name: 'etc/', type: '5' },
          { name: 'etc/old', content: 'old' },
          { name: 'etc/kept', content: 'kept' },
          { name: 'opt/', type: '5' },
          { name: 'opt/x' },
        ],
        [
          { name: './etc/.wh.old' },
          { name: './etc/new', content: 'new', uid: 7, mode: 0o4755 },
          { name: 'opt/.wh..wh..opq' },
          { name: 'opt/y' },
        ],
        [
          { name: '/etc/new', content: 'newer', mode: 0o600 },
          { name: '.wh..wh.plnk', type: '5' },
        ],
      ]),
    );
    expect([...image.files.keys()].sort()).toEqual(['/etc', '/etc/kept', '/etc/new', '/opt', '/opt/y']);
    expect(image.files.get('/etc/new')).toMatchObject({ type: 'file', mode: 0o600, uid: 0, size: 5, sha256: hash('newer') });
  });

  test('keeps only what says how the image runs, and leaves empty fields out', async () => {
    const { config } = await read(save([[{ name: 'a' }]]));
    expect(Object.fromEntries(config)).toEqual({
      Env: ['PATH=/bin'],
      Cmd: ['sh'],
      Labels: { a: 'b' },
      os: 'linux',
      architecture: 'amd64',
    });
  });

  test('groups hard links of one layer, and of a layer and one below', async () => {
    const { files } = await read(
      save([
        [
          { name: 'a', content: 'x' },
          { name: 'b', type: '1', linkTarget: 'a' },
          { name: 'same', content: 'x' },
        ],
        [{ name: 'c', type: '1', linkTarget: '/b' }],
      ]),
    );
    expect(['/a', '/b', '/c'].map((path) => files.get(path)?.hardLinkGroup)).toEqual(Array(3).fill(['/a', '/b', '/c']));
    expect(files.get('/same')?.hardLinkGroup).toBeUndefined();
  });

  test('a group of hard links that a later layer splits has one name left and is none', async () => {
    const { files } = await read(
      save([
        [
          { name: 'a', content: 'x' },
          { name: 'b', type: '1', linkTarget: 'a' },
        ],
        [{ name: 'b', content: 'x' }],
      ]),
    );
    expect([files.get('/a')?.hardLinkGroup, files.get('/b')?.hardLinkGroup]).toEqual([undefined, undefined]);
  });

  test('reads extended attributes, links, devices and sparse files in a layer', async () => {
    const { files } = await read(
      save([
        [
          writePaxHeader({ 'SCHILY.xattr.security.capability': Buffer.from([1, 0, 0, 2]) }),
          { name: 'tool', mode: 0o755, content: 'x' },
          { name: 'link', type: '2', linkTarget: 'tool' },
          { name: 'null', type: '3', patch: (header) => void header.write('0000001\x000000003', 329) },
          writePaxHeader({ 'GNU.sparse.size': '10', 'GNU.sparse.map': '8,2' }),
          { name: 'sparse', content: 'xy' },
        ],
      ]),
    );
    expect(files.get('/tool')?.xattrs).toEqual(new Map([['security.capability', '01000002']]));
    expect(files.get('/link')).toMatchObject({ type: 'symlink', linkTarget: 'tool', size: undefined, sha256: undefined });
    expect(files.get('/null')).toMatchObject({ type: 'character-device', device: '1:3' });
    expect(files.get('/sparse')).toMatchObject({ size: 10, sha256: hash('\0'.repeat(8).concat('xy')) });
  });

  test('reads gzipped layers and leaves no file behind', async () => {
    const before = listScratch();
    const big = 'block of text '.repeat(50_000);
    const { files } = await read(save([[{ name: 'a', content: big }], [{ name: 'b', content: 'b' }]], gzipSync));
    expect(files.get('/a')).toMatchObject({ size: big.length, sha256: hash(big) });
    expect(files.has('/b')).toBe(true);
    expect(listScratch()).toEqual(before);
  });

  test('follows the links that docker save writes for layers an image has twice', async () => {
    const layer = writeTar([{ name: 'a', content: 'a' }]);
    const members: TarMember[] = [
      { name: 'one/layer.tar', content: layer },
      { name: 'two/layer.tar', type: '2', linkTarget: '../one/layer.tar' },
      { name: 'config.json', content: JSON.stringify(CONFIG) },
      { name: 'manifest.json', content: JSON.stringify([{ Config: 'config.json', Layers: ['two/layer.tar'] }]) },
    ];
    expect((await read(writeTar(members))).files.has('/a')).toBe(true);
  });

  test('takes the image that is asked for', async () => {
    const members: TarMember[] = [
      { name: '1.tar', content: writeTar([{ name: 'first' }]) },
      { name: '2.tar', content: writeTar([{ name: 'second' }]) },
      { name: 'c.json', content: JSON.stringify(CONFIG) },
      {
        name: 'manifest.json',
        content: JSON.stringify([
          { Config: 'c.json', RepoTags: ['a:1'], Layers: ['1.tar'] },
          { Config: 'c.json', RepoTags: ['b:1', 'b:latest'], Layers: ['2.tar'] },
        ]),
      },
    ];
    expect([...(await read(writeTar(members), 'b:latest')).files.keys()]).toEqual(['/second']);
    expect([...(await read(writeTar(members))).files.keys()]).toEqual(['/first']);
    await expect(read(writeTar(members), 'c:1')).rejects.toThrow('does not hold c:1');
  });

  test.each(['plain', 'gzip', 'nested index'])('reads the OCI layout (%s)', async (kind) => {
    const { files, config } = await read(writeOci(kind), 'acme/app:1');
    expect(files.get('/a')).toMatchObject({ size: 1, sha256: hash('a') });
    expect(config.get('Cmd')).toEqual(['sh']);
  });

  test('passes over the build records that BuildKit puts beside an image', async () => {
    expect([...(await read(writeOci('plain'))).files.keys()]).toEqual(['/a']);
  });

  test.each<readonly [string, Buffer, string]>([
    ['no tar', Buffer.alloc(2000, 'x'), 'no tar header'],
    ['an empty tar', writeTar([]), 'this is no image archive'],
    ['a tar of something else', writeTar([{ name: 'README' }]), 'this is no image archive'],
    [
      'an archive that lost a layer',
      writeTar([
        { name: 'c', content: '{}' },
        { name: 'manifest.json', content: '[{"Config":"c","Layers":["l"]}]' },
      ]),
      'the image archive has no l',
    ],
    [
      'a manifest that is no JSON',
      writeTar([{ name: 'manifest.json', content: '{' }]),
      'manifest.json of the image archive is no JSON',
    ],
    ['a layer of zstd', save([[{ name: 'a' }]], () => Buffer.from('28b52ffd00000000', 'hex')), 'compressed with zstd'],
  ])('refuses %s', async (_, archive, message) => {
    await expect(read(archive)).rejects.toThrow(message);
  });
});

function save(layers: readonly (readonly TarMember[])[], compress: (layer: Buffer) => Buffer = (layer) => layer): Buffer {
  const names = layers.map((_, index) => `${index}/layer.tar`);
  return writeTar([
    ...layers.map((members, index): TarMember => ({ name: names[index] ?? '', content: compress(writeTar(members)) })),
    { name: 'config.json', content: JSON.stringify(CONFIG) },
    { name: 'manifest.json', content: JSON.stringify([{ Config: 'config.json', RepoTags: ['acme/app:1'], Layers: names }]) },
  ]);
}

function writeOci(kind: string): Buffer {
  const blobs: TarMember[] = [];
  const store = (content: Buffer | string): string => {
    const digest = hash(content);
    blobs.push({ name: `blobs/sha256/${digest}`, content });
    return `sha256:${digest}`;
  };
  const layer = writeTar([{ name: 'a', content: 'a' }]);
  const manifest = {
    config: { digest: store(JSON.stringify(CONFIG)) },
    layers: [{ digest: store(kind === 'gzip' ? gzipSync(layer) : layer) }],
  };
  const record = { config: { digest: store('{}') }, layers: [] };
  const annotations = { 'io.containerd.image.name': 'docker.io/acme/app:1' };
  const image = { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: store(JSON.stringify(manifest)) };
  const attestation = {
    mediaType: image.mediaType,
    digest: store(JSON.stringify(record)),
    platform: { os: 'unknown', architecture: 'unknown' },
  };
  const inner = JSON.stringify({ manifests: [attestation, image] });
  const nested = { mediaType: 'application/vnd.oci.image.index.v1+json', digest: store(inner), annotations };
  const top = kind === 'nested index' ? [nested] : [attestation, { ...image, annotations }];
  return writeTar([
    { name: 'oci-layout', content: '{"imageLayoutVersion":"1.0.0"}' },
    { name: 'index.json', content: JSON.stringify({ manifests: top }) },
    ...blobs,
  ]);
}

function hash(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function listScratch(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('restage-layers-'));
}
