/**
 * A column's type as tfm itself speaks of it: for seeds, loads and result sets. A dialect turns it into the
 * warehouse's own type name; `native` is a type name given by the user and passed through as it is.
 */
export type ColumnType =
  | {
      readonly kind:
        | 'boolean'
        | 'integer'
        | 'bigint'
        | 'double'
        | 'text'
        | 'date'
        | 'time'
        | 'timestamp'
        | 'timestamptz'
        | 'json'
        | 'blob';
    }
  | { readonly kind: 'decimal'; readonly precision: number; readonly scale: number }
  | { readonly kind: 'native'; readonly name: string };

export interface TypedColumn {
  readonly name: string;
  readonly type: ColumnType;
}
