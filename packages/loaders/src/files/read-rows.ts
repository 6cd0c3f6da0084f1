import {
  type Cell,
  type CsvRecord,
  CsvScanner,
  type Diagnostic,
  fieldSpan,
  LoadError,
  Misfit,
} from '@tfm/core';
import type { FileColumn } from './file-columns.ts';
import type { FilesSettings } from './files-settings.ts';
import { ProblemList } from './problem-list.ts';
import { Utf8Decoder } from './utf8-decoder.ts';

export interface RowReading {
  readonly settings: FilesSettings;
  /** How messages call the file. */
  readonly file: string;
  /** What the header's columns are; throws `LoadError` when they cannot be loaded. */
  columns(header: readonly string[]): readonly FileColumn[];
}

type Row = readonly Cell[];

/**
 * Bytes to typed rows. From the first mistake on no more rows come out, but the file is read to its end, so that the
 * error says how much is wrong with it.
 */
export async function* readRows(
  chunks: AsyncIterable<Uint8Array>,
  reading: RowReading,
): AsyncGenerator<readonly Row[]> {
  const { delimiter } = reading.settings;
  const scanner = new CsvScanner({ delimiter, blankLines: 'skip' });
  const decoder = new Utf8Decoder();
  const problems = new ProblemList(reading.file);
  let columns: readonly FileColumn[] | undefined;
  let kept = 0;
  const scan = (chunk: Uint8Array, final: boolean): Row[] => {
    const { text, records, problems: found } = scanner.scan(decoder.decode(chunk, final), final);
    for (const problem of found) problems.addProblem(problem, text);
    kept += found.length;
    if (scanner.header.length === 0) return [];
    columns ??= scanner.problemCount > 0 ? [] : reading.columns(scanner.header);
    return columns.length === 0 ? [] : typedRows(records, { text, columns, problems, reading });
  };
  for await (const chunk of chunks) {
    const rows = scan(chunk, false);
    if (problems.count === 0 && rows.length > 0) yield rows;
  }
  const rows = scan(new Uint8Array(0), true);
  // Problems that the scanner has only counted.
  problems.count += scanner.problemCount - kept;
  if (problems.count > 0) throw new LoadError(problems.diagnostics());
  if (rows.length > 0) yield rows;
}

/** Reads as far as the header, and says what is wrong with it. */
export async function checkHeader(
  chunks: AsyncIterable<Uint8Array>,
  reading: RowReading,
): Promise<readonly Diagnostic[]> {
  const scanner = new CsvScanner({ delimiter: reading.settings.delimiter, blankLines: 'skip' });
  const decoder = new Utf8Decoder();
  const problems = new ProblemList(reading.file);
  const scan = (chunk: Uint8Array, final: boolean): boolean => {
    const { text, problems: found } = scanner.scan(decoder.decode(chunk, final), final);
    // Mistakes in rows are found, and counted, when the rows are read.
    for (const problem of found) if (problem.row === 0) problems.addProblem(problem, text);
    return scanner.header.length > 0 || problems.count > 0;
  };
  let done = false;
  for await (const chunk of chunks) {
    done = scan(chunk, false);
    if (done) break;
  }
  if (!done) scan(new Uint8Array(0), true);
  if (problems.count > 0) return problems.diagnostics();
  reading.columns(scanner.header);
  return [];
}

interface Typing {
  readonly text: string;
  readonly columns: readonly FileColumn[];
  readonly problems: ProblemList;
  readonly reading: RowReading;
}

function typedRows(records: readonly CsvRecord[], typing: Typing): Row[] {
  const { columns, reading } = typing;
  const { nullValues } = reading.settings;
  const hasNullValues = nullValues.size > 0;
  const width = columns.length;
  const rows: Row[] = [];
  for (const record of records) {
    const { fields } = record;
    const row = new Array<Cell>(width);
    for (let index = 0; index < width; index += 1) {
      const field = fields[index] ?? null;
      const column = columns[index] as FileColumn;
      if (field === null || (field === '' && !column.isText) || (hasNullValues && nullValues.has(field))) {
        row[index] = null;
        continue;
      }
      const cell = column.read(field);
      if (cell instanceof Misfit) {
        addMisfit(typing, record, index, cell.problem);
        row[index] = null;
      } else row[index] = cell;
    }
    rows.push(row);
  }
  return rows;
}

function addMisfit(typing: Typing, record: CsvRecord, index: number, problem: string): void {
  const { text, columns, problems, reading } = typing;
  if (!problems.hasRoom) {
    problems.count += 1;
    return;
  }
  const { start, end } = fieldSpan(text, record.offset, index, reading.settings.delimiter);
  let line = record.line;
  for (let at = text.indexOf('\n', record.offset); at !== -1 && at < start; at = text.indexOf('\n', at + 1))
    line += 1;
  const value = record.fields[index] ?? '';
  problems.addMisfit({
    row: record.row,
    column: columns[index]?.name ?? '',
    value,
    problem,
    line,
    text,
    start,
    end,
  });
}
