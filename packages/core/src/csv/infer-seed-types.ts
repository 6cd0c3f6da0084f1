import type { Cell } from '../adapter/cell.ts';
import { type Diagnostic, diagnostic, hasErrors, type Outcome } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import type { SourceText } from '../diagnostics/source-text.ts';
import type { TypedColumn } from '../project/column-type.ts';
import { isJsonMap, type JsonMap } from '../project/json-value.ts';
import { type CellReader, cellReader, Misfit } from './cell-from-text.ts';
import { shortened } from './csv-diagnostic.ts';
import type { CsvField } from './csv-record.ts';
import { declaredType } from './declared-type.ts';
import { inferColumn, isSeedNull } from './infer-column.ts';
import { type CsvTable, csvFieldSpan, csvHeaderSpan, readCsv } from './read-csv.ts';

/** A seed, ready to be written. */
export interface TypedSeed {
  readonly columns: readonly TypedColumn[];
  readonly rows: readonly (readonly Cell[])[];
}

const MAX_MISFITS = 20;

/**
 * Reads and types a seed as dbt does: each column gets the first of number, date, timestamp, boolean and text that all
 * its values fit; `column_types` decides for the columns it names. Integers take the smallest of integer, bigint and
 * decimal(38,0) that holds them, where dbt overflows.
 *
 * `config` is the seed's merged configuration.
 */
export function typeSeed(source: SourceText, config: JsonMap): Outcome<TypedSeed | undefined> {
  const delimiter = config.get('delimiter');
  const { value: table, diagnostics } = readCsv(source, { delimiter: delimiterOf(delimiter) });
  if (hasErrors(diagnostics)) return { value: undefined, diagnostics };
  const problems = [...diagnostics];
  const declared = declaredColumns(table, config, problems);
  const misfits = new MisfitList(table);
  const columns: TypedColumn[] = [];
  const cells: Cell[][] = [];
  table.header.forEach((name, index) => {
    const fields = table.records.map((record) => record.fields[index] ?? null);
    const typeName = declared.get(name);
    const column =
      typeName === undefined ? inferColumn(fields) : readDeclared(typeName, fields, index, misfits);
    columns.push({ name, type: column.type });
    cells.push(column.cells);
  });
  problems.push(...misfits.diagnostics(columns));
  if (hasErrors(problems)) return { value: undefined, diagnostics: problems };
  const rows = table.records.map((_, row) => cells.map((column) => column[row] ?? null));
  return { value: { columns, rows }, diagnostics: problems };
}

/** YAML without quotes gives a backslash and a `t` for a tab. */
function delimiterOf(written: unknown): string {
  return typeof written !== 'string' || written === '' ? ',' : written === '\\t' ? '\t' : written;
}

/** `column_types`, checked against the header. */
function declaredColumns(
  table: CsvTable,
  config: JsonMap,
  problems: Diagnostic[],
): ReadonlyMap<string, string> {
  const written = config.get('column_types');
  const types = new Map<string, string>();
  for (const [name, type] of isJsonMap(written) ? written : []) {
    if (table.header.includes(name)) {
      types.set(name, String(type));
      continue;
    }
    // A near miss is a typo; anything else may be meant for another version of the file, as dbt takes it.
    const near = nearest(name, table.header);
    const place = {
      at: csvHeaderSpan(table, 0),
      ...(near === undefined ? { severity: 'warning' as const } : {}),
    };
    problems.push(diagnostic('seed-column-unknown', { file: table.source.path, name, nearest: near }, place));
  }
  return types;
}

/**
 * A type name that tfm understands is checked here, at the row's place in the file; whether it stays the user's own
 * name in DDL depends on whether it means more than tfm's type.
 */
function readDeclared(name: string, fields: readonly CsvField[], index: number, misfits: MisfitList) {
  const known = declaredType(name);
  const read: CellReader = known === undefined ? (text) => text : cellReader(known);
  const cells = fields.map((field, row): Cell => {
    if (isSeedNull(field)) return null;
    const cell = read(field);
    if (!(cell instanceof Misfit)) return known?.isPlain === true ? cell : field;
    misfits.add({ row, column: index, value: field, problem: cell.problem });
    return null;
  });
  return { type: known?.isPlain === true ? known.type : { kind: 'native' as const, name }, cells };
}

interface FoundMisfit {
  readonly row: number;
  readonly column: number;
  readonly value: string;
  readonly problem: string;
}

/** Misfits in the order of the file, however the columns were read. */
class MisfitList {
  readonly #table: CsvTable;
  readonly #found: FoundMisfit[] = [];

  constructor(table: CsvTable) {
    this.#table = table;
  }

  add(misfit: FoundMisfit): void {
    this.#found.push(misfit);
  }

  diagnostics(columns: readonly TypedColumn[]): Diagnostic[] {
    const table = this.#table;
    const file = table.source.path;
    const sorted = this.#found.sort((one, other) => one.row - other.row || one.column - other.column);
    const shown = sorted.slice(0, MAX_MISFITS).flatMap(({ row, column, value, problem }) => {
      const record = table.records[row];
      if (record === undefined) return [];
      const parameters = {
        file,
        row: record.row,
        column: columns[column]?.name ?? '',
        value: shortened(value),
        problem,
      };
      return diagnostic('seed-value', parameters, { at: csvFieldSpan(table, record, column) });
    });
    if (sorted.length <= MAX_MISFITS) return shown;
    return [...shown, diagnostic('csv-more-problems', { file, shown: MAX_MISFITS, total: sorted.length })];
  }
}
