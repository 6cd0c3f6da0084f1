import { HostObject, HostRecord, hostError, hostFunction, type Value } from '../../template/template.ts';
import type { WarehouseRequest } from '../needs-warehouse.ts';
import { type RelationDialect, RelationValue } from './relation-value.ts';

/** Executes a statement, once however often the template is rendered; null while the project is parsed. */
export type Act = ((request: Extract<WarehouseRequest, { readonly kind: 'execute' }>) => unknown) | null;

/** Members of `adapter` that change the warehouse. */
export function adapterAction(name: string, dialect: RelationDialect, act: Act): Value | undefined {
  const statement = (write: (relation: RelationValue, other: RelationValue) => string | undefined) =>
    hostFunction(`adapter.${name}`, ['relation', 'to_relation?'], ([relation, other]) => {
      // While the project is parsed, a relation may still be unknown.
      if (act === null) return '';
      const first = needRelation(name, relation);
      const sql = write(first, other === undefined ? first : needRelation(name, other));
      if (sql !== undefined) act({ kind: 'execute', sql });
      return '';
    });
  const hasSchemas = dialect.name !== 'sqlite';
  const cascade = hasSchemas ? ' cascade' : '';
  switch (name) {
    case 'drop_relation':
      return statement((relation) => `drop ${kindOf(relation)} if exists ${relation.str()}${cascade}`);
    case 'rename_relation':
      return statement((from, to) => {
        const identifier = dialect.quote(to.relationName.identifier);
        return `alter ${kindOf(from)} ${from.str()} rename to ${identifier}`;
      });
    case 'truncate_relation':
      return statement((relation) => `${hasSchemas ? 'truncate table' : 'delete from'} ${relation.str()}`);
    case 'create_schema':
      return statement((relation) =>
        hasSchemas ? `create schema if not exists ${schemaOf(relation)}` : undefined,
      );
    case 'drop_schema':
      return statement((relation) =>
        hasSchemas ? `drop schema if exists ${schemaOf(relation)} cascade` : undefined,
      );
    default:
      return undefined;
  }
}

function needRelation(name: string, value: Value | undefined): RelationValue {
  if (value instanceof RelationValue) return value;
  throw hostError(`adapter.${name}() needs a relation`, { hint: `adapter.${name}(this)` });
}

function kindOf(relation: RelationValue): string {
  return relation.options.type === 'view' || relation.options.type === 'materialized_view'
    ? relation.options.type.replace('_', ' ')
    : 'table';
}

function schemaOf(relation: RelationValue): string {
  const without = relation.options.include ?? { database: true, schema: true };
  return new RelationValue({ ...relation.options, include: { ...without, identifier: false } }).str();
}

/** `adapter.behavior`: flags of the project that macros ask for, each off unless the project says otherwise. */
export class BehaviorFlags extends HostObject {
  readonly #isOn: (flag: string) => boolean;

  constructor(isOn: (flag: string) => boolean) {
    super();
    this.#isOn = isOn;
  }

  get typeName(): string {
    return 'Behavior';
  }

  override getAttribute(name: string): Value | undefined {
    return new BehaviorFlag(this.#isOn(name));
  }
}

class BehaviorFlag extends HostRecord {
  readonly #on: boolean;

  constructor(on: boolean) {
    super(
      'BehaviorFlag',
      new Map<string, Value>([
        ['no_warn', on],
        ['setting', on],
      ]),
    );
    this.#on = on;
  }

  override truth(): boolean {
    return this.#on;
  }
}
