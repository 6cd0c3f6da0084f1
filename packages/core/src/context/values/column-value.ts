import type { ResultColumn } from '../../adapter/cell.ts';
import { type CallArguments, Dict, HostObject, hostFunction, type Value } from '../../template/template.ts';
import type { RelationDialect } from './relation-value.ts';

/** A column: what `adapter.get_columns_in_relation` and `api.Column.create` give. */
export class ColumnValue extends HostObject {
  readonly name: string;
  /** With size: `varchar(10)`. */
  readonly type: string;
  readonly #dialect: RelationDialect;

  constructor(name: string, type: string, dialect: RelationDialect) {
    super();
    this.name = name;
    this.type = type;
    this.#dialect = dialect;
  }

  static of(column: Pick<ResultColumn, 'name' | 'type'>, dialect: RelationDialect): ColumnValue {
    return new ColumnValue(column.name, column.type, dialect);
  }

  get typeName(): string {
    return 'Column';
  }

  override repr(): string {
    return `<Column ${this.name} (${this.type})>`;
  }

  override equals(other: Value): boolean {
    return other instanceof ColumnValue && other.name === this.name && other.type === this.type;
  }

  override hashKey(): string {
    return JSON.stringify([this.name, this.type]);
  }

  override getAttribute(name: string): Value | undefined {
    // A column of DuckDB has its whole type as `dtype`, and texts no size, as dbt's has.
    const whole = this.#dialect.name === 'duckdb';
    const { base, sizes } = whole ? { base: this.type, sizes: [] } : splitType(this.type);
    const isText = whole
      ? /^(?:text|character varying|character|varchar)$/i.test(base)
      : /char|text|string|clob/i.test(base);
    switch (name) {
      case 'name':
      case 'column':
        return this.name;
      case 'quoted':
        return this.#dialect.quote(this.name);
      case 'dtype':
        return base;
      case 'data_type':
        return whole && isText ? 'character varying(256)' : this.type;
      case 'char_size':
        return isText ? (sizes[0] ?? null) : null;
      case 'numeric_precision':
        return isText ? null : (sizes[0] ?? null);
      case 'numeric_scale':
        return isText ? null : (sizes[1] ?? null);
      default:
        return this.#method(name, base, isText, sizes);
    }
  }

  #method(name: string, base: string, isText: boolean, sizes: readonly number[]): Value | undefined {
    const isInteger = /^(?:tiny|small|big|huge|u\w*)?int(?:eger|[248])?$|^serial|^bigserial/i.test(base);
    const isFloat = /^(?:real|float\d*|double(?: precision)?)$/i.test(base);
    const isNumeric = /^(?:numeric|decimal)$/i.test(base);
    switch (name) {
      case 'is_string':
        return hostFunction(name, [], () => isText);
      case 'is_integer':
        return hostFunction(name, [], () => isInteger);
      case 'is_float':
        return hostFunction(name, [], () => isFloat);
      case 'is_numeric':
        return hostFunction(name, [], () => isNumeric);
      case 'is_number':
        return hostFunction(name, [], () => isInteger || isFloat || isNumeric);
      case 'string_size':
        return hostFunction(name, [], () => sizes[0] ?? 256);
      case 'can_expand_to':
        return hostFunction(name, ['other_column'], ([other]) => {
          if (!isText || !(other instanceof ColumnValue)) return false;
          return (splitType(other.type).sizes[0] ?? 256) > (sizes[0] ?? 256);
        });
      case 'literal':
        return hostFunction(name, ['value'], ([value]) => `${String(value)}::${this.type}`);
      case 'to_column_dict':
        return hostFunction(name, [], () =>
          Dict.of([
            ['name', this.name],
            ['data_type', this.type],
          ]),
        );
      default:
        return undefined;
    }
  }
}

function splitType(type: string): { readonly base: string; readonly sizes: readonly number[] } {
  const match = /^([^(]*)\(\s*(\d+)\s*(?:,\s*(\d+)\s*)?\)(.*)$/.exec(type);
  if (match === null) return { base: type, sizes: [] };
  const sizes = [match[2], match[3]].filter((size) => size !== undefined).map(Number);
  return { base: `${match[1] ?? ''}${match[4] ?? ''}`.trim(), sizes };
}

/** The one name that macros of all warehouses use for another type. */
const typeNames: Readonly<Record<string, string>> = { STRING: 'TEXT' };

/** `api.Column`: the class, with its constructors. */
export class ColumnClass extends HostObject {
  readonly #dialect: RelationDialect;

  constructor(dialect: RelationDialect) {
    super();
    this.#dialect = dialect;
  }

  get typeName(): string {
    return 'type';
  }

  override repr(): string {
    return '<class Column>';
  }

  override get isCallable(): boolean {
    return true;
  }

  /** `api.Column(name, type, char_size, numeric_precision, numeric_scale)`: the type stays as it is. */
  override call(args: CallArguments): Value {
    return this.#construct.call(args);
  }

  readonly #construct = hostFunction(
    'Column',
    ['column', 'dtype', 'char_size?', 'numeric_precision?', 'numeric_scale?'],
    ([column, type]) => new ColumnValue(String(column), String(type), this.#dialect),
  );

  override getAttribute(name: string): Value | undefined {
    switch (name) {
      case 'create':
        return hostFunction(name, ['name', 'label_or_dtype'], ([column, type]) => {
          return new ColumnValue(String(column), translateType(String(type)), this.#dialect);
        });
      case 'translate_type':
        return hostFunction(name, ['dtype'], ([type]) => translateType(String(type)));
      case 'string_type':
        return hostFunction(name, ['size'], ([size]) => `character varying(${String(size)})`);
      case 'numeric_type':
        return hostFunction(name, ['dtype', 'precision', 'scale'], ([type, precision, scale]) =>
          precision === null || scale === null
            ? String(type)
            : `${String(type)}(${String(precision)},${String(scale)})`,
        );
      default:
        return undefined;
    }
  }
}

function translateType(type: string): string {
  return typeNames[type.toUpperCase()] ?? type;
}
