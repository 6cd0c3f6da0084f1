/** Where a text stops being UTF-8. */
export class EncodingError extends Error {
  override readonly name = 'EncodingError';
  /** Of the first wrong byte, from the start of the file. */
  readonly offset: number;
  /** What it may be instead. */
  readonly encoding: string | undefined;

  constructor(offset: number, encoding: string | undefined) {
    super(`not UTF-8 at byte ${offset}`);
    this.offset = offset;
    this.encoding = encoding;
  }
}

/** Decodes pieces of bytes strictly. A character may lie across two pieces. */
export class Utf8Decoder {
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #left: Uint8Array = new Uint8Array(0);
  /** Of the first byte in `#left`. */
  #offset = 0;

  decode(chunk: Uint8Array, final: boolean): string {
    const isFirst = this.#offset === 0 && this.#left.length === 0;
    if (isFirst && (startsWith(chunk, 0xff, 0xfe) || startsWith(chunk, 0xfe, 0xff)))
      throw new EncodingError(0, 'UTF-16');
    const bytes = this.#left.length === 0 ? chunk : Buffer.concat([this.#left, chunk]);
    const end = final ? bytes.length : completeEnd(bytes);
    const whole = bytes.subarray(0, end);
    let text: string;
    try {
      text = this.#decoder.decode(whole);
    } catch {
      throw new EncodingError(this.#offset + wrongByte(whole), undefined);
    }
    // A copy: the caller reuses its buffer.
    this.#left = end === bytes.length ? new Uint8Array(0) : Uint8Array.from(bytes.subarray(end));
    this.#offset += end;
    return text;
  }
}

function startsWith(bytes: Uint8Array, ...start: readonly number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}

/** The end of the last character that is complete. */
function completeEnd(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) return back < lengthOf(byte) ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

function lengthOf(lead: number): number {
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

/** The first byte that begins no character. The decoder has found that there is one. */
function wrongByte(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    const length = byte < 0x80 ? 1 : lengthOf(byte);
    try {
      decoder.decode(bytes.subarray(at, Math.min(at + length, bytes.length)));
    } catch {
      return at;
    }
    at += length;
  }
  return bytes.length;
}
