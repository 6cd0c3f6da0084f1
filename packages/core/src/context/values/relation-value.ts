import type { RelationKind, RelationName } from '../../project/relation-name.ts';
import {
  Dict,
  HostObject,
  HostRecord,
  hostFunction,
  str,
  truth,
  type Value,
} from '../../template/template.ts';

/** How names are written as SQL: the part of a dialect that templates need. */
export interface RelationDialect {
  readonly name: string;
  quote(identifier: string): string;
  /** Quoted full name. */
  relation(name: RelationName): string;
  /** The name that SQL must say for this one; absent: names are written as they are. */
  stored?(name: RelationName): RelationName;
}

type Part = 'database' | 'schema' | 'identifier';
type Parts = Readonly<Record<Part, boolean>>;
const all: Parts = { database: true, schema: true, identifier: true };
const parts: readonly Part[] = ['database', 'schema', 'identifier'];

/** What a relation is, as templates see it; `cte` and `text` stand for no object of the warehouse. */
export type RelationType = RelationKind | 'cte' | 'function';

export interface RelationOptions {
  readonly name: RelationName;
  readonly dialect: RelationDialect;
  readonly type?: RelationType | null;
  readonly include?: Parts;
  readonly quote?: Parts;
  /** Printed instead of the name: a CTE, or the text of an external location. */
  readonly text?: string | undefined;
}

/** A relation: what `ref`, `source`, `this` and `api.Relation.create` give. */
export class RelationValue extends HostObject {
  readonly options: RelationOptions;

  constructor(options: RelationOptions) {
    super();
    this.options = options;
  }

  get relationName(): RelationName {
    return this.options.name;
  }

  get typeName(): string {
    return 'Relation';
  }

  override str(): string {
    const { name, dialect, text, include = all, quote = all } = this.options;
    if (text !== undefined) return text;
    if (isAll(include) && isAll(quote)) return dialect.relation(name);
    const stored = dialect.stored?.(name) ?? name;
    const shown = parts.flatMap((part) => {
      const value = stored[part];
      if (!include[part] || value === null || value === '') return [];
      return [quote[part] ? dialect.quote(value) : value];
    });
    return shown.join('.');
  }

  override repr(): string {
    return `<${className(this.options.dialect)}Relation ${this.str()}>`;
  }

  override truth(): boolean {
    return true;
  }

  override equals(other: Value): boolean {
    return other instanceof RelationValue && other.#key() === this.#key();
  }

  override hashKey(): string {
    return this.#key();
  }

  /** A relation is a mapping to templates: packages tell it from a text by `is mapping` and `get('metadata')`. */
  override hasTrait(trait: string): boolean {
    return trait === 'mapping';
  }

  override getItem(key: Value): Value | undefined {
    return typeof key === 'string' ? this.getAttribute(key) : undefined;
  }

  override getAttribute(name: string): Value | undefined {
    const { options } = this;
    const type = options.type ?? null;
    switch (name) {
      case 'metadata':
        return Dict.of([['type', `${className(options.dialect)}Relation`]]);
      case 'get':
        return hostFunction(
          'get',
          ['key', 'default?'],
          ([key, fallback]) =>
            (typeof key === 'string' ? this.getAttribute(key) : undefined) ?? fallback ?? null,
        );
      case 'database':
      case 'schema':
      case 'identifier':
        return options.name[name];
      case 'name':
      case 'table':
        return options.name.identifier;
      case 'type':
        return type;
      case 'is_table':
      case 'is_view':
      case 'is_cte':
      case 'is_materialized_view':
      case 'is_function':
        return type === name.slice('is_'.length);
      case 'is_pointer':
        return type === 'materialized_view' || type === 'view';
      case 'path':
      case 'include_policy':
      case 'quote_policy':
        return this.#map(name);
      case 'quote_character':
        return options.dialect.quote('a').charAt(0);
      default:
        return this.#method(name);
    }
  }

