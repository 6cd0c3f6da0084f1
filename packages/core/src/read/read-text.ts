import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { type Diagnostic, diagnostic, type Outcome } from '../diagnostics/diagnostic.ts';
import { type SourceText, wholeText } from '../diagnostics/source-text.ts';

export interface ReadTextOptions {
  /** Where the file is. */
  readonly file: string;
  /** How it is called in messages: relative to the project folder, with `/`. */
  readonly path: string;
  readonly mostBytes: number;
}

/** No file of a project but a seed or data file is larger by anything but mistake. */
export const mostTextBytes = 16 * 1024 * 1024;

/**
 * Reads a text file. Opened without waiting, so that a FIFO cannot hang us, and looked at only after it was opened, so
 * that nobody can put another thing in its place meanwhile.
 *
 * Synchronous on purpose: for thousands of small files it takes a third of the time of the asynchronous calls.
 */
export function readText(options: ReadTextOptions): Outcome<SourceText | undefined> {
  const { file, path } = options;
  let descriptor: number;
  try {
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    return fail(unreadable(path, error));
  }
  try {
    const status = fstatSync(descriptor);
    if (!status.isFile())
      return fail(diagnostic('not-a-file', { path, found: describeFile(status) }, { at: placeOf(path) }));
    if (status.size > options.mostBytes) {
      return fail(
        diagnostic(
          'file-too-large',
          { path, bytes: status.size, most: options.mostBytes },
          { at: placeOf(path) },
        ),
      );
    }
    return decode(path, readAll(descriptor, status.size, options.mostBytes));
  } catch (error) {
    return fail(unreadable(path, error));
  } finally {
    closeSync(descriptor);
  }
}

/** The file may grow or shrink while it is read; more than may be is never taken in. */
function readAll(descriptor: number, size: number, most: number): Buffer {
  let buffer = Buffer.allocUnsafe(Math.min(size, most) + 1);
  let filled = 0;
  for (;;) {
    const count = readSync(descriptor, buffer, filled, buffer.length - filled, null);
    filled += count;
    if (count === 0 || filled > most) return buffer.subarray(0, filled);
    if (filled === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafe(buffer.length)]);
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

function decode(path: string, bytes: Buffer): Outcome<SourceText | undefined> {
  try {
    return { value: { path, text: decoder.decode(bytes) }, diagnostics: [] };
  } catch {
    const offset = firstInvalid(bytes);
    const byte = `0x${(bytes[offset] ?? 0).toString(16).padStart(2, '0')}`;
    // Read leniently, so that the place can be shown: the invalid byte is one replacement character.
    const before = new TextDecoder().decode(bytes.subarray(0, offset));
    const source = { path, text: new TextDecoder().decode(bytes) };
    const at = { source, start: before.length, end: before.length + 1 };
    return fail(diagnostic('invalid-utf8', { path, byte }, { at }));
  }
}

/** The offset of the first byte that no UTF-8 text can have there: found by halving, as decoding is fast. */
function firstInvalid(bytes: Buffer): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = good + ((bad - good) >> 1);
    if (isPrefix(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  // The place is where the character begins that does not come to its end.
  while (good > 0 && !isWhole(bytes.subarray(0, good))) good -= 1;
  return good;
}

function isWhole(bytes: Buffer): boolean {
  try {
    decoder.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Whether valid text can begin with these bytes; the last character may be unfinished. */
function isPrefix(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

export function describeFile(status: Pick<Stats, 'isDirectory' | 'isFIFO' | 'isSocket' | 'isFile'>): string {
  if (status.isDirectory()) return 'a folder';
  if (status.isFIFO()) return 'a named pipe';
  if (status.isSocket()) return 'a socket';
  return status.isFile() ? 'a file' : 'a device';
}

export function unreadable(path: string, error: unknown): Diagnostic {
  return diagnostic('file-unreadable', { path, reason: reasonOf(error) }, { at: placeOf(path) });
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOENT: 'it does not exist',
  ELOOP: 'its symbolic links go in a circle',
  ENAMETOOLONG: 'its name is too long',
  ENXIO: 'it is a named pipe or socket',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of its path is a file',
  EMFILE: 'too many files are open',
  EIO: 'the disk reports an error',
};

function reasonOf(error: unknown): string {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' ? (reasons[code] ?? code) : String(error);
}

export function placeOf(path: string): ReturnType<typeof wholeText> {
  return wholeText({ path, text: '' });
}

function fail(problem: Diagnostic): Outcome<undefined> {
  return { value: undefined, diagnostics: [problem] };
}
