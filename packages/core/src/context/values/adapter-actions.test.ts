import { expect, test } from 'vitest';
import { callValue, HostObject } from '../../template/template.ts';
import { adapterAction, BehaviorFlags } from './adapter-actions.ts';
import { type RelationDialect, RelationValue } from './relation-value.ts';

const dialectNamed = (name: string): RelationDialect => ({
  name,
  quote: (part) => `"${part}"`,
  relation: ({ schema, identifier }) => `"${schema}"."${identifier}"`,
});

function acted(name: string, dialectName = 'duckdb'): readonly string[] {
  const dialect = dialectNamed(dialectName);
  const statements: string[] = [];
  const relation = (identifier: string) =>
    new RelationValue({ name: { database: null, schema: 's', identifier }, dialect, type: 'view' });
  const action = adapterAction(name, dialect, ({ sql }) => statements.push(sql));
  const positional = name === 'rename_relation' ? [relation('a'), relation('b')] : [relation('a')];
  callValue(action ?? null, { positional, named: new Map() });
  return statements;
}

test('members of adapter that act execute one statement', () => {
  expect(acted('drop_relation')).toEqual(['drop view if exists "s"."a" cascade']);
  expect(acted('rename_relation')).toEqual(['alter view "s"."a" rename to "b"']);
  expect(acted('truncate_relation')).toEqual(['truncate table "s"."a"']);
  expect(acted('create_schema')).toEqual(['create schema if not exists "s"']);
  expect(acted('drop_schema')).toEqual(['drop schema if exists "s" cascade']);
});

test('SQLite has no schemas and no cascade', () => {
  expect(acted('drop_relation', 'sqlite')).toEqual(['drop view if exists "s"."a"']);
  expect(acted('truncate_relation', 'sqlite')).toEqual(['delete from "s"."a"']);
  expect(acted('create_schema', 'sqlite')).toEqual([]);
});

test('while the project is parsed nothing is executed', () => {
  const action = adapterAction('drop_relation', dialectNamed('duckdb'), null);
  expect(callValue(action ?? null, { positional: [null], named: new Map() })).toBe('');
});

test('a flag of behaviour is off unless the project says otherwise', () => {
  const flags = new BehaviorFlags((name) => name === 'on');
  const setting = (name: string) => {
    const flag = flags.getAttribute(name);
    return flag instanceof HostObject ? [flag.truth(), flag.getAttribute('no_warn')] : undefined;
  };
  expect([setting('on'), setting('off')]).toEqual([
    [true, true],
    [false, false],
  ]);
});
