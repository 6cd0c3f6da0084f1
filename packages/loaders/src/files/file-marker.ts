import { createHash } from 'node:crypto';
import { type Diagnostic, diagnostic, type LoadRequest, type Outcome, type SourceMarker } from '@tfm/core';
import { type FilesSettings, placeOf, sourceLabel } from './files-settings.ts';
import { type FoundFile, reasonOf } from './find-files.ts';
import { readChunks } from './read-chunks.ts';

/** What is remembered of a file. */
export interface FileMark {
  readonly path: string;
  readonly size: string;
  readonly modified: string;
  /** When it was hashed: nanoseconds since 1970. */
  readonly hashed: string;
  readonly sha256: string;
}

/** Raised when the same bytes give other rows than before. */
const READER_VERSION = 1;
/** A file changed so shortly before it was hashed might have changed again within the clock's grain. */
const GRAIN = 2_000_000_000n;

/**
 * The version of a source's files: their content, and all that decides how it is read. Files that look as they did are
 * not read again.
 */
export async function markFiles(
  request: LoadRequest,
  settings: FilesSettings,
  files: readonly FoundFile[],
  known: SourceMarker | null,
): Promise<Outcome<SourceMarker | undefined>> {
  const before = new Map(fileMarks(known).map((mark) => [mark.path, mark]));
  const marks: FileMark[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const file of files) {
    const last = before.get(file.shown);
    if (last !== undefined && isUnchanged(file, last)) {
      marks.push(last);
      continue;
    }
    try {
      marks.push(await hashFile(file, request.signal));
    } catch (error) {
      const parameters = { source: sourceLabel(request.source), path: file.shown, reason: reasonOf(error) };
      diagnostics.push(diagnostic('load-unreadable', parameters, { at: placeOf(request.source, 'path') }));
    }
  }
  if (diagnostics.length > 0) return { value: undefined, diagnostics };
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([READER_VERSION, readingOf(request, settings), marks.map((mark) => mark.sha256)]))
    .digest('hex');
  return { value: { fingerprint, details: JSON.stringify(marks) }, diagnostics: [] };
}

/** The files of a marker; none when it is not one of ours. */
export function fileMarks(marker: SourceMarker | null): readonly FileMark[] {
  if (typeof marker?.details !== 'string') return [];
  try {
    const marks: unknown = JSON.parse(marker.details);
    return Array.isArray(marks) ? marks.filter(isFileMark) : [];
  } catch {
    return [];
  }
}

function isFileMark(mark: unknown): mark is FileMark {
  if (mark === null || typeof mark !== 'object') return false;
  const { path, size, modified, hashed, sha256 } = mark as Partial<Record<keyof FileMark, unknown>>;
  const isNumber = (text: unknown) => typeof text === 'string' && /^\d+$/.test(text);
  return (
    typeof path === 'string' &&
    typeof sha256 === 'string' &&
    isNumber(size) &&
    isNumber(modified) &&
    isNumber(hashed)
  );
}

function isUnchanged(file: FoundFile, last: FileMark): boolean {
  const isSame = String(file.size) === last.size && String(file.modified) === last.modified;
  return isSame && BigInt(last.hashed) - file.modified > GRAIN;
}

async function hashFile(file: FoundFile, signal: AbortSignal | undefined): Promise<FileMark> {
  const hash = createHash('sha256');
  const hashed = BigInt(Date.now()) * 1_000_000n;
  for await (const chunk of readChunks(file, signal)) hash.update(chunk);
  return {
    path: file.shown,
    size: String(file.size),
    modified: String(file.modified),
    hashed: String(hashed),
    sha256: hash.digest('hex'),
  };
}

/** How the bytes are read, as data. */
function readingOf({ source }: LoadRequest, settings: FilesSettings): unknown {
  return [
    settings.delimiter,
    [...settings.nullValues].sort(),
    [...settings.columns].sort(([one], [other]) => (one < other ? -1 : 1)),
    source.columns.map((column) => [column.name, column.dataType]),
  ];
}