  #key(): string {
    return JSON.stringify([this.str(), this.options.type ?? null]);
  }

  #map(name: string): Value {
    const { name: path, include = all, quote = all } = this.options;
    if (name === 'path')
      return Dict.of([
        ['database', path.database],
        ['schema', path.schema],
        ['identifier', path.identifier],
      ]);
    return Dict.of(Object.entries(name === 'include_policy' ? include : quote));
  }

  #with(changes: Partial<RelationOptions>): RelationValue {
    return new RelationValue({ ...this.options, ...changes });
  }

  #method(name: string): Value | undefined {
    const { options } = this;
    const flags = ['database?', 'schema?', 'identifier?'];
    switch (name) {
      case 'include':
        return hostFunction('include', flags, (values) =>
          this.#with({ include: changed(options.include ?? all, values) }),
        );
      case 'quote':
        return hostFunction('quote', flags, (values) =>
          this.#with({ quote: changed(options.quote ?? all, values) }),
        );
      case 'quoted':
        return hostFunction(name, ['identifier'], ([part]) => options.dialect.quote(str(part ?? null)));
      case 'render':
      case '__str__':
        return hostFunction(name, [], () => this.str());
      case 'without_identifier':
        return hostFunction(name, [], () =>
          this.#with({ include: { ...(options.include ?? all), identifier: false } }),
        );
      case 'without_quote':
        return hostFunction(name, [], () =>
          this.#with({ quote: { database: false, schema: false, identifier: false } }),
        );
      case 'replace_path':
        return hostFunction(name, flags, (values) =>
          this.#with({ name: renamed(options.name, values), text: undefined }),
        );
      case 'incorporate':
        return hostFunction(name, ['**changes'], (_values, _rest, changes) => this.#incorporate(changes));
      case 'matches':
        return hostFunction(name, flags, (values) =>
          parts.every(
            (part, i) => values[i] === undefined || values[i] === null || values[i] === options.name[part],
          ),
        );
      case 'information_schema':
        return hostFunction(name, ['view_name?'], ([view]) => this.#informationSchema(view));
      case 'get_ddl_prefix_for_create':
      case 'get_ddl_prefix_for_alter':
        return hostFunction(name, [], () => '');
      default:
        return undefined;
    }
  }

  #incorporate(changes: ReadonlyMap<string, Value>): RelationValue {
    const path = changes.get('path');
    const type = changes.get('type');
    const partOf = (part: Part): Value | undefined => (path instanceof Dict ? path.get(part) : undefined);
    return this.#with({
      name: renamed(this.options.name, parts.map(partOf)),
      text: undefined,
      ...(typeof type === 'string' ? { type: type as RelationType } : {}),
    });
  }

  #informationSchema(view: Value | undefined): Value {
    const { name, dialect } = this.options;
    const viewName = typeof view === 'string' ? view : undefined;
    const database = name.database === null ? [] : [dialect.quote(name.database)];
    const text = [...database, 'INFORMATION_SCHEMA', ...(viewName === undefined ? [] : [viewName])].join('.');
    return this.#with({
      name: { database: name.database, schema: 'INFORMATION_SCHEMA', identifier: viewName ?? '' },
      text,
    });
  }
}

/** As dbt's adapters call their classes. */
function className({ name }: RelationDialect): string {
  const known: Readonly<Record<string, string>> = {
    duckdb: 'DuckDB',
    sqlite: 'SQLite',
    postgres: 'Postgres',
  };
  return known[name] ?? name;
}

function isAll(policy: Parts): boolean {
  return policy.database && policy.schema && policy.identifier;
}

function changed(policy: Parts, values: readonly (Value | undefined)[]): Parts {
  const [database, schema, identifier] = values.map((value) =>
    value === undefined || value === null ? undefined : truth(value),
  );
  return {
    database: database ?? policy.database,
    schema: schema ?? policy.schema,
    identifier: identifier ?? policy.identifier,
  };
}

function renamed(name: RelationName, values: readonly (Value | undefined)[]): RelationName {
  const textOr = <T>(value: Value | undefined, before: T): T | string =>
    typeof value === 'string' ? value : before;
  return {
    database: textOr(values[0], name.database),
    schema: textOr(values[1], name.schema),
    identifier: textOr(values[2], name.identifier),
  };
}

/** `api.Relation`: the class, with its constructor. */
export class RelationClass extends HostObject {
  readonly #dialect: RelationDialect;

  constructor(dialect: RelationDialect) {
    super();
    this.#dialect = dialect;
  }

  get typeName(): string {
    return 'type';
  }

  override repr(): string {
    return '<class Relation>';
  }

  override getAttribute(name: string): Value | undefined {
    const types: Readonly<Record<string, string>> = {
      Table: 'table',
      View: 'view',
      CTE: 'cte',
      MaterializedView: 'materialized_view',
      External: 'external',
    };
    if (name === 'create') {
      return hostFunction(
        'create',
        ['database?', 'schema?', 'identifier?', 'type?', 'quote_policy?', '**others'],
        (values) => {
          const [database, schema, identifier, type, policy] = values;
          return new RelationValue({
            name: {
              database: textOrNull(database),
              schema: textOrNull(schema),
              identifier: textOrNull(identifier) ?? '',
            },
            dialect: this.#dialect,
            type: typeof type === 'string' ? (type as RelationType) : null,
            ...(policy instanceof Dict
              ? {
                  quote: changed(
                    all,
                    parts.map((part) => policy.get(part)),
                  ),
                }
              : {}),
            ...(typeof identifier === 'string' ? {} : { include: { ...all, identifier: false } }),
          });
        },
      );
    }
    if (name === 'add_ephemeral_prefix')
      return hostFunction(name, ['name'], ([model]) => `__dbt__cte__${str(model ?? null)}`);
    if (name === 'get_relation_type' || name === 'RelationType')
      return new HostRecord(name, new Map(Object.entries(types)));
    return types[name];
  }
}

function textOrNull(value: Value | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
