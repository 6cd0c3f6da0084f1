/** The files of a new project, by path: small, and everything in it builds at once. */
export function newProjectFiles(name: string): ReadonlyMap<string, string> {
  return new Map([
    ['tfm.yml', projectFile(name)],
    ['seeds/raw_customers.csv', customers],
    ['seeds/raw_orders.csv', orders],
    ['models/staging/stg_orders.sql', stagingModel],
    ['models/marts/customer_orders.sql', mart],
    ['models/properties.yml', properties],
    ['.gitignore', gitignore(name)],
    ['README.md', readme(name)],
  ]);
}

function projectFile(name: string): string {
  return `name: ${name}

# Where the data goes. Without targets it is a DuckDB file beside this one, ${name}.duckdb.
# targets:
#   dev: {type: duckdb, path: ${name}.duckdb}
#   lite: {type: sqlite, path: ${name}.sqlite}
# target: dev

models:
  ${name}:
    staging:
      +materialized: view
    marts:
      +materialized: table
`;
}

const customers = `customer_id,name,country
1,Ada,GB
2,Grace,US
3,Edsger,NL
4,Barbara,US
`;

const orders = `order_id,customer_id,ordered_at,status,amount
101,1,2024-05-01,paid,120.50
102,2,2024-05-01,paid,80.00
103,1,2024-05-03,refunded,35.25
104,3,2024-05-04,paid,240.00
105,2,2024-05-06,open,19.90
`;

const stagingModel = `-- One row per order, names and types as the rest of the project wants them.
select
    order_id,
    customer_id,
    ordered_at as ordered_on,
    status,
    cast(amount as decimal(18, 2)) as amount
from {{ ref('raw_orders') }}
`;

const mart = `-- One row per customer: how much they ordered, and when last.
select
    customers.customer_id,
    customers.name,
    count(orders.order_id) as orders,
    coalesce(sum(case when orders.status = 'paid' then orders.amount end), 0) as paid_amount,
    max(orders.ordered_on) as last_ordered_on
from {{ ref('raw_customers') }} as customers
left join {{ ref('stg_orders') }} as orders on orders.customer_id = customers.customer_id
group by customers.customer_id, customers.name
`;

const properties = `version: 2

seeds:
  - name: raw_customers
    description: Customers as they came.
    columns:
      - name: customer_id
        data_tests: [unique, not_null]
  - name: raw_orders
    description: Orders as they came.
    config:
      column_types: {amount: "decimal(18, 2)"}

models:
  - name: stg_orders
    description: Orders, cleaned. One row per order.
    columns:
      - name: order_id
        data_tests: [unique, not_null]
      - name: customer_id
        data_tests:
          - not_null
          - relationships:
              arguments: {to: ref('raw_customers'), field: customer_id}
      - name: status
        data_tests:
          - accepted_values:
              arguments: {values: [open, paid, refunded]}

  - name: customer_orders
    description: What each customer ordered.
    columns:
      - name: customer_id
        data_tests: [unique, not_null]
`;

function gitignore(name: string): string {
  return `target/
logs/
.env
${name}.duckdb
${name}.duckdb.wal
${name}.sqlite
`;
}

function readme(name: string): string {
  return `# ${name}

    tfm build                    load the seeds, build the models, run the tests, publish what passed
    tfm show customer_orders     look at the rows
    tfm watch                    build again on every save

- \`seeds/\`: small CSV files that belong to the project
- \`models/staging/\`: one view for each raw table, cleaned
- \`models/marts/\`: the tables that people use
- \`models/properties.yml\`: what they mean, and the tests that every build runs
`;
}
