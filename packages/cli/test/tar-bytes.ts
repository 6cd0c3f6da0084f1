/** A member of an archive that a test makes by hand: real tools make no hostile ones. */
export interface Member {
  readonly path: string;
  readonly content?: string | Buffer;
  readonly type?: string;
  readonly target?: string;
  /** Another size than the content's. */
  readonly size?: number;
  readonly longName?: 'pax' | 'gnu';
}

export function tarBytes(members: readonly Member[]): Buffer {
  return Buffer.concat([...members.flatMap(memberBytes), Buffer.alloc(1024)]);
}

function memberBytes(member: Member): readonly Buffer[] {
  const content = Buffer.from(member.content ?? '');
  const own = [header(member, member.size ?? content.length), padded(content)];
  if (Buffer.byteLength(member.path) <= 100) return own;
  if (member.longName === 'gnu') {
    const name = Buffer.from(`${member.path}\0`);
    return [header({ path: '././@LongLink', type: 'L' }, name.length), padded(name), ...own];
  }
  const field = paxField('path', member.path);
  return [header({ path: 'PaxHeader', type: 'x' }, field.length), padded(field), ...own];
}

function paxField(key: string, value: string): Buffer {
  const rest = ` ${key}=${value}\n`;
  let length = Buffer.byteLength(rest);
  while (
    `${length}${rest}`.length < Buffer.byteLength(`${length}${rest}`) ||
    Buffer.byteLength(`${length}${rest}`) !== length
  )
    length = Buffer.byteLength(`${length}${rest}`);
  return Buffer.from(`${length}${rest}`);
}

function header({ path, type = '0', target = '' }: Member, size: number): Buffer {
  const bytes = Buffer.alloc(512);
  bytes.write(path.slice(0, 100), 0, 'utf8');
  bytes.write('0000644\0', 100);
  bytes.write(size.toString(8).padStart(11, '0'), 124);
  bytes.write('        ', 148);
  bytes.write(type, 156);
  bytes.write(target, 157, 'utf8');
  bytes.write('ustar\x0000', 257);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return bytes;
}

function padded(content: Buffer): Buffer {
  return Buffer.concat([content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}
