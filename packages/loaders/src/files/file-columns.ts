import {
  type CellReader,
  type ColumnType,
  cellReader,
  type Diagnostic,
  declaredType,
  diagnostic,
  nearest,
  type Outcome,
  type ParsedSource,
  type Span,
  TYPE_NAMES,
} from '@tfm/core';
import { type FilesSettings, placeOf, sourceLabel } from './files-settings.ts';

/** Comparing all names of two wide tables with each other would take long. */
const MAX_HINTS = 20;

/** A column that YAML speaks of. */
interface WantedColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly read: CellReader;
  readonly at: Span;
}

/** A column of a file as it is loaded. */
export interface FileColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly read: CellReader;
  /** An empty quoted value is an empty text here, and null in all other columns. */
  readonly isText: boolean;
}

export type WantedColumns = ReadonlyMap<string, WantedColumn>;

/** The declared columns by the key under which names meet. `load.columns` goes before the source's `columns`. */
export function wantedColumns(source: ParsedSource, settings: FilesSettings): Outcome<WantedColumns> {
  const wanted = new Map<string, WantedColumn>();
  const diagnostics: Diagnostic[] = [];
  const overrides = new Map([...settings.columns].map(([name, type]) => [columnKey(name), { name, type }]));
  const add = (name: string, typeName: string | null, at: Span): void => {
    const type = typeName === null ? declaredType('text') : declaredType(typeName);
    if (type === undefined) {
      const base = (typeName ?? '').replace(/\(.*$/su, '').trim();
      const parameters = {
        source: sourceLabel(source),
        column: name,
        type: typeName ?? '',
        nearest: nearest(base, TYPE_NAMES),
      };
      diagnostics.push(diagnostic('load-unknown-type', parameters, { at }));
      return;
    }
    wanted.set(columnKey(name), { name, type: type.type, read: cellReader(type), at });
  };
  for (const column of source.columns) {
    const override = overrides.get(columnKey(column.name));
    overrides.delete(columnKey(column.name));
    // The place of the type that is used, the spelling of the declaration.
    if (override === undefined) add(column.name, column.dataType, column.at);
    else add(column.name, override.type, placeOf(source, `columns.${override.name}`));
  }
  for (const { name, type } of overrides.values()) add(name, type, placeOf(source, `columns.${name}`));
  return { value: wanted, diagnostics };
}

/** Names meet without regard to case and Unicode form. */
function columnKey(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

/** The columns of a file in its own order; what nobody declares is text. */
export function columnsOf(
  source: ParsedSource,
  wanted: WantedColumns,
  header: readonly string[],
  file: string,
): Outcome<readonly FileColumn[]> {
  const text = cellReader({ type: { kind: 'text' }, isPlain: true });
  const columns = header.map((name): FileColumn => {
    const column = wanted.get(columnKey(name));
    if (column === undefined) return { name, type: { kind: 'text' }, read: text, isText: true };
    return { name: column.name, type: column.type, read: column.read, isText: column.type.kind === 'text' };
  });
  const present = new Set(header.map(columnKey));
  const undeclared = header.filter((name) => !wanted.has(columnKey(name)));
  const diagnostics = [...wanted]
    .filter(([key]) => !present.has(key))
    .map(([, { name, at }], index) => {
      const parameters = {
        source: sourceLabel(source),
        column: name,
        file,
        nearest: index < MAX_HINTS ? nearest(name, undeclared) : undefined,
      };
      return diagnostic('load-schema-drift', parameters, { at });
    });
  return { value: columns, diagnostics };
}
