import type { Cell, Dialect, IncrementParts } from '@tfm/core';
import { describe, expect, test } from 'vitest';
import { duckdb } from './duckdb/index.ts';
import { sqlite } from './sqlite/index.ts';

// What each warehouse is sent, side by side. That it works is shown by the contract's own tests.

interface Expected {
  readonly duckdb: readonly string[];
  readonly sqlite: readonly string[];
}

const table = { database: 'shop', schema: 'main', identifier: 'or"ders' };
const staged = { database: 'shop', schema: 'main', identifier: 'stage' };
const parts: IncrementParts = { target: table, delta: staged, columns: ['id', 'v'], uniqueKey: ['id'] };

function testSql(title: string, make: (dialect: Dialect) => readonly string[], expected: Expected): void {
  describe(title, () => {
    test('on DuckDB', () => expect(make(duckdb.dialect)).toEqual(expected.duckdb));
    test('on SQLite', () => expect(make(sqlite.dialect)).toEqual(expected.sqlite));
  });
}

testSql(
  'names',
  (dialect) => [
    dialect.quote('a"b'),
    dialect.relation(table),
    dialect.relation({ database: null, schema: 'main', identifier: 'x' }),
    dialect.relation(dialect.stateRelation('runs', 'shop', 'main')),
    dialect.placeholder(2),
    dialect.foldIdentifier('AÉz'),
  ],
  {
    duckdb: ['"a""b"', '"shop"."main"."or""ders"', '"main"."x"', '"shop"."_tfm"."runs"', '$2', 'aÉz'],
    sqlite: ['"a""b"', '"main"."or""ders"', '"main"."x"', '"main"."_tfm_runs"', '?2', 'aÉz'],
  },
);

testSql(
  'literals',
  (dialect) => {
    const cells: readonly Cell[] = [
      null,
      true,
      -5n,
      2.5,
      3,
      -0,
      1e300,
      Number.NaN,
      Number.NEGATIVE_INFINITY,
      "it's",
      'a\0b',
      new Uint8Array([0, 255]),
    ];
    return cells.map((cell) => dialect.literal(cell));
  },
  {
    duckdb: [
      'NULL',
      'TRUE',
      '(-5)',
      "'2.5'::DOUBLE",
      "'3'::DOUBLE",
      "'-0'::DOUBLE",
      "'1e+300'::DOUBLE",
      "'nan'::DOUBLE",
      "'-inf'::DOUBLE",
      "'it''s'",
      "('a' || chr(0) || 'b')",
      "'\\x00\\xFF'::BLOB",
    ],
    sqlite: [
      'NULL',
      '1',
      '(-5)',
      '2.5',
      '3.0',
      '-0.0',
      '1e+300',
      'NULL',
      '-9e999',
      "'it''s'",
      "('a' || char(0) || 'b')",
      "x'00ff'",
    ],
  },
);

testSql(
  'types',
  (dialect) => [
    ...(
      [
        'boolean',
        'integer',
        'bigint',
        'double',
        'text',
        'date',
        'time',
        'timestamp',
        'timestamptz',
        'json',
        'blob',
      ] as const
    ).map((kind) => dialect.typeName({ kind })),
    ...[
      [10, 2],
      [15, 0],
      [19, 4],
      [60, 2],
    ].map(([precision, scale]) =>
      dialect.typeName({ kind: 'decimal', precision: precision!, scale: scale! }),
    ),
    dialect.typeName({ kind: 'native', name: 'VARCHAR(20)' }),
  ],
  {
    duckdb: [
      'BOOLEAN',
      'INTEGER',
      'BIGINT',
      'DOUBLE',
      'VARCHAR',
      'DATE',
      'TIME',
      'TIMESTAMP',
      'TIMESTAMPTZ',
      'JSON',
      'BLOB',
      'DECIMAL(10,2)',
      'DECIMAL(15,0)',
      'DECIMAL(19,4)',
      'VARCHAR',
      'VARCHAR(20)',
    ],
    sqlite: [
      'BOOLEAN',
      'INTEGER',
      'BIGINT',
      'DOUBLE',
      'TEXT',
      'DATE',
      'TIME',
      'TIMESTAMP',
      'TIMESTAMPTZ',
      'JSON_TEXT',
      'BLOB',
      'DECIMAL(10,2)',
      'DECIMAL(15,0)',
      'DECIMAL_TEXT(19,4)',
      'DECIMAL_TEXT(60,2)',
      'VARCHAR(20)',
    ],
  },
);

