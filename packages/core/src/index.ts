/** The public names of the core, one by one. */
export type { Adapter, Capabilities, ConnectOptions, IncrementalStrategy, JsonObjectSchema } from './adapter/adapter.ts';
export type { Cell, CellKind, ResultColumn, ResultSet } from './adapter/cell.ts';
export type {
  Connection, ConnectionInfo, ExecuteSummary, Executor, LockOutcome, LockRecord, RelationInfo, RowStream, StatementOptions,
} from './adapter/connection.ts';
export type { DeclaredColumn, Dialect, IncrementParts } from './adapter/dialect.ts';
export { WarehouseError, type WarehouseErrorKind } from './adapter/warehouse-error.ts';
export { diagnostic, hasErrors, type Diagnostic, type Outcome } from './diagnostics/diagnostic.ts';
export { nearest } from './diagnostics/nearest.ts';
export { positionOf, type Position, type SourceText, type Span } from './diagnostics/source-text.ts';
export type { ColumnType, TypedColumn } from './project/column-type.ts';
export { isJsonMap, type JsonMap, type JsonValue } from './project/json-value.ts';
export { relationKey, type RelationKind, type RelationName } from './project/relation-name.ts';
export type { Target } from './project/target.ts';
export type { UniqueId } from './project/unique-id.ts';
export { type Failpoint, failpoints, type ReachFailpoint } from './run/failpoint.ts';
