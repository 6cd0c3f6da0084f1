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

/** Macros and variables stand expanded: that is the least work for the tool. */
const notation: Notation = {
  relation: (input) =>
    input.kind === 'model' ? `__ref("${input.name}")` : `__source("${sourceName(input)}")`,
  majorUnits: (of) => `round(${of} / 100.0, 2)`,
  statusCode: (of) => {
    const branches = statuses.map((status, i) => ` when '${status}' then ${i + 1}`).join('');
    return `case ${of}${branches} end`;
  },
  taxPercent: '20',
};

/** The same project for SQLBuild: same names, folders, SQL, columns and tests. */
export function sqlbuildFiles(shape: ProjectShape): ReadonlyMap<string, string> {
  const files = new Map<string, string>([['sqlbuild_project.toml', projectFile]]);
  for (const model of shape.models) {
    const folder = model.layer === 'raw' ? 'models/raw' : `models/${model.layer}/${model.domain}`;
    files.set(`${folder}/${model.name}.sql`, `${header(model)}\n\n${modelSql(model, notation)}`);
  }
  const sourcesOf = Map.groupBy(shape.sources, ({ domain }) => domain);
  for (const [domain, sources] of sourcesOf) files.set(`sources/${domain}.yml`, sourceFile(domain, sources));
  return files;
}

function sourceName(source: { readonly source: string; readonly table: string }): string {
  return `${source.source}__${source.table}`;
}

function header(model: ModelShape): string {
  const tags = model.tags.length === 0 ? '' : `  tags [${model.tags.join(', ')}],\n`;
  const columns = model.columns.map((column) => columnEntry(column, model.tests));
  return `MODEL (
  materialized ${model.materialized},
${tags}  description "${model.description}",
  columns (
${columns.join('')}  ),
);`;
}

function columnEntry(column: ColumnShape, tests: readonly TestShape[]): string {
  const audits = tests.filter((test) => test.column === column.name).map(audit);
  const suffix = audits.length === 0 ? '' : `, audits [${audits.join(', ')}]`;
  return `    ${column.name} (description "${column.description}"${suffix}),\n`;
}

function audit(test: TestShape): string {
  switch (test.kind) {
    case 'unique':
    case 'not_null':
      return test.kind;
    case 'accepted_values':
      return `accepted_values (values [${test.values.map((value) => `"${value}"`).join(', ')}])`;
    case 'relationships':
      return `relationships (to ${relation(test.to)}, field "${test.field}")`;
  }
}

function relation(input: Input): string {
  return notation.relation(input);
}

function sourceFile(domain: string, sources: readonly SourceShape[]): string {
  const entries = sources.map(
    (source) => `  - name: ${sourceName(source)}
    description: The ${source.table.replaceAll('_', ' ')} as they arrive
    schema: raw_${domain}
    table: ${source.table}
    columns:
${sourceColumns}`,
  );
  return `sources:\n${entries.join('')}`;
}

/** SQLBuild checks types: it has to know those of the sources. */
const sourceColumns = Object.entries({
  record_id: 'INTEGER',
  customer_id: 'INTEGER',
  status: 'VARCHAR',
  amount: 'INTEGER',
  created_on: 'VARCHAR',
})
  .map(([name, type]) => `      - {name: ${name}, type: ${type}}\n`)
  .join('');

const projectFile = `name = "synthetic"
adapter = "duckdb"
default_target = "dev"

[connections.local]
database = "synthetic.duckdb"

[targets.dev]
connection = "local"
schema = "dev"
`;
