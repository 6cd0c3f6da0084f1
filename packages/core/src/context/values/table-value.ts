import type { Cell, CellKind, ResultSet } from '../../adapter/cell.ts';
import {
  Dict,
  Float,
  HostObject,
  hostFunction,
  integer,
  List,
  type Next,
  str,
  Tuple,
  type Value,
} from '../../template/template.ts';
import { microsOf } from '../modules/datetime/clock.ts';
import { DateValue } from '../modules/datetime/date-value.ts';
import { DateTimeValue } from '../modules/datetime/datetime-value.ts';
import { readIsoMoment } from '../modules/datetime/iso-text.ts';
import { DecimalValue } from './decimal-value.ts';

/** A cell as templates compute with it. */
export function cellValue(cell: Cell, kind: CellKind): Value {
  if (cell === null || typeof cell === 'boolean') return cell;
  if (typeof cell === 'bigint') return integer(cell);
  if (typeof cell === 'number')
    return kind === 'integer' && Number.isSafeInteger(cell) ? cell : new Float(cell);
  if (cell instanceof Uint8Array) return Buffer.from(cell).toString('latin1');
  if (kind === 'decimal') return new DecimalValue(cell);
  return kind === 'date' || kind === 'timestamp' ? (momentValue(cell, kind) ?? cell) : cell;
}

/** Python's date or datetime; undefined for what Python has no date for, such as infinity: that stays a text. */
function momentValue(text: string, kind: 'date' | 'timestamp'): Value | undefined {
  try {
    const { date, time } = readIsoMoment(text);
    return kind === 'date' ? new DateValue(date) : new DateTimeValue(microsOf({ ...date, ...time }));
  } catch {
    return undefined;
  }
}

/** The result of `run_query`: agate's table, as far as macros use it. */
export class TableValue extends HostObject {
  readonly names: readonly string[];
  readonly rows: readonly (readonly Value[])[];
  readonly #types: readonly string[];

  constructor(names: readonly string[], types: readonly string[], rows: readonly (readonly Value[])[]) {
    super();
    this.names = names;
    this.#types = types;
    this.rows = rows;
  }

  static of(result: ResultSet): TableValue {
    return new TableValue(
      result.columns.map((column) => column.name),
      result.columns.map((column) => column.type),
      result.rows.map((row) => row.map((cell, i) => cellValue(cell, result.columns[i]?.kind ?? 'other'))),
    );
  }

  get typeName(): string {
    return 'Table';
  }

  override str(): string {
    const width = Math.max(6, ...this.names.map((name) => name.length));
    const lines = this.names.map((name, i) => `| ${name.padEnd(width)} | ${this.#types[i] ?? ''} |`);
    return `| ${'column'.padEnd(width)} | data_type |\n| ${'-'.repeat(width)} | --------- |\n${lines.join('\n')}\n`;
  }

  override repr(): string {
    return '<agate.Table>';
  }

  override length(): number {
    return this.rows.length;
  }

  override truth(): boolean {
    return true;
  }

  override iterate(): Next {
    return listIterator(this.rows.map((row) => new RowValue(this.names, row)));
  }

  override getAttribute(name: string): Value | undefined {
    switch (name) {
      case 'columns':
        return new NamedValues(
          this.names,
          this.names.map((_, i) => this.#column(i)),
        );
      case 'rows':
        return new NamedValues(
          [],
          this.rows.map((row) => new RowValue(this.names, row)),
        );
      case 'column_names':
        return new Tuple(this.names);
      case 'column_types':
        return new Tuple(this.#types);
      case 'print_table':
        return hostFunction(name, ['*args', '**others'], () => null);
      case 'to_json':
        return undefined;
      case 'select':
        return hostFunction(name, ['key'], ([key]) =>
          this.#select(
            key instanceof List || key instanceof Tuple ? key.items.map(str) : [str(key ?? null)],
            true,
          ),
        );
      case 'exclude':
        return hostFunction(name, ['key'], ([key]) =>
          this.#select(
            key instanceof List || key instanceof Tuple ? key.items.map(str) : [str(key ?? null)],
            false,
          ),
        );
      case 'rename':
        return hostFunction(name, ['column_names?', '**others'], ([names]) => this.#rename(names));
      case 'limit':
        return hostFunction(name, ['start_or_stop?', 'stop?'], ([start, stop]) => {
          const [from, to] = stop === undefined ? [0, start] : [start, stop];
          return new TableValue(
            this.names,
            this.#types,
            this.rows.slice(Number(from ?? 0), to === undefined || to === null ? undefined : Number(to)),
          );
        });
      default:
        return undefined;
    }
  }

  #column(index: number): ColumnOfTable {
    return new ColumnOfTable(
      this.names[index] ?? '',
      index,
      this.rows.map((row) => row[index] ?? null),
    );
  }

