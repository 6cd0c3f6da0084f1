import { createHash } from 'node:crypto';
import {
  type Cell,
  type Diagnostic,
  diagnostic,
  hasErrors,
  LoadError,
  type Loader,
  type LoadRequest,
  type LoadSummary,
  type OpenLoad,
  type Outcome,
  type SourceMarker,
  type SourceText,
  type Span,
} from '@tfm/core';
import { columnsOf, type FileColumn, wantedColumns } from './file-columns.ts';
import { fileMarks, markFiles } from './file-marker.ts';
import {
  type FilesSettings,
  filesSettingsSchema,
  placeOf,
  readSettings,
  sourceLabel,
} from './files-settings.ts';
import { type FoundFile, findFiles, reasonOf } from './find-files.ts';
import { readChunks } from './read-chunks.ts';
import { checkHeader, type RowReading, readRows } from './read-rows.ts';
import { EncodingError } from './utf8-decoder.ts';

/** Loads CSV files as a whole, with declared types, exactly or not at all. */
export const filesLoader: Loader = {
  name: 'files',
  settingsSchema: filesSettingsSchema,

  async mark(request, known): Promise<Outcome<SourceMarker | null | undefined>> {
    const settings = readSettings(request.source);
    if (settings.value === undefined) return { value: undefined, diagnostics: settings.diagnostics };
    const files = await findFiles(request, settings.value);
    if (files.value === undefined) return { value: undefined, diagnostics: files.diagnostics };
    return markFiles(request, settings.value, files.value, known);
  },

  async open(request): Promise<Outcome<OpenLoad | undefined>> {
    const settings = readSettings(request.source);
    if (settings.value === undefined) return { value: undefined, diagnostics: settings.diagnostics };
    const wanted = wantedColumns(request.source, settings.value);
    if (hasErrors(wanted.diagnostics)) return { value: undefined, diagnostics: wanted.diagnostics };
    const files = await findFiles(request, settings.value);
    if (files.value === undefined) return { value: undefined, diagnostics: files.diagnostics };
    const load = new FilesLoad(request, settings.value, files.value, wanted.value);
    const diagnostics = await load.checkHeaders();
    return hasErrors(diagnostics) ? { value: undefined, diagnostics } : { value: load, diagnostics };
  },
};

class FilesLoad implements OpenLoad {
  readonly disposition = 'replace';
  readonly key: readonly string[] = [];
  columns: readonly FileColumn[] = [];

  readonly #request: LoadRequest;
  readonly #settings: FilesSettings;
  readonly #files: readonly FoundFile[];
  readonly #wanted: Parameters<typeof columnsOf>[1];
  #rows = 0;
  #bytes = 0;
  #problems: readonly Diagnostic[] = [];

  constructor(
    request: LoadRequest,
    settings: FilesSettings,
    files: readonly FoundFile[],
    wanted: Parameters<typeof columnsOf>[1],
  ) {
    this.#request = request;
    this.#settings = settings;
    this.#files = files;
    this.#wanted = wanted;
  }

  /** The first file's columns are the table's; all others must have the same. */
  async checkHeaders(): Promise<readonly Diagnostic[]> {
    const diagnostics: Diagnostic[] = [];
    for (const file of this.#files) {
      try {
        diagnostics.push(...(await checkHeader(readChunks(file, this.#request.signal), this.#reading(file))));
      } catch (error) {
        diagnostics.push(...(await this.#explain(file, error)));
      }
    }
    return diagnostics;
  }

  get batches(): OpenLoad['batches'] {
    return this.#readAll();
  }

  async *#readAll(): AsyncGenerator<readonly (readonly Cell[])[]> {
    const marks = new Map(fileMarks(this.#request.marker).map((mark) => [mark.path, mark.sha256]));
    for (const file of this.#files) {
      const hash = createHash('sha256');
      try {
        for await (const rows of readRows(this.#hashed(file, hash), this.#reading(file))) {
          this.#rows += rows.length;
          yield rows;
        }
      } catch (error) {
        this.#problems = await this.#explain(file, error);
        throw new LoadError(this.#problems);
      }
      const expected = marks.get(file.shown);
      if (expected !== undefined && hash.digest('hex') !== expected) {
        const parameters = { source: sourceLabel(this.#request.source), path: file.shown };
        this.#problems = [
          diagnostic('load-source-changed', parameters, { at: placeOf(this.#request.source, 'path') }),
        ];
        throw new LoadError(this.#problems);
      }
    }
  }

  async *#hashed(file: FoundFile, hash: ReturnType<typeof createHash>): AsyncGenerator<Uint8Array> {
    for await (const chunk of readChunks(file, this.#request.signal)) {
      hash.update(chunk);
      this.#bytes += chunk.length;
      yield chunk;
    }
  }

  #reading(file: FoundFile): RowReading {
    return {
      settings: this.#settings,
      file: file.shown,
      columns: (header) => {
        const { value, diagnostics } = columnsOf(this.#request.source, this.#wanted, header, file.shown);
        if (hasErrors(diagnostics)) throw new LoadError(diagnostics);
        if (this.columns.length === 0) this.columns = value;
        else if (!sameNames(this.columns, value)) throw new LoadError([this.#differs(file)]);
        return value;
      },
    };
  }

  #differs(file: FoundFile): Diagnostic {
    const parameters = {
      source: sourceLabel(this.#request.source),
      file: file.shown,
      first: this.#files[0]?.shown ?? '',
    };
    return diagnostic('load-header-differs', parameters, { at: placeOf(this.#request.source, 'path') });
  }

  async #explain(file: FoundFile, error: unknown): Promise<readonly Diagnostic[]> {
    if (error instanceof LoadError) return error.diagnostics;
    if (error instanceof EncodingError) {
      const at = await placeOfByte(file, error.offset);
      return [
        diagnostic(
          'load-encoding',
          { file: file.shown, offset: error.offset, encoding: error.encoding },
          { at },
        ),
      ];
    }
    if (typeof (error as NodeJS.ErrnoException).code !== 'string') throw error;
    const parameters = {
      source: sourceLabel(this.#request.source),
      path: file.shown,
      reason: reasonOf(error),
    };
    return [diagnostic('load-unreadable', parameters, { at: placeOf(this.#request.source, 'path') })];
  }

  summary(): LoadSummary {
    return { rows: this.#rows, bytes: this.#bytes, diagnostics: this.#problems, position: null };
  }

  async close(): Promise<void> {
    // Files are only open while batches are read; an iteration that is left early closes its file itself.
  }
}

function sameNames(columns: readonly FileColumn[], others: readonly FileColumn[]): boolean {
  return columns.length === others.length && columns.every(({ name }, index) => name === others[index]?.name);
}

/** The line of a byte, found by reading the file once more: only a broken file needs it. */
async function placeOfByte(file: FoundFile, offset: number): Promise<Span> {
  let line = '';
  let lines = 0;
  let at = 0;
  for await (const chunk of readChunks(file, undefined)) {
    const text = Buffer.from(chunk.subarray(0, Math.max(offset - at, 0))).toString('utf8');
    const lineFeed = text.lastIndexOf('\n');
    if (lineFeed !== -1) lines += text.split('\n').length - 1;
    line = (lineFeed === -1 ? line + text : text.slice(lineFeed + 1)).slice(-10_000);
    at += chunk.length;
    if (at >= offset) break;
  }
  const source: SourceText = { path: file.shown, text: `${'\n'.repeat(lines)}${line}` };
  return { source, start: source.text.length, end: source.text.length };
}
