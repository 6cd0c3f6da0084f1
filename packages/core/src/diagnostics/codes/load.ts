import { entry } from '../entry.ts';

/** Mistakes in data that is brought in: seeds, files, and what `load:` blocks say of them. */
export const loadCodes = {
  'csv-unclosed-quote': entry<{ file: string; row: number }>(
    'error',
    ({ file, row }) => `${inRow(row)} of "${file}" has a quote that is never closed`,
    () => 'close the quote, or write a quote inside a quoted value twice ("")',
  ),
  'csv-stray-quote': entry<{ file: string; row: number; value: string }>(
    'error',
    ({ file, row, value }) => `${inRow(row)} of "${file}" has a quote in the middle of a value: ${value}`,
    () => 'put the whole value in quotes and write each quote inside it twice ("")',
  ),
  'csv-ragged-row': entry<{ file: string; row: number; found: number; expected: number }>(
    'error',
    ({ file, row, found, expected }) =>
      `${inRow(row)} of "${file}" has ${count(found, 'value')}, but the header has ${count(expected, 'column')}`,
    ({ found, expected }) =>
      found > expected
        ? 'put a value that holds the delimiter in quotes'
        : `complete the row: ${expected - found} ${expected - found === 1 ? 'delimiter is' : 'delimiters are'} missing`,
  ),
  'csv-nul': entry<{ file: string; row: number }>(
    'error',
    ({ file, row }) => `${inRow(row)} of "${file}" has a NUL character`,
    () => 'save the file as UTF-8 text',
  ),
  'csv-stray-line-end': entry<{ file: string; row: number }>(
    'error',
    ({ file, row }) => `${inRow(row)} of "${file}" has a carriage return that does not end a line`,
    () => 'save the file with line ends LF or CRLF, or put the value in quotes',
  ),
  'csv-record-too-long': entry<{ file: string; row: number; limit: number }>(
    'error',
    ({ file, row, limit }) => `The row after row ${row} of "${file}" is longer than ${limit} characters`,
    () => 'look for a quote that is never closed',
  ),
  'csv-duplicate-header': entry<{ file: string; name: string }>(
    'error',
    ({ file, name }) => `The header of "${file}" has the column "${name}" twice`,
    () => 'give each column a name of its own; upper and lower case count as the same',
  ),
  'csv-empty-header': entry<{ file: string; position: number }>(
    'error',
    ({ file, position }) => `Column ${position} of "${file}" has no name`,
    () => 'write a name for it in the first line',
  ),
  'csv-no-header': entry<{ file: string; isEmpty?: boolean }>(
    'error',
    ({ file, isEmpty }) =>
      isEmpty === true ? `"${file}" is empty` : `"${file}" has no header: its first line is empty`,
    () => 'write the names of the columns in the first line',
  ),
  'csv-more-problems': entry<{ file: string; shown: number; total: number }>(
    'error',
    ({ file, shown, total }) => `"${file}" has ${total} mistakes; the first ${shown} are shown`,
    () => 'correct these first',
  ),
  'seed-value': entry<{ file: string; row: number; column: string; value: string; problem: string }>(
    'error',
    ({ file, row, column, value, problem }) =>
      `Row ${row} of "${file}", column "${column}": "${value}" ${problem}`,
    ({ column }) => `correct the value, or give "${column}" another type in "column_types"`,
  ),
  'seed-column-unknown': entry<{ file: string; name: string; nearest: string | undefined }>(
    'error',
    ({ file, name }) => `"column_types" names the column "${name}", which "${file}" does not have`,
    ({ nearest }) => (nearest === undefined ? 'write a name of the header' : `did you mean "${nearest}"?`),
  ),
  'load-setting': entry<{ source: string; key: string; problem: string }>(
    'error',
    ({ source, key, problem }) => `"load.${key}" of source "${source}" ${problem}`,
    () => 'load: {path: <file>}',
  ),
  'unknown-load-key': entry<{
    source: string;
    key: string;
    loader: string;
    known: readonly string[];
    nearest: string | undefined;
  }>(
    'error',
    ({ source, key, loader }) =>
      `The load block of source "${source}" has the key "${key}", which the loader "${loader}" does not know`,
    ({ known, nearest }) =>
      nearest === undefined ? `its keys are ${known.join(', ')}` : `did you mean "${nearest}"?`,
  ),
  'load-path-escapes': entry<{ source: string; path: string }>(
    'error',
    ({ source, path }) => `The file "${path}" of source "${source}" is outside of the project folder`,
    () => 'put it into the project, or name its folder on the command line: --vars "{folder: /path/to/it}"',
  ),
  'load-file-missing': entry<{ source: string; path: string; nearest: string | undefined }>(
    'error',
    ({ source, path }) => `The file "${path}" of source "${source}" does not exist`,
    ({ nearest }) =>
      nearest === undefined
        ? 'correct "path": it is read from the project folder on'
        : `did you mean "${nearest}"?`,
  ),
  'load-not-a-file': entry<{ source: string; path: string; what: string }>(
    'error',
    ({ source, path, what }) => `"${path}" of source "${source}" is ${what}; a file was expected`,
    ({ what, path }) => (what === 'a folder' ? `name a file in it: ${path}/{table}.csv` : undefined),
  ),
  'load-unreadable': entry<{ source: string; path: string; reason: string }>(
    'error',
    ({ source, path, reason }) => `The file "${path}" of source "${source}" cannot be read: ${reason}`,
    () => 'let the user who builds read it: chmod u+r',
  ),
  'load-encoding': entry<{ file: string; offset: number; encoding: string | undefined }>(
    'error',
    ({ file, offset, encoding }) =>
      `"${file}" is not UTF-8 at byte ${offset}${encoding === undefined ? '' : `: it looks like ${encoding}`}`,
    () => 'save the file as UTF-8',
  ),
  'load-unknown-type': entry<{ source: string; column: string; type: string; nearest: string | undefined }>(
    'error',
    ({ source, column, type }) =>
      `Column "${column}" of source "${source}" has the type "${type}", which a file cannot be loaded as`,
    ({ nearest }) =>
      nearest === undefined
        ? 'use text, integer, bigint, decimal(18,2), double, date, timestamp or boolean'
        : `did you mean "${nearest}"?`,
  ),
  'load-schema-drift': entry<{ source: string; column: string; file: string; nearest: string | undefined }>(
    'error',
    ({ source, column, file }) =>
      `Source "${source}" declares the column "${column}", which "${file}" does not have`,
    ({ nearest }) =>
      nearest === undefined
        ? 'remove it from "columns", or add it to the file'
        : `did you mean "${nearest}"?`,
  ),
  'load-header-differs': entry<{ source: string; file: string; first: string }>(
    'error',
    ({ source, file, first }) =>
      `The files of source "${source}" have different columns: "${file}" and "${first}"`,
    () => 'give them the same columns in the same order, or load them as two tables',
  ),
  'load-value': entry<{ file: string; row: number; column: string; value: string; problem: string }>(
    'error',
    ({ file, row, column, value, problem }) =>
      `Row ${row} of "${file}", column "${column}": "${value}" ${problem}`,
    ({ column, value }) =>
      looksLikeNull(value)
        ? `if it means null: null_values: ["${value}"] in the load block`
        : `correct the value, or give "${column}" another "data_type"`,
  ),
  'load-source-changed': entry<{ source: string; path: string }>(
    'error',
    ({ source, path }) => `The file "${path}" of source "${source}" changed while it was read`,
    () => 'run the command again when it is complete',
  ),
};

function looksLikeNull(value: string): boolean {
  return /^(?:null|nil|none|nan|\\N)$/iu.test(value);
}

function inRow(row: number): string {
  return row === 0 ? 'The header' : `Row ${row}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
