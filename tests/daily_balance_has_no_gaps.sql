-- Every organization with an invoice has one row for each day from its first invoice to as_of. Rows after as_of mean
-- that as_of was moved back: rebuild fact_daily_balance with --full-refresh.
with invoiced as (
  select
    invoices.organization_key,
    min(invoices.created_day) as first_day
  from {{ ref('fact_invoices') }} as invoices
  cross join {{ ref('as_of') }} as as_of
  where invoices.created_day <= as_of.as_of_day
  group by invoices.organization_key
),

balances as (
  select
    organization_key,
    count(*) as days,
    min(day) as first_day,
    max(day) as last_day
  from {{ ref('fact_daily_balance') }}
  group by organization_key
)

select
  invoiced.organization_key,
  invoiced.first_day,
  balances.first_day as first_balance_day,
  balances.last_day as last_balance_day,
  balances.days
from invoiced
cross join {{ ref('as_of') }} as as_of
left join balances
  on balances.organization_key = invoiced.organization_key
where balances.organization_key is null
  or balances.first_day <> invoiced.first_day
{%- if var('balance_spine') == 'dense' %}
  or balances.last_day <> as_of.as_of_day
  or balances.days <> {{ days_between('invoiced.first_day', 'as_of.as_of_day') }} + 1
{%- endif %}
