import type { Cell, ColumnType, ResultColumn, WarehouseErrorKind } from '@tfm/core';

/** What the parent asks of the process that holds the database. One at a time, answered in order. */
export type ChildRequest =
  | {
      readonly op: 'open';
      readonly file: string;
      readonly attach: readonly { readonly schema: string; readonly file: string }[];
      readonly extensions: readonly string[];
      /** `write` opens for everything, `read` for queries beside a writer, `look` touches no file. */
      readonly mode: 'write' | 'read' | 'look';
    }
  /** Makes an empty database of this name and nothing else. */
  | { readonly op: 'create'; readonly file: string }
  | { readonly op: 'execute'; readonly sql: string; readonly parameters: readonly Cell[] }
  /** Begins a query and answers with its first rows. */
  | {
      readonly op: 'cursor';
      readonly sql: string;
      readonly parameters: readonly Cell[];
      readonly maxRows: number;
    }
  | { readonly op: 'next' }
  | { readonly op: 'finish' }
  | { readonly op: 'describe'; readonly sql: string }
  | {
      readonly op: 'append';
      /** Quoted. */
      readonly into: string;
      readonly columns: readonly {
        readonly quoted: string;
        readonly name: string;
        readonly type: ColumnType;
      }[];
      readonly rows: readonly (readonly Cell[])[];
    }
  /** Ends the transaction without COMMIT, if there is one. */
  | { readonly op: 'rollback' }
  | { readonly op: 'close' };

/** The answers, request by request. */
export interface ChildAnswers {
  open: { readonly version: string };
  create: undefined;
  execute: { readonly rowCount: number | undefined };
  cursor: Batch & { readonly columns: readonly ResultColumn[] };
  next: Batch;
  finish: undefined;
  describe: readonly ResultColumn[];
  append: undefined;
  rollback: undefined;
  close: undefined;
}

export interface Batch {
  readonly rows: Cell[][];
  /** No rows come after these. */
  readonly ended: boolean;
}

/** An error on its way through the channel. */
export interface ChildError {
  readonly kind: WarehouseErrorKind;
  readonly message: string;
  readonly position: number | undefined;
}

export interface Numbered {
  readonly id: number;
  readonly request: ChildRequest;
}

export type ChildReply =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: ChildError };
