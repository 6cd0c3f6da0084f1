import type { RelationName } from '../../project/relation-name.ts';
import {
  HostObject,
  hostError,
  hostFunction,
  List,
  str,
  Tuple,
  truth,
  type Value,
} from '../../template/template.ts';
import type { AnswerTape, AnswerTo, RequestOf, WarehouseRequest } from '../needs-warehouse.ts';
import { adapterAction, BehaviorFlags } from './adapter-actions.ts';
import { ColumnValue } from './column-value.ts';
import { type RelationDialect, RelationValue } from './relation-value.ts';
import { TableValue } from './table-value.ts';

export interface AdapterOptions {
  readonly type: string;
  readonly dialect: RelationDialect;
  readonly dispatch: (name: string, namespace: string | null) => Value;
  /** Flags of the project, for `adapter.behavior`. */
  readonly isFlagOn: (flag: string) => boolean;
  /** null while the project is parsed: then nothing may touch the warehouse. */
  readonly warehouse: Warehouse | null;
}

/** The warehouse as one rendering sees it. */
export interface Warehouse {
  ask<K extends WarehouseRequest['kind']>(request: RequestOf<K>): AnswerTo<K>;
  /** What is known without asking: the relation of the node itself. Undefined: must be asked. */
  known(relation: RelationName): { readonly type: RelationValue | null } | undefined;
}

export function warehouseOf(tape: AnswerTape, known: Warehouse['known']): Warehouse {
  return {
    known,
    ask(request) {
      const answer = tape.ask(request);
      if (answer !== undefined) return answer;
      throw hostError('The template asks the warehouse something else each time it is rendered', {
        hint: 'make what it asks depend on nothing that changes',
      });
    },
  };
}

/** `adapter`. */
export class AdapterValue extends HostObject {
  readonly #options: AdapterOptions;

  constructor(options: AdapterOptions) {
    super();
    this.#options = options;
  }

  get typeName(): string {
    return 'Adapter';
  }

  override truth(): boolean {
    return true;
  }

