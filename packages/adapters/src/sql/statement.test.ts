import { expect, test } from 'vitest';
import { duckdbLexis } from '../duckdb/dialect.ts';
import { sqliteLexis } from '../sqlite/lexis.ts';
import {
  bareQuery,
  firstWord,
  refuseTransactionControl,
  singleStatement,
  splitStatements,
} from './statement.ts';

test.each([
  ['select 1 ; -- end', 'select 1'],
  ['select \';\' /* ; */ as "a;--" ;;', 'select \';\' /* ; */ as "a;--"'],
  ['-- first\nselect 1', '-- first\nselect 1'],
  ["select 'it''s; --' -- x", "select 'it''s; --'"],
  ['select $$a;b$$, $x$ $$; $x$ ;', 'select $$a;b$$, $x$ $$; $x$'],
  ["select e'a\\'; --' ; ", "select e'a\\'; --'"],
  ['select 1 /* a /* b */ ; */ ;', 'select 1'],
  ["select 'never closed ; -- x", "select 'never closed ; -- x"],
  ['select 1 - -1 / 2 ; /* open', 'select 1 - -1 / 2'],
])('DuckDB: %j is %j', (sql, bare) => {
  expect(bareQuery(sql, duckdbLexis)).toBe(bare);
  expect(singleStatement(sql, duckdbLexis)).toBe(bare);
});

test.each([
  ['select [a;b], `c;--d` ; ', 'select [a;b], `c;--d`'],
  ['select 1 /* a /* b */ ; ', 'select 1'],
  [
    'create trigger x after insert on t begin select 1; select 2; end;',
    'create trigger x after insert on t begin select 1; select 2; end',
  ],
])('SQLite: %j is %j', (sql, bare) => {
  expect(singleStatement(sql, sqliteLexis)).toBe(bare);
});

test('a second statement is pointed at', () => {
  expect(() => singleStatement('select 1;\n -- x\n drop table t', duckdbLexis)).toThrow(
    expect.objectContaining({ kind: 'statement', position: 17 }),
  );
  expect(() => singleStatement('select 1\0', duckdbLexis)).toThrow(expect.objectContaining({ position: 8 }));
  expect(singleStatement(' -- x\n;', duckdbLexis)).toBeUndefined();
});

test('the first word', () => {
  expect(firstWord('/* x */ ; Commit', duckdbLexis)).toBe('commit');
  expect(firstWord('(select 1)', duckdbLexis)).toBe('');
  expect(() =>
    refuseTransactionControl('with x as (select 1) select 1 as commit', duckdbLexis),
  ).not.toThrow();
  expect(() => refuseTransactionControl(' rollback to x', duckdbLexis)).toThrow('ROLLBACK');
});

test.each([
  ['select 1; select 2', ['select 1', ' select 2']],
  ["insert into t values (';'); -- ;\nselect 1;", ["insert into t values (';')", ' -- ;\nselect 1']],
  [' ; -- nothing\n;', []],
])('%j holds %j', (sql, statements) => {
  expect(splitStatements(sql, duckdbLexis)).toEqual(statements);
});

test('the body of a trigger stays whole', () => {
  const trigger = 'create trigger a after insert on t begin delete from u; select 1; end';
  expect(splitStatements(trigger, sqliteLexis)).toEqual([trigger]);
});
