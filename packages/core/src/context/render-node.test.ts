import { expect, test } from 'vitest';
import { printDiagnostic } from '../diagnostics/print-diagnostic.ts';
import type { JsonMap, JsonValue } from '../project/json-value.ts';
import type { ParsedMacro, ParsedModel } from '../project/node.ts';
import type { ProjectSettings } from '../project/project.ts';
import { type UniqueId, uniqueId } from '../project/unique-id.ts';
import { createEnvironment, type TemplateEnvironment } from './environment.ts';
import { NeedsWarehouse, type RecordedAnswer } from './needs-warehouse.ts';
import { type RenderRequest, renderNode } from './render-node.ts';

const dialect = {
  name: 'duckdb',
  quote: (name: string) => `"${name}"`,
  relation: (name: { database: string | null; schema: string | null; identifier: string }) =>
    [name.database, name.schema, name.identifier]
      .filter((part) => part !== null)
      .map((part) => `"${part}"`)
      .join('.'),
};

interface Options {
  readonly macros?: string;
  readonly vars?: JsonMap;
  readonly config?: JsonMap;
  readonly answers?: readonly RecordedAnswer[];
  readonly incremental?: RenderRequest['incremental'];
  readonly messages?: string[];
}

function settings(name: string, vars: JsonMap = new Map()): ProjectSettings {
  return {
    name,
    version: null,
    flavour: 'tfm',
    profile: null,
    file: { path: 'tfm.yml', text: '' },
    quoting: new Map(),
    dispatch: [],
    vars,
    onRunStart: [],
    onRunEnd: [],
    flags: new Map(),
    publish: 'together',
    queryComment: null,
    restrictAccess: false,
    requireDbtVersion: [],
    paths: {
      models: [],
      seeds: [],
      snapshots: [],
      tests: [],
      macros: [],
      analyses: [],
      functions: [],
      docs: [],
      target: 'target',
      logs: 'logs',
      packagesInstall: 'dbt_packages',
      cleanTargets: [],
    },
  };
}

function macrosOf(packageName: string, text: string): ReadonlyMap<UniqueId, ParsedMacro> {
  const source = { path: `macros/${packageName}.sql`, text };
  const found = [...text.matchAll(/\{% macro (\w+)[\s\S]*?endmacro %\}/g)].map(
    (match): [UniqueId, ParsedMacro] => {
      const id = uniqueId('macro', packageName, match[1] ?? '');
      const at = { source, start: match.index, end: match.index + match[0].length };
      return [
        id,
        {
          uniqueId: id,
          name: match[1] ?? '',
          packageName,
          originalFilePath: source.path,
          description: '',
          at,
          source,
          arguments: [],
          meta: new Map(),
          patchPath: null,
        },
      ];
    },
  );
  return new Map(found);
}

function environmentOf({ macros = '', vars = new Map(), messages = [] }: Options): TemplateEnvironment {
  const statement =
    '{% macro run_query(sql) %}{% set r, t = adapter.execute(sql, fetch=true) %}{{ return(t) }}{% endmacro %}';
  return createEnvironment(
    {
      settings: settings('shop', vars),
      packages: new Map([
        ['dbt', settings('dbt')],
        ['tools', settings('tools', new Map([['own', 'of tools']]))],
      ]),
      target: {
        profileName: 'p',
        name: 'dev',
        type: 'duckdb',
        threads: 4,
        database: 'db',
        schema: 'main',
        settings: new Map([
          ['path', 'a.duckdb'],
          ['password', 'secret'],
        ]),
      },
      macros: new Map([...macrosOf('dbt', statement), ...macrosOf('shop', macros)]),
      invocation: {
        id: 'i',
        startedAt: '2026-01-02T03:04:05.000006Z',
        command: 'build',
        flags: new Map(),
        vars: new Map(),
        env: new Map([['A', 'a']]),
      },
    },
    dialect,
    (level, text) => messages.push(`${level}: ${text}`),
  );
}

