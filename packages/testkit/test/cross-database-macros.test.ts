import { readFileSync } from 'node:fs';
import { runTfm, temporaryProject } from '@tfm/testkit';
import { expect, test } from 'vitest';

/** Call → what dbt 1.12 with dbt-duckdb prints for it, white space aside. */
const onDuckdb: { readonly [call: string]: string } = {
  "dbt.any_value('x')": 'arbitrary(x)',
  "dbt.array_append('a', 'x')": 'array_append(a,x)',
  "dbt.array_concat('a', 'b')": 'array_cat(a,b)',
  'dbt.array_construct([1, 2])': 'array[1,2]',
  'dbt.array_construct()': 'array[]::integer[]',
  "dbt.bool_or('x')": 'bool_or(x)',
  "dbt.cast('x', 'int')": 'cast(x as int)',
  "dbt.cast_bool_to_text('x')": 'cast(x as TEXT)',
  "dbt.concat(['a', 'b'])": 'a || b',
  'dbt.current_timestamp()': 'now()',
  'dbt.date(2020, 1, 2)': 'make_date(2020,1,2)',
  "dbt.date_trunc('month', 'd')": "date_trunc('month',d)",
  "dbt.dateadd('day', 1, 'd')": '(d + cast(1 as bigint)* interval 1 day)',
  "dbt.dateadd('quarter', 'n', 'd')": '(d +(cast(n as bigint)* 3)* interval 1 month)',
  "dbt.dateadd('WEEK', 1, 'd')": '(d +(cast(1 as bigint)* 7)* interval 1 day)',
  "dbt.datediff('a', 'b', 'day')": "(date_diff('day',a::timestamp,b::timestamp))",
  "dbt.equals('a', 'b')": '(a = b)',
  'dbt.escape_single_quotes("it\'s")': "it''s",
  'dbt.generate_series(10)': 'select generate_series as generated_number from generate_series(1,10)',
  'dbt.get_powers_of_two(10)': '4',
  "dbt.hash('x')": 'md5(cast(x as TEXT))',
  "dbt.last_day('d', 'month')":
    "cast(((date_trunc('month',d)+ cast(1 as bigint)* interval 1 month)+ cast(-1 as bigint)* interval 1 day)as date)",
  "dbt.listagg('x', \"','\", 'order by y')": "string_agg(x,',' order by y)",
  "dbt.listagg('x', \"','\", 'order by y', 2)": "list_aggr((array_agg(x order by y))[1:2],'string_agg',',')",
  "dbt.position(\"'a'\", 'x')": "position('a' in x)",
  "dbt.right('x', 2)": 'right(x,2)',
  "dbt.safe_cast('x', 'int')": 'cast(x as int)',
  "dbt.split_part('x', \"','\", -1)": "string_split(x,',')[-1]",
  "dbt.type_bigint() ~ ' ' ~ dbt.type_int() ~ ' ' ~ dbt.type_numeric()": 'bigint integer numeric(28,6)',
  "dbt.type_string() ~ ' ' ~ dbt.type_timestamp() ~ ' ' ~ dbt.type_float()": 'TEXT timestamp float',
  'dbt.snapshot_get_time()': 'now()::timestamp',
  "dbt.get_quoted_csv(['a', 'b'])": '"a","b"',
  "dbt.dates_in_range('20200101', '20200103')": "['20200101','20200102','20200103']",
  "dbt.partition_range('20200101,20200102')": "['20200101','20200102']",
  "dbt.convert_datetime('20200101', '%Y%m%d')": '2020-01-01 00:00:00',
  "dbt.get_intervals_between(\"date '2020-01-01'\", \"date '2020-01-05'\", 'day')": '4',
  "dbt.get_columns_in_query('select 1 as a, 2 as b')": "['a','b']",
  'adapter.get_column_schema_from_query("select \'x\' as a")[0].data_type': 'character varying(256)',
  "this.metadata.type ~ ' ' ~ (this is mapping)": 'DuckDBRelation True',
};

test('macros of dbt say what they say in dbt on DuckDB', async () => {
  const calls = Object.entries(onDuckdb);
  const body = calls.map(([call], i) => `@@${i}:{{ ${call} }}`).join('\n');
  const project = temporaryProject({
    'tfm.yml': 'name: shop\n',
    'models/one.sql': 'select 1 as one',
    'models/all_macros.sql': `{% if execute %}${body}{% endif %}`,
  });
  try {
    // Some of the macros ask the warehouse: there must be one.
    await runTfm(['build', '--select', 'one'], { cwd: project.dir });
    const { code, stderr } = await runTfm(['compile'], { cwd: project.dir });
    expect([code, stderr]).toEqual([0, '']);
    const text = readFileSync(project.path('target/compiled/shop/models/all_macros.sql'), 'utf8');
    const said = text.split(/@@\d+:/).slice(1);
    expect(Object.fromEntries(calls.map(([call], i) => [call, squeezed(said[i] ?? '')]))).toEqual(
      Object.fromEntries(calls.map(([call, expected]) => [call, squeezed(expected)])),
    );
  } finally {
    project.remove();
  }
});

function squeezed(sql: string): string {
  return sql
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/\s*([(),:[\]*])\s*/g, '$1');
}
