-- One row: the day that the project calls today. It comes from the data or from the var, never from the clock, so
-- that the same input always gives the same tables.
with records as (
  select created_at from {{ ref('stg_organizations') }}
  union all
  select created_at from {{ ref('stg_invoices') }}
),

newest as (
  select max(created_at) as newest_record_at
  from records
)

select
  {% if var('as_of') -%}
  date('{{ var('as_of') }}')
  {%- else -%}
  {{ add_days('date(newest_record_at)', 1) }}
  {%- endif %} as as_of_day,
  newest_record_at
from newest
