import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { type FoundFile, kindOf } from './find-files.ts';

const CHUNK_BYTES = 256 * 1024;

/**
 * The bytes of a file, piece by piece; at most as many as it had when it was found, so that a file that grows without
 * end is still read to an end. Each piece is only valid until the next one is asked for.
 */
export async function* readChunks(
  file: FoundFile,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array> {
  // Not blocking: between finding and opening, a pipe may have taken the file's place.
  const handle = await open(file.real, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    if (kindOf(await handle.stat({ bigint: true })) !== undefined)
      throw Object.assign(new Error('not a file'), { code: 'ENOENT' });
    const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, Number(file.size) || 1));
    let left = file.size;
    while (left > 0n) {
      signal?.throwIfAborted();
      const length = Number(left < BigInt(buffer.length) ? left : BigInt(buffer.length));
      const { bytesRead } = await handle.read(buffer, 0, length, null);
      if (bytesRead === 0) return;
      left -= BigInt(bytesRead);
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}
