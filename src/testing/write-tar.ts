/** One member of a tar to be made. */
export interface TarMember {
  /** At most 100 bytes, without leading `/`. */
  readonly name: string;
  /** As in the header: `0` file, `1` hard link, `2` symbolic link, `3` and `4` devices, `5` directory, `6` FIFO, and the extensions' letters. */
  readonly type?: string;
  /** 0644 for files and 0755 for directories, where nothing is said. */
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly linkTarget?: string;
  readonly content?: Buffer | string;
  /** Changes the header block before its checksum is made. */
  readonly patch?: (header: Buffer) => void;
}

const BLOCK = 512;

/** A ustar archive without times; equal members give equal bytes. */
export function writeTar(members: readonly TarMember[]): Buffer {
  return Buffer.concat([...members.flatMap(writeMember), Buffer.alloc(2 * BLOCK)]);
}

/** The pax extended header for the member that follows it. */
export function writePaxHeader(records: Readonly<Record<string, string | Buffer>>, type: 'x' | 'g' = 'x'): TarMember {
  const lines = Object.entries(records).map(([key, value]) => writePaxRecord(key, Buffer.from(value)));
  return { name: 'PaxHeaders/0', type, content: Buffer.concat(lines) };
}

function writeMember(member: TarMember): readonly Buffer[] {
  const content = Buffer.from(member.content ?? '');
  return [writeHeader(member, content.length), content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)];
}

function writeHeader(member: TarMember, size: number): Buffer {
  const { name, type = '0', uid = 0, gid = 0, linkTarget = '', patch } = member;
  if (Buffer.byteLength(name) > 100 || Buffer.byteLength(linkTarget) > 100)
    throw new Error(`too long for a plain header: ${name}`);
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0);
  header.write(writeOctal(member.mode ?? (type === '5' ? 0o755 : type === '2' ? 0o777 : 0o644), 7), 100);
  header.write(writeOctal(uid, 7), 108);
  header.write(writeOctal(gid, 7), 116);
  header.write(writeOctal(size, 11), 124);
  header.write(writeOctal(0, 11), 136);
  header.write(type, 156);
  header.write(linkTarget, 157);
  header.write('ustar\x0000', 257);
  patch?.(header);
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${writeOctal(sum, 6)}\0 `, 148);
  return header;
}

function writeOctal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}

/** `length key=value\n`, where the length counts its own digits too. */
function writePaxRecord(key: string, value: Buffer): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), value, Buffer.from('\n')]);
  let length = rest.length;
  while (length !== rest.length + `${length}`.length) length = rest.length + `${length}`.length;
  return Buffer.concat([Buffer.from(`${length}`), rest]);
}
