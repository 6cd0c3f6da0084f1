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
      found > expected ? 'put a value that holds the delimiter in quotes' : undefined,
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
  'csv-no-header': entry<{ file: string }>(
    'error',
    ({ file }) => `"${file}" has no header: its first line is empty`,
    () => 'write the names of the columns in the first line',
  ),
  'csv-more-problems': entry<{ file: string; shown: number; total: number }>(
    'error',
    ({ file, shown, total }) => `"${file}" has ${total} mistakes; the first ${shown} are shown`,
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
    ({ nearest }) => (nearest === undefined ? undefined : `did you mean "${nearest}"?`),
  ),
};

function inRow(row: number): string {
  return row === 0 ? 'The header' : `Row ${row}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