  override getAttribute(name: string): Value | undefined {
    const { type, dialect, dispatch } = this.#options;
    switch (name) {
      case 'type':
        return hostFunction(name, [], () => type);
      case 'dispatch':
        return hostFunction(
          'adapter.dispatch',
          ['macro_name', 'macro_namespace?', 'packages?'],
          ([macro, namespace]) =>
            dispatch(str(macro ?? null), typeof namespace === 'string' ? namespace : null),
        );
      case 'quote':
      case 'quote_as_configured':
        return hostFunction(name, ['identifier', 'quote_key?'], ([identifier]) =>
          dialect.quote(str(identifier ?? null)),
        );
      case 'quote_seed_column':
        return hostFunction(name, ['column', 'quote_config'], ([column, quote]) =>
          quote !== undefined && truth(quote) ? dialect.quote(str(column ?? null)) : str(column ?? null),
        );
      case 'behavior':
        return new BehaviorFlags(this.#options.isFlagOn);
      default:
        return this.#warehouseMember(name);
    }
  }

  #warehouseMember(name: string): Value | undefined {
    const { warehouse, dialect } = this.#options;
    switch (name) {
      case 'get_relation':
      case 'load_relation':
        return hostFunction(`adapter.${name}`, ['database?', 'schema?', 'identifier?'], (values) =>
          this.#findRelation(values),
        );
      case 'get_columns_in_relation':
        return hostFunction(`adapter.${name}`, ['relation'], ([relation]) => {
          if (warehouse === null) return new List([]);
          const { columns } = warehouse.ask({ kind: 'columns', relation: needRelation(name, relation) });
          return new List(columns.map((column) => ColumnValue.of(column, dialect)));
        });
      case 'get_missing_columns':
        return hostFunction(`adapter.${name}`, ['from_relation', 'to_relation'], ([from, to]) => {
          if (warehouse === null) return new List([]);
          const known = new Set(
            warehouse
              .ask({ kind: 'columns', relation: needRelation(name, to) })
              .columns.map((column) => column.name.toLowerCase()),
          );
          const { columns } = warehouse.ask({ kind: 'columns', relation: needRelation(name, from) });
          return new List(
            columns
              .filter((column) => !known.has(column.name.toLowerCase()))
              .map((column) => ColumnValue.of(column, dialect)),
          );
        });
      case 'get_column_schema_from_query':
        return hostFunction(`adapter.${name}`, ['sql'], ([sql]) => {
          if (warehouse === null) return new List([]);
          const { columns } = warehouse.ask({ kind: 'describe', sql: str(sql ?? null) });
          return new List(columns.map((column) => ColumnValue.of(column, dialect)));
        });
      case 'check_schema_exists':
        return hostFunction(`adapter.${name}`, ['database?', 'schema?'], ([database, schema]) => {
          if (warehouse === null) return false;
          return warehouse.ask({
            kind: 'schema-exists',
            database: textOrNull(database),
            schema: str(schema ?? null),
          }).exists;
        });
      case 'list_relations':
      case 'list_relations_without_caching':
        return hostFunction(`adapter.${name}`, ['database', 'schema?'], (values) =>
          this.#listRelations(values),
        );
      case 'execute':
      case 'add_query':
        return hostFunction(
          `adapter.${name}`,
          ['sql', 'auto_begin?', 'fetch?', 'limit?'],
          ([sql, , fetch]) => {
            if (warehouse === null) return new Tuple(['', new TableValue([], [], [])]);
            if (fetch !== undefined && truth(fetch)) {
              return new Tuple([
                'OK',
                TableValue.of(warehouse.ask({ kind: 'query', sql: str(sql ?? null) }).result),
              ]);
            }
            warehouse.ask({ kind: 'execute', sql: str(sql ?? null) });
            return new Tuple(['OK', new TableValue([], [], [])]);
          },
        );
      case 'commit':
      case 'cache_added':
      case 'cache_dropped':
      case 'cache_renamed':
        return hostFunction(`adapter.${name}`, ['*args', '**names'], () => '');
      case 'expand_target_column_types':
      case 'valid_snapshot_target':
      case 'assert_valid_snapshot_target_given_strategy':
        // Staged relations are made with the types of their query; there is nothing to expand.
        return hostFunction(`adapter.${name}`, ['*args', '**names'], () => '');
      default:
        return adapterAction(name, dialect, warehouse === null ? null : (request) => warehouse.ask(request));
    }
  }

  #findRelation([database, schema, identifier]: readonly (Value | undefined)[]): Value {
    const { warehouse, dialect } = this.#options;
    if (warehouse === null) return null;
    const name = {
      database: textOrNull(database),
      schema: textOrNull(schema),
      identifier: str(identifier ?? null),
    };
    const known = warehouse.known(name);
    if (known !== undefined) return known.type;
    const { found } = warehouse.ask({ kind: 'find-relation', relation: name });
    return found === null ? null : new RelationValue({ name, dialect, type: found });
  }

  #listRelations([first, second]: readonly (Value | undefined)[]): Value {
    const { warehouse, dialect } = this.#options;
    if (warehouse === null) return new List([]);
    const [database, schema] =
      first instanceof RelationValue
        ? [first.relationName.database, first.relationName.schema ?? '']
        : [textOrNull(first), str(second ?? null)];
    const { relations } = warehouse.ask({ kind: 'list-relations', database, schema });
    return new List(relations.map(({ name, kind }) => new RelationValue({ name, dialect, type: kind })));
  }
}

function needRelation(name: string, value: Value | undefined): RelationName {
  if (value instanceof RelationValue) return value.relationName;
  throw hostError(`adapter.${name}() needs a relation`, { hint: `adapter.${name}(ref('…'))` });
}

function textOrNull(value: Value | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
