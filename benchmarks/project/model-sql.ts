import { aliases, type Expression, type Input, type ModelShape, rowsPerRawModel } from './project-shape.ts';

/** How a tool writes what plain SQL does not have. */
export interface Notation {
  readonly relation: (input: Input) => string;
  readonly majorUnits: (of: string) => string;
  readonly statusCode: (of: string) => string;
  readonly taxPercent: string;
}

/** The query of a model, the same for every tool but for its notation. */
export function modelSql(model: ModelShape, notation: Notation): string {
  const columns = model.columns
    .map(({ name, expression }) => {
      const sql = expressionSql(expression, notation);
      return sql.endsWith(`.${name}`) ? `        ${sql}` : `        ${sql} as ${name}`;
    })
    .join(',\n');
  if (model.layer === 'raw') return rawSql(columns);
  const inputs = model.inputs
    .map((input, i) => `${aliases[i]} as (\n\n    select * from ${notation.relation(input)}\n\n)`)
    .join(',\n\n');
  const joins = aliases
    .slice(1, model.inputs.length)
    .map((alias) => `    left join ${alias} on base.record_id = ${alias}.record_id\n`)
    .join('');
  const grouping = model.isAggregate ? '    group by base.customer_id\n' : '';
  return `with ${inputs},

final as (

    select
${columns}
    from base
${joins}${grouping}
)

select * from final
`;
}

function rawSql(columns: string): string {
  return `with recursive numbers(n) as (

    select 1
    union all
    select n + 1 from numbers where n < ${rowsPerRawModel}

),

final as (

    select
${columns}
    from numbers

)

select * from final
`;
}

function expressionSql(expression: Expression, notation: Notation): string {
  switch (expression.kind) {
    case 'sql':
      return expression.sql;
    case 'major-units':
      return notation.majorUnits(expression.of);
    case 'status-code':
      return notation.statusCode(expression.of);
    case 'with-tax':
      return `${expression.of} * (100 + ${notation.taxPercent}) / 100.0`;
  }
}
