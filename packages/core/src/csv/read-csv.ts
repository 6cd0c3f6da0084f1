import type { Diagnostic, Outcome } from '../diagnostics/diagnostic.ts';
import { diagnostic } from '../diagnostics/diagnostic.ts';
import type { SourceText, Span } from '../diagnostics/source-text.ts';
import { csvDiagnostic } from './csv-diagnostic.ts';
import type { CsvOptions, CsvRecord } from './csv-record.ts';
import { CsvScanner, fieldSpan } from './csv-scanner.ts';

/** A whole CSV. */
export interface CsvTable {
  readonly source: SourceText;
  readonly header: readonly string[];
  readonly records: readonly CsvRecord[];
  readonly delimiter: string;
}

/**
 * Reads a CSV strictly: what is not well-formed is a diagnostic at its place, never a guess. The records are those
 * that could be read.
 */
export function readCsv(source: SourceText, options: CsvOptions = {}): Outcome<CsvTable> {
  const scanner = new CsvScanner(options);
  const scan = scanner.scan(source.text, true);
  const diagnostics: Diagnostic[] = scan.problems.map((problem) =>
    csvDiagnostic(problem, source.path, { source, start: problem.start, end: problem.end }),
  );
  if (scanner.problemCount > scan.problems.length) {
    diagnostics.push(
      diagnostic('csv-more-problems', {
        file: source.path,
        shown: scan.problems.length,
        total: scanner.problemCount,
      }),
    );
  }
  const delimiter = options.delimiter ?? ',';
  return { value: { source, header: scanner.header, records: scan.records, delimiter }, diagnostics };
}

/** Where a field of a record stands. */
export function csvFieldSpan(table: CsvTable, record: CsvRecord, column: number): Span {
  return { source: table.source, ...fieldSpan(table.source.text, record.offset, column, table.delimiter) };
}

/** Where a column's name stands in the header. */
export function csvHeaderSpan(table: CsvTable, column: number): Span {
  const start = table.source.text.charCodeAt(0) === 0xfeff ? 1 : 0;
  return { source: table.source, ...fieldSpan(table.source.text, start, column, table.delimiter) };
}
