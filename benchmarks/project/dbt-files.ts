import { modelSql, type Notation } from './model-sql.ts';
import type {
  ColumnShape,
  Input,
  ModelShape,
  ProjectShape,
  SourceShape,
  TestShape,
} from './project-shape.ts';
import { statuses } from './words.ts';

const modelsPerPropertyFile = 20;

const notation: Notation = {
  relation: (input) => `{{ ${call(input)} }}`,
  majorUnits: (of) => `{{ major_units('${of}') }}`,
  statusCode: (of) => `{{ status_code('${of}') }}`,
  taxPercent: "{{ var('tax_percent') }}",
};

/** The files of a dbt project, path → text: what both dbt and tfm run. */
export function dbtFiles(shape: ProjectShape): ReadonlyMap<string, string> {
  const files = new Map<string, string>([
    ['dbt_project.yml', projectFile],
    ['profiles.yml', profilesFile],
    ['macros/money.sql', moneyMacro],
    ['macros/statuses.sql', statusMacro],
    ['models/columns.md', columnDocs],
  ]);
  for (const [folder, models] of groupBy(shape.models, folderOf)) {
    for (const model of models) files.set(`${folder}/${model.name}.sql`, modelFile(model));
    for (let start = 0; start < models.length; start += modelsPerPropertyFile) {
      const number = start === 0 ? '' : `_${start / modelsPerPropertyFile + 1}`;
      const chunk = models.slice(start, start + modelsPerPropertyFile);
      files.set(`${folder}/_models${number}.yml`, propertyFile(chunk));
    }
  }
  for (const [domain, sources] of groupBy(shape.sources, ({ domain }) => domain)) {
    files.set(`models/staging/${domain}/_sources.yml`, sourceFile(domain, sources));
  }
  return files;
}

function folderOf(model: ModelShape): string {
  return model.layer === 'raw' ? 'models/raw' : `models/${model.layer}/${model.domain}`;
}

function call(input: Input): string {
  return input.kind === 'model' ? `ref('${input.name}')` : `source('${input.source}', '${input.table}')`;
}

function modelFile(model: ModelShape): string {
  const ofFolder = model.layer === 'staging' ? 'view' : 'table';
  const settings = [
    ...(model.materialized === ofFolder ? [] : [`materialized='${model.materialized}'`]),
    ...(model.tags.length === 0 ? [] : [`tags=[${model.tags.map((tag) => `'${tag}'`).join(', ')}]`]),
  ];
  const config = settings.length === 0 ? '' : `{{ config(${settings.join(', ')}) }}\n\n`;
  return config + modelSql(model, notation);
}

function propertyFile(models: readonly ModelShape[]): string {
  return `version: 2\n\nmodels:\n${models.map(modelProperties).join('\n')}`;
}

function modelProperties(model: ModelShape): string {
  const columns = model.columns.map((column) => {
    const tests = model.tests.filter((test) => test.column === column.name).map(testProperties);
    const dataTests = tests.length === 0 ? '' : `        data_tests:\n${tests.join('')}`;
    return `      - name: ${column.name}\n        description: ${descriptionOf(column)}\n${dataTests}`;
  });
  return `  - name: ${model.name}
    description: ${model.description}
    config:
      meta: {owner: ${model.domain}}
    columns:
${columns.join('')}`;
}

function descriptionOf(column: ColumnShape): string {
  return column.name === 'amount' ? '"{{ doc(\'amount\') }}"' : column.description;
}

function testProperties(test: TestShape): string {
  switch (test.kind) {
    case 'unique':
    case 'not_null':
      return `          - ${test.kind}\n`;
    case 'accepted_values':
      return `          - accepted_values:\n              arguments:\n                values: [${test.values.join(', ')}]\n`;
    case 'relationships':
      return `          - relationships:\n              arguments:\n                to: ${call(test.to)}\n                field: ${test.field}\n`;
  }
}

function sourceFile(domain: string, sources: readonly SourceShape[]): string {
  const tables = sources.map(
    ({ table }) => `      - name: ${table}
        description: The ${table.replaceAll('_', ' ')} as they arrive
        columns:
          - name: record_id
            description: Number of the record
          - name: status
            description: Where the record stands
`,
  );
  return `version: 2

sources:
  - name: raw_${domain}
    description: The raw tables of ${domain.replaceAll('_', ' ')}
    schema: raw_${domain}
    tables:
${tables.join('')}`;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

const projectFile = `name: synthetic
version: 1.0.0
config-version: 2
profile: synthetic

model-paths: [models]
macro-paths: [macros]

flags:
  send_anonymous_usage_stats: false

models:
  synthetic:
    +materialized: table
    staging:
      +materialized: view

vars:
  tax_percent: 20
`;

const profilesFile = `synthetic:
  target: dev
  outputs:
    dev:
      type: duckdb
      path: synthetic.duckdb
      threads: 4
    sqlite:
      type: sqlite
      path: synthetic.sqlite
      threads: 1
`;

const moneyMacro = `{% macro major_units(column, digits=2) -%}
    round({{ column }} / 100.0, {{ digits }})
{%- endmacro %}
`;

const statusMacro = `{% macro status_code(column) -%}
    case {{ column }}
    {%- for status in [${statuses.map((status) => `'${status}'`).join(', ')}] %} when '{{ status }}' then {{ loop.index }}{% endfor %} end
{%- endmacro %}
`;

const columnDocs = `{% docs amount %}
What the record is worth, in **minor units** of the currency: cents, not dollars.
{% enddocs %}
`;