function render(text: string, options: Options = {}): string {
  const source = { path: 'models/m.sql', text };
  const config: JsonMap =
    options.config ??
    new Map<string, JsonValue>([
      ['materialized', 'incremental'],
      ['meta', new Map([['owner', 'me']])],
    ]);
  const node = {
    resourceType: 'model',
    uniqueId: uniqueId('model', 'shop', 'm'),
    name: 'm',
    packageName: 'shop',
    path: 'm.sql',
    originalFilePath: 'models/m.sql',
    fqn: ['shop', 'm'],
    description: '',
    at: { source, start: 0, end: 0 },
    columns: [],
    patchPath: null,
    checksum: { name: 'none', checksum: '' },
    template: source,
    body: { source, start: 0, end: text.length },
    uses: { refs: [], sources: [], macros: [] },
    relation: { database: 'db', schema: 'main', identifier: 'm' },
    language: 'sql',
    version: null,
    latestVersion: null,
    access: 'protected',
    group: null,
    deprecationDate: null,
    constraints: [],
    config: {
      enabled: true,
      materialized: 'incremental',
      tags: [],
      meta: new Map(),
      preHooks: [],
      postHooks: [],
      all: config,
      unrendered: new Map(),
    },
  } satisfies ParsedModel;
  const outcome = renderNode(environmentOf(options), {
    subject: { kind: 'node', node },
    relationOf: (id) => {
      const name = id.split('.').at(-1) ?? '';
      if (name === 'eph') return { kind: 'cte', name: '__dbt__cte__eph' };
      if (name === 'file')
        return { kind: 'text', text: "'a.csv'", name: { database: null, schema: null, identifier: 'file' } };
      return { kind: 'relation', name: { database: 'db', schema: 'main', identifier: name } };
    },
    resolveRef: ({ name }) => (name === 'hidden' ? undefined : uniqueId('model', 'shop', name)),
    resolveSource: ({ table }) => uniqueId('source', 'shop', 's', table),
    thisRelation: node.relation,
    incremental: options.incremental ?? { relationExists: null, fullRefresh: false },
    answers: options.answers ?? [],
  });
  return outcome.value?.sql ?? outcome.diagnostics.map(printDiagnostic).join('\n');
}

test.each<[string, string, Options?]>([
  ["select * from {{ ref('a') }}", 'select * from "db"."main"."a"'],
  ["select * from {{ ref('eph') }}", 'select * from __dbt__cte__eph'],
  ["select * from {{ source('s', 'file') }}", "select * from 'a.csv'"],
  [
    '{{ this }} {{ this.schema }} {{ this.include(database=false) }} {{ this.is_table }}',
    '"db"."main"."m" main "main"."m" False',
  ],
  ["{{ ref('a').type is none }} {{ ref('a').identifier }} {{ ref('a') == ref('a') }}", 'True a True'],
  [
    '{{ target.name }} {{ target.path }} {{ target.password is defined }} {{ target.get("threads") }}',
    'dev a.duckdb False 4',
  ],
  [
    "{{ var('n') + 1 }} {{ var('missing', 3) }} {{ var.has_var('n') }}",
    '2 3 True',
    { vars: new Map([['n', 1]]) },
  ],
  [
    "{{ var('t') }}",
    'x 1',
    {
      vars: new Map<string, JsonValue>([
        ['n', 1],
        ['t', "x {{ var('n') }}"],
      ]),
    },
  ],
  ["{{ env_var('A') }}{{ env_var('B', 'b') }}", 'ab'],
  [
    "{{ config.get('materialized') }} {{ config.get('nope', 'd') }} {{ config.meta_get('owner') }}",
    'incremental d me',
  ],
  [
    "{{ execute }} {{ model.name }} {{ model['config'].materialized }} {{ adapter.type() }}",
    'True m incremental duckdb',
  ],
  [
    "{{ adapter.quote('x') }} {{ api.Relation.create(schema='s', identifier='i') }} {{ api.Column.create('c', 'int').name }}",
    '"x" "s"."i" c',
  ],
  [
    "{{ tojson({'a': 1.0, 'b': [none, true]}) }} {{ fromjson('{\"b\": [1, 2.0]}') }}",
    '{"a": 1.0, "b": [null, true]} {\'b\': [1, 2.0]}',
  ],
  [
    "{{ fromyaml('a: yes') }} {{ set([2, 1, 2]) }} {{ zip([1], ['a']) | list }}",
    "{'a': True} {1, 2} [(1, 'a')]",
  ],
  ["{{ local_md5('a') }}", '0cc175b9c0f1b6a831c399e269772661'],
  [
    "{{ run_started_at.strftime('%Y-%m-%d %H') }} {{ run_started_at.isoformat() }}",
    '2026-01-02 03 2026-01-02T03:04:05.000006+00:00',
  ],
  ['{{ flags.WHICH }} {{ flags.FULL_REFRESH }} {{ invocation_id }} {{ project_name }}', 'build False i shop'],
  ['{{ two() }} {{ shop.two() }}', '2 2', { macros: '{% macro two() %}2{% endmacro %}' }],
  [
    "{{ ref('a') }} {{ builtins.ref('a') }}",
    'mine: a "db"."main"."a"',
    { macros: '{% macro ref(name) %}mine: {{ name }}{% endmacro %}' },
  ],
  [
    "{{ adapter.dispatch('x', 'shop')() }}",
    'duck',
    { macros: '{% macro default__x() %}any{% endmacro %}{% macro duckdb__x() %}duck{% endmacro %}' },
  ],
  [
    '{{ adapter.get_relation(this.database, this.schema, this.name).type }}',
    'table',
    { incremental: { relationExists: 'table', fullRefresh: false } },
  ],
  ['{{ adapter.get_relation(this.database, this.schema, this.name) is none }}', 'True'],
  ["{% if context.get('nope') is none %}x{% endif %}{{ context['this'].name }}", 'xm'],
  [
    "{{ return('x') }}",
    "error[template-error] return() outside of a macro\n --> models/m.sql:1:4\n  |\n1 | {{ return('x') }}\n  |    ~~~~~~~~~~~\nhint: correct what stands here, or what it is given",
  ],
])('%s', (text, expected, options = {}) => {
  expect(render(text, options)).toBe(expected);
});