testSql(
  'making and removing relations',
  (dialect) => [
    ...dialect.createSchema('shop', 'other'),
    ...dialect.createTable(table, [{ name: 'a b', type: { kind: 'bigint' } }]),
    ...dialect.createTableAs(table, 'select 1 as id; -- end', [{ name: 'id', dataType: 'bigint' }]),
    ...dialect.createTableAs(table, 'select 1 as id'),
    ...dialect.createView(table, '/* first */ select 1 as id ;'),
    ...dialect.drop(table, 'table'),
    ...dialect.drop(table, 'view'),
    ...dialect.renameTable(staged, table),
    dialect.limited('select 1 limit 5 -- five', 2),
  ],
  {
    duckdb: [
      'create schema if not exists "shop"."other"',
      'create table "shop"."main"."or""ders" (\n  "a b" BIGINT\n)',
      'create table "shop"."main"."or""ders" as\nselect 1 as id',
      'create table "shop"."main"."or""ders" as\nselect 1 as id',
      'create view "shop"."main"."or""ders" as\n/* first */ select 1 as id',
      'drop table "shop"."main"."or""ders"',
      'drop view "shop"."main"."or""ders"',
      'alter table "shop"."main"."stage" rename to "or""ders"',
      'select * from (\nselect 1 limit 5\n) as tfm_limited limit 2',
    ],
    sqlite: [
      'create table "main"."or""ders" (\n  "a b" BIGINT\n)',
      'create table "main"."or""ders" (\n  "id" bigint\n)',
      'insert into "main"."or""ders" ("id")\nselect 1 as id',
      'create table "main"."or""ders" as\nselect 1 as id',
      'create view "main"."or""ders" as\n/* first */ select 1 as id',
      'drop table "main"."or""ders"',
      'drop view "main"."or""ders"',
      'alter table "main"."stage" rename to "or""ders"',
      'select * from (\nselect 1 limit 5\n) as tfm_limited limit 2',
    ],
  },
);

testSql('append', (dialect) => dialect.insertFrom(parts), {
  duckdb: ['insert into "shop"."main"."or""ders" ("id", "v")\nselect "id", "v"\nfrom "shop"."main"."stage"'],
  sqlite: ['insert into "main"."or""ders" ("id", "v")\nselect "id", "v"\nfrom "main"."stage"'],
});

testSql('delete+insert', (dialect) => dialect.deleteAndInsert({ ...parts, predicates: ['v > 1'] }), {
  duckdb: [
    'delete from "shop"."main"."or""ders" as DBT_INTERNAL_DEST\nwhere exists (select 1 from "shop"."main"."stage" as DBT_INTERNAL_SOURCE where DBT_INTERNAL_DEST."id" = DBT_INTERNAL_SOURCE."id")\n  and (v > 1)',
    'insert into "shop"."main"."or""ders" ("id", "v")\nselect "id", "v"\nfrom "shop"."main"."stage"',
  ],
  sqlite: [
    'delete from "main"."or""ders" as DBT_INTERNAL_DEST\nwhere ("id") in (select "id" from "main"."stage" as DBT_INTERNAL_SOURCE)\n  and (v > 1)',
    'insert into "main"."or""ders" ("id", "v")\nselect "id", "v"\nfrom "main"."stage"',
  ],
});

testSql('merge', (dialect) => dialect.merge(parts), {
  duckdb: [
    [
      'merge into "shop"."main"."or""ders" as DBT_INTERNAL_DEST',
      'using "shop"."main"."stage" as DBT_INTERNAL_SOURCE',
      'on DBT_INTERNAL_DEST."id" = DBT_INTERNAL_SOURCE."id"',
      'when matched then update set "v" = DBT_INTERNAL_SOURCE."v"',
      'when not matched then insert ("id", "v")',
      'values (DBT_INTERNAL_SOURCE."id", DBT_INTERNAL_SOURCE."v")',
    ].join('\n'),
  ],
  sqlite: [
    [
      'update "main"."or""ders" as DBT_INTERNAL_DEST',
      'set "v" = DBT_INTERNAL_SOURCE."v"',
      'from "main"."stage" as DBT_INTERNAL_SOURCE',
      'where DBT_INTERNAL_DEST."id" = DBT_INTERNAL_SOURCE."id"',
    ].join('\n'),
    [
      'insert into "main"."or""ders" ("id", "v")',
      'select DBT_INTERNAL_SOURCE."id", DBT_INTERNAL_SOURCE."v"',
      'from "main"."stage" as DBT_INTERNAL_SOURCE',
      'left join "main"."or""ders" as DBT_INTERNAL_DEST on DBT_INTERNAL_DEST."id" = DBT_INTERNAL_SOURCE."id"',
      'where DBT_INTERNAL_DEST.rowid is null',
    ].join('\n'),
  ],
});
