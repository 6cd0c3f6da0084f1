/** One entry of a tar archive. Its content must be read, or skipped, before the next entry. */
export interface TarEntry {
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  /** Where a link points to, as written. */
  readonly target: string;
  readonly size: number;
  /** As `ls` calls it: `a device`, `a named pipe`. */
  readonly kindWords: string;
  content(): AsyncGenerator<Buffer>;
}

/** An archive that cannot be read to its end, or asks for too much. */
export class ArchiveError extends Error {}

const block = 512;
/** Longest path, and longest extra header that may hold one. */
const longestHeader = 64 * 1024;

/** Reads a tar stream (ustar, pax and GNU's long names) entry by entry; no more of it is kept than one chunk. */
export async function* tarEntries(stream: AsyncIterable<Buffer>): AsyncGenerator<TarEntry> {
  const reader = new BlockReader(stream);
  let extra: ExtraHeader = {};
  for (;;) {
    const header = await reader.header();
    if (header === undefined) return;
    const type = String.fromCharCode(header[156] ?? 0);
    const size = extra.size ?? numberAt(header, 124, 12);
    if (type === 'x' || type === 'g' || type === 'L' || type === 'K') {
      const text = await reader.text(size);
      // A global header speaks of all entries; only comments stand there in practice.
      if (type === 'x') extra = { ...extra, ...paxFields(text) };
      else if (type === 'L') extra = { ...extra, path: upToNul(text) };
      else if (type === 'K') extra = { ...extra, target: upToNul(text) };
      continue;
    }
    yield entryOf(header, { type, size, extra, reader });
    await reader.skipRest();
    extra = {};
  }
}

interface ExtraHeader {
  readonly path?: string | undefined;
  readonly target?: string | undefined;
  readonly size?: number | undefined;
}

interface EntryParts {
  readonly type: string;
  readonly size: number;
  readonly extra: ExtraHeader;
  readonly reader: BlockReader;
}

const kinds: Readonly<Record<string, readonly [TarEntry['kind'], string]>> = {
  '\0': ['file', 'a file'],
  '0': ['file', 'a file'],
  '7': ['file', 'a file'],
  '5': ['folder', 'a folder'],
  '1': ['link', 'a hard link'],
  '2': ['link', 'a symbolic link'],
  '3': ['other', 'a device'],
  '4': ['other', 'a device'],
  '6': ['other', 'a named pipe'],
};

function entryOf(header: Buffer, { type, size, extra, reader }: EntryParts): TarEntry {
  const prefix = header.toString('latin1', 257, 262) === 'ustar' ? textAt(header, 345, 155) : '';
  const short = textAt(header, 0, 100);
  const path = extra.path ?? (prefix === '' ? short : `${prefix}/${short}`);
  const [kind, kindWords] = kinds[type] ?? ['other', `of the unknown kind "${type}"`];
  // Old archives mark a folder by the slash at its end.
  const isFolder = kind === 'folder' || (kind === 'file' && path.endsWith('/'));
  const content = kind === 'file' && !isFolder ? size : 0;
  reader.begin(kind === 'link' || isFolder ? 0 : size);
  return {
    path,
    kind: isFolder ? 'folder' : kind,
    target: extra.target ?? textAt(header, 157, 100),
    size: content,
    kindWords,
    content: () => reader.content(),
  };
}

class BlockReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);
  /** Of the entry that is being read: bytes, and bytes to the next block. */
  #left = 0;
  #padding = 0;

  constructor(stream: AsyncIterable<Buffer>) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  /** Undefined: the archive has ended. */
  async header(): Promise<Buffer | undefined> {
    const header = await this.#take(block, true);
    if (header === undefined || header.every((byte) => byte === 0)) {
      await this.#drain();
      return undefined;
    }
    let sum = 0;
    for (let at = 0; at < block; at += 1) sum += at >= 148 && at < 156 ? 32 : (header[at] ?? 0);
    if (sum !== numberAt(header, 148, 8)) throw new ArchiveError('it is broken, or no tar archive');
    return header;
  }

  begin(size: number): void {
    this.#left = size;
    this.#padding = (block - (size % block)) % block;
  }

  async *content(): AsyncGenerator<Buffer> {
    while (this.#left > 0) {
      if (this.#rest.length === 0) await this.#more();
      const piece = this.#rest.subarray(0, this.#left);
      this.#rest = this.#rest.subarray(piece.length);
      this.#left -= piece.length;
      yield piece;
    }
  }

  async text(size: number): Promise<string> {
    if (size > longestHeader) throw new ArchiveError('one of its headers is too long');
    this.begin(size);
    const pieces: Buffer[] = [];
    for await (const piece of this.content()) pieces.push(piece);
    await this.skipRest();
    return Buffer.concat(pieces).toString('utf8');
  }

  async skipRest(): Promise<void> {
    for await (const _ of this.content());
    if (this.#padding > 0) await this.#take(this.#padding, false);
    this.#padding = 0;
  }

  async #take(count: number, mayEnd: boolean): Promise<Buffer | undefined> {
    while (this.#rest.length < count) {
      const next = await this.#chunks.next();
      if (next.done === true) {
        if (mayEnd && this.#rest.length === 0) return undefined;
        throw new ArchiveError('it ends too early');
      }
      this.#rest = Buffer.concat([this.#rest, next.value]);
    }
    const taken = this.#rest.subarray(0, count);
    this.#rest = this.#rest.subarray(count);
    return taken;
  }

  async #more(): Promise<void> {
    const next = await this.#chunks.next();
    if (next.done === true) throw new ArchiveError('it ends too early');
    this.#rest = next.value;
  }

  /** To the end, so that the checksum of the compression is looked at. */
  async #drain(): Promise<void> {
    for (let next = await this.#chunks.next(); next.done !== true; next = await this.#chunks.next());
  }
}

function textAt(header: Buffer, start: number, length: number): string {
  return upToNul(header.toString('utf8', start, start + length));
}

function upToNul(text: string): string {
  const end = text.indexOf('\0');
  return end === -1 ? text : text.slice(0, end);
}

/** Octal digits; GNU writes large numbers in binary. */
function numberAt(header: Buffer, start: number, length: number): number {
  const first = header[start] ?? 0;
  if ((first & 0x80) !== 0) {
    let value = 0;
    for (let at = start + 1; at < start + length; at += 1) value = value * 256 + (header[at] ?? 0);
    if ((first & 0x7f) !== 0 || !Number.isSafeInteger(value))
      throw new ArchiveError('one of its sizes is impossible');
    return value;
  }
  const text = header.toString('latin1', start, start + length).replaceAll(/[\0 ]/g, '');
  if (!/^[0-7]*$/.test(text)) throw new ArchiveError('it is broken, or no tar archive');
  return text === '' ? 0 : Number.parseInt(text, 8);
}

/** `27 path=some/long/path\n`, one after another. */
function paxFields(text: string): ExtraHeader {
  const bytes = Buffer.from(text, 'utf8');
  let fields: ExtraHeader = {};
  for (let at = 0; at < bytes.length; ) {
    const length = Number.parseInt(bytes.toString('latin1', at, at + 12), 10);
    if (!(length > 3) || at + length > bytes.length) throw new ArchiveError('one of its headers is broken');
    const field = bytes.toString('utf8', at, at + length - 1);
    at += length;
    const [, key, value = ''] = /^\d+ ([^=]+)=([\s\S]*)$/.exec(field) ?? [];
    if (key === 'path') fields = { ...fields, path: upToNul(value) };
    else if (key === 'linkpath') fields = { ...fields, target: upToNul(value) };
    else if (key === 'size') {
      if (!/^\d{1,15}$/.test(value)) throw new ArchiveError('one of its sizes is impossible');
      fields = { ...fields, size: Number(value) };
    } else if (key?.startsWith('GNU.sparse.') === true) throw new ArchiveError('it holds sparse files');
  }
  return fields;
}