test('a ref that was not seen at parse time says how to make it seen', () => {
  expect(
    render("select 1\n  from {{ ref('hidden') }}{% if true %}{% endif %}"),
  ).toBe(`error[ref-not-seen] ref('hidden') was not seen when the project was parsed, so that its place in the order is not known
 --> models/m.sql:2:11
  |
2 |   from {{ ref('hidden') }}{% if true %}{% endif %}
  |           ~~~~~~~~~~~~~
hint: add a line to the file: -- depends_on: {{ ref('hidden') }}`);
});

test('questions to the warehouse are answered in order, and messages are said once', () => {
  const text =
    "{{ log('hello', info=true) }}{% set t = run_query('select 1') %}{{ t.columns[0].values()[0] }} {{ t.rows[0]['d'] }} {{ adapter.get_columns_in_relation(ref('a'))[0].name }}";
  const messages: string[] = [];
  const answers: RecordedAnswer[] = [];
  const asked: string[] = [];
  let result = '';
  for (let round = 0; round < 5 && result === ''; round += 1) {
    try {
      result = render(text, { answers, messages });
    } catch (error) {
      if (!(error instanceof NeedsWarehouse)) throw error;
      asked.push(error.request.kind);
      const columns = [
        { name: 'n', type: 'BIGINT', kind: 'integer' },
        { name: 'd', type: 'DECIMAL(3,1)', kind: 'decimal' },
      ] as const;
      answers.push({
        request: error.request,
        answer:
          error.request.kind === 'query'
            ? { kind: 'query', result: { columns, rows: [[1n, '2.5']] } }
            : { kind: 'columns', columns },
      });
    }
  }
  expect(result).toBe('1 2.5 n');
  expect(asked).toEqual(['query', 'columns']);
  expect(messages).toEqual(['info: hello']);
});

test('a template that asks something else each time is refused', () => {
  const answers: RecordedAnswer[] = [
    {
      request: { kind: 'query', sql: 'select 1' },
      answer: { kind: 'query', result: { columns: [], rows: [] } },
    },
  ];
  expect(render("{% set t = run_query('select 2') %}", { answers })).toContain(
    'asks the warehouse something else each time',
  );
});