  #select(names: readonly string[], keep: boolean): TableValue {
    const indexes = this.names.flatMap((name, i) => (names.includes(name) === keep ? [i] : []));
    return new TableValue(
      indexes.map((i) => this.names[i] ?? ''),
      indexes.map((i) => this.#types[i] ?? ''),
      this.rows.map((row) => indexes.map((i) => row[i] ?? null)),
    );
  }

  #rename(names: Value | undefined): TableValue {
    const renamed = this.names.map((name, i) => {
      if (names instanceof Dict) return str(names.get(name) ?? name);
      return names instanceof List || names instanceof Tuple ? str(names.items[i] ?? name) : name;
    });
    return new TableValue(renamed, this.#types, this.rows);
  }
}

/** Values with positions and names: agate's MappedSequence. */
class NamedValues extends HostObject {
  readonly #names: readonly string[];
  readonly #values: readonly Value[];

  constructor(names: readonly string[], values: readonly Value[]) {
    super();
    this.#names = names;
    this.#values = values;
  }

  get typeName(): string {
    return 'MappedSequence';
  }

  override length(): number {
    return this.#values.length;
  }

  override iterate(): Next {
    return listIterator(this.#values);
  }

  override hasTrait(trait: string): boolean {
    return trait === 'sequence';
  }

  override getItem(key: Value): Value | undefined {
    if (typeof key === 'number') return this.#values.at(key);
    return typeof key === 'string' ? this.#values[this.#names.indexOf(key)] : undefined;
  }

  override getAttribute(name: string): Value | undefined {
    return valuesMethod(name, this.#names, this.#values);
  }

  override str(): string {
    return `(${this.#values.map((value) => str(value)).join(', ')})`;
  }
}

function valuesMethod(name: string, names: readonly string[], values: readonly Value[]): Value | undefined {
  switch (name) {
    case 'values':
      return hostFunction(name, [], () => new Tuple(values));
    case 'keys':
      return hostFunction(name, [], () => new Tuple(names));
    case 'items':
      return hostFunction(
        name,
        [],
        () => new List(values.map((value, i) => new Tuple([names[i] ?? null, value]))),
      );
    case 'dict':
      return hostFunction(name, [], () => Dict.of(values.map((value, i) => [names[i] ?? String(i), value])));
    case 'get':
      return hostFunction(
        name,
        ['key', 'default?'],
        ([key, fallback]) => values[names.indexOf(String(key))] ?? fallback ?? null,
      );
    default:
      return undefined;
  }
}

/** A row: by position, by name. */
class RowValue extends HostObject {
  readonly #names: readonly string[];
  readonly #values: readonly Value[];

  constructor(names: readonly string[], values: readonly Value[]) {
    super();
    this.#names = names;
    this.#values = values;
  }

  get typeName(): string {
    return 'Row';
  }

  override length(): number {
    return this.#values.length;
  }

  override iterate(): Next {
    return listIterator(this.#values);
  }

  override hasTrait(trait: string): boolean {
    return trait === 'sequence';
  }

  override getItem(key: Value): Value | undefined {
    if (typeof key === 'number') return this.#values.at(key);
    return typeof key === 'string' ? this.#values[this.#names.indexOf(key)] : undefined;
  }

  override getAttribute(name: string): Value | undefined {
    return valuesMethod(name, this.#names, this.#values);
  }

  override str(): string {
    return `<agate.Row: (${this.#values.map((value) => str(value)).join(', ')})>`;
  }
}

/** A column of a table. */
class ColumnOfTable extends HostObject {
  readonly #name: string;
  readonly #index: number;
  readonly #values: readonly Value[];

  constructor(name: string, index: number, values: readonly Value[]) {
    super();
    this.#name = name;
    this.#index = index;
    this.#values = values;
  }

  get typeName(): string {
    return 'Column';
  }

  override length(): number {
    return this.#values.length;
  }

  override iterate(): Next {
    return listIterator(this.#values);
  }

  override hasTrait(trait: string): boolean {
    return trait === 'sequence';
  }

  override getItem(key: Value): Value | undefined {
    return typeof key === 'number' ? this.#values.at(key) : undefined;
  }

  override getAttribute(name: string): Value | undefined {
    switch (name) {
      case 'name':
        return this.#name;
      case 'index':
        return this.#index;
      case 'values':
        return hostFunction(name, [], () => new Tuple(this.#values));
      case 'values_distinct':
        return hostFunction(
          name,
          [],
          () => new Tuple([...new Map(this.#values.map((value) => [str(value), value])).values()]),
        );
      case 'values_without_nulls':
        return hostFunction(name, [], () => new Tuple(this.#values.filter((value) => value !== null)));
      default:
        return undefined;
    }
  }

  override repr(): string {
    return `<agate.Column: ${this.#name}>`;
  }
}

function listIterator(values: readonly Value[]): Next {
  let index = 0;
  return () => {
    index += 1;
    return values[index - 1];
  };
}
