/**
 * One value of a row, exact, on its way into or out of a warehouse.
 *
 * - integers of every size: `bigint`; binary floating point: `number` (NaN and the infinities included)
 * - decimals: `string` in plain notation with the column's scale (`'82027.30'`)
 * - dates `'2024-05-01'`, times `'10:20:30.000001'`, timestamps `'2024-05-01 10:20:30.000001'` (fraction digits
 *   without trailing zeros, none when whole), timestamps with zone in UTC with `+00`; other types as the
 *   warehouse's text; nested values as JSON text
 * - binary data: `Uint8Array`
 */
export type Cell = null | boolean | bigint | number | string | Uint8Array;

/** What a result column holds, so that `'82027.30'` of a decimal and of a text column can be told apart. */
export type CellKind =
  | 'boolean'
  | 'integer'
  | 'decimal'
  | 'double'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'timestamptz'
  | 'text'
  | 'json'
  | 'blob'
  | 'other';

export interface ResultColumn {
  readonly name: string;
  /** The warehouse's own type name (`DECIMAL(18,2)`); empty where it has none (SQLite expressions). */
  readonly type: string;
  readonly kind: CellKind;
}

export interface ResultSet {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly Cell[])[];
}
