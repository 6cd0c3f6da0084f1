import {
  type Cell,
  type CellKind,
  cellJson,
  cellText,
  countWords,
  type ResultSet,
  textTable,
} from '@tfm/core';
import type { Output } from './output.ts';

export interface ShownRows {
  readonly result: ResultSet;
  readonly limit: number;
  readonly hasMore: boolean;
}

/** `{"node": "x", "show": [{…}, …]}`, a row a line. */
export function rowsAsJson(node: string | undefined, { columns, rows }: ResultSet): string {
  const names = uniqueNames(columns.map(({ name }) => name));
  const lines = rows.map((row) => {
    const entries = columns.map(({ kind }, index) => {
      const value = cellJson(row[index] ?? null, kind);
      // An object would put keys such as "1" first.
      return `${JSON.stringify(names[index])}: ${JSON.stringify(value)}`;
    });
    return `    {${entries.join(', ')}}`;
  });
  const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`;
  return `{\n${node === undefined ? '' : `  "node": ${JSON.stringify(node)},\n`}  "show": ${list}\n}`;
}

/** A join can give two columns of one name; a JSON object holds only one. */
function uniqueNames(names: readonly string[]): readonly string[] {
  const taken = new Set(names);
  const seen = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let number = 2; seen.has(free); number += 1) {
      const next = `${name}_${number}`;
      if (!taken.has(next)) free = next;
    }
    seen.add(free);
    taken.add(free);
    return free;
  });
}

/** RFC 4180: null is nothing, the empty text is `""`. */
export function rowsAsCsv({ columns, rows }: ResultSet): string {
  const line = (values: readonly string[]) => `${values.join(',')}\n`;
  const value = (cell: Cell) => (cell === null ? '' : quoted(cellText(cell)));
  return [line(columns.map(({ name }) => quoted(name))), ...rows.map((row) => line(row.map(value)))].join('');
}

function quoted(text: string): string {
  return text === '' || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const numbers: readonly CellKind[] = ['integer', 'decimal', 'double'];

/** The table for people, and what is to be said of it. */
export function rowsAsText(
  { result, limit, hasMore }: ShownRows,
  { cutAt, palette }: Output,
): { readonly text: string; readonly notes: readonly string[] } {
  const { columns, rows } = result;
  const table = textTable(
    columns.map(({ name, kind }, index) => ({
      header: name,
      align: isNumeric(kind, rows, index) ? 'right' : 'left',
      cells: rows.map((row) => {
        const cell = row[index] ?? null;
        return cell === null ? null : cellText(cell);
      }),
    })),
    { width: cutAt, paintHeader: palette.bold, paintNull: palette.dim },
  );
  const count = rows.length === 0 ? 'no rows' : countWords(rows.length, 'row');
  const more = limit * 4 > 0 ? limit * 4 : 20;
  return {
    text: table.lines.join('\n'),
    notes: [
      hasMore ? `the first ${count}; more of them: --limit ${more}, all: --limit -1` : count,
      ...(table.hidden.length > 0
        ? [
            `${countWords(table.hidden.length, 'column')} not shown for want of room: ${table.hidden.join(', ')}`,
          ]
        : []),
    ],
  };
}

/** Expressions of some warehouses have no type: then the values decide. */
function isNumeric(kind: CellKind, rows: ResultSet['rows'], index: number): boolean {
  if (numbers.includes(kind)) return true;
  if (kind !== 'other') return false;
  const cells = rows.map((row) => row[index] ?? null).filter((cell) => cell !== null);
  return cells.length > 0 && cells.every((cell) => typeof cell === 'bigint' || typeof cell === 'number');
}
