/**
 * A field of a record: `null` where nothing stands between two delimiters, `''` for a quoted empty text (`""`).
 * Nothing else is ever null, and nothing is trimmed.
 */
export type CsvField = string | null;

export interface CsvRecord {
  readonly fields: readonly CsvField[];
  /** From 1; the header is no row. */
  readonly row: number;
  /** Where the record starts: its line in the file, from 1, and the offset in the text of its batch. */
  readonly line: number;
  readonly offset: number;
}

/** Records that were complete in one piece of text. */
export interface CsvBatch {
  /** The piece: offsets of the records and problems count from its start. */
  readonly text: string;
  readonly records: readonly CsvRecord[];
}

export interface CsvOptions {
  /** One character. */
  readonly delimiter?: string;
  /**
   * A line without any character: a row of nulls (dbt's way), or nothing at all. Where the header has one column,
   * it is always a row: there an empty line is how a null is written.
   */
  readonly blankLines?: 'null-row' | 'skip';
  /** A record of more characters is an error: one lost quote would otherwise read the rest of the file as one value. */
  readonly maxRecordLength?: number;
  /** So many problems are kept; all are counted. */
  readonly maxProblems?: number;
}

/** What can be wrong with the form of a CSV. */
export type CsvProblemKind =
  | 'unclosed-quote'
  | 'stray-quote'
  | 'ragged-row'
  | 'nul'
  | 'stray-line-end'
  | 'record-too-long'
  | 'duplicate-header'
  | 'empty-header'
  | 'no-header';

export interface CsvProblem {
  readonly kind: CsvProblemKind;
  /** The row from 1; 0 is the header. */
  readonly row: number;
  /** Line from 1 on which `start` lies. */
  readonly line: number;
  /** Offsets in the text of the batch. */
  readonly start: number;
  readonly end: number;
  /** The value, the name, or a number of fields: what the message shows. */
  readonly found: string;
  readonly expected: number;
}
