-- Dollars by status, computed before any join, are those of the fact and those of the fact joined to its dimension.
with priced as (
  select
    status,
    {{ decimal_to_units('amount', 4) }} as amount_units,
    {{ decimal_to_units('fx_rate', 8) }} as rate_units
  from {{ ref('stg_invoices') }}
),

staged as (
  select
    status,
    count(*) as invoices,
    sum({{ usd_cents('amount_units', 'rate_units') }}) as cents
  from priced
  group by status
),

fact as (
  select
    status,
    count(*) as invoices,
    sum({{ usd_to_cents('amount_usd') }}) as cents
  from {{ ref('fact_invoices') }}
  group by status
),

joined as (
  select
    invoices.status,
    count(*) as invoices,
    sum({{ usd_to_cents('invoices.amount_usd') }}) as cents
  from {{ ref('fact_invoices') }} as invoices
  inner join {{ ref('dim_organizations') }} as organizations
    on organizations.organization_id = invoices.organization_key
  group by invoices.status
)

select
  staged.status,
  staged.cents as staged_cents,
  fact.cents as fact_cents,
  joined.cents as joined_cents
from staged
left join fact
  on fact.status = staged.status
left join joined
  on joined.status = staged.status
where staged.invoices <> coalesce(fact.invoices, 0)
  or staged.invoices <> coalesce(joined.invoices, 0)
  or staged.cents <> coalesce(fact.cents, 0)
  or staged.cents <> coalesce(joined.cents, 0)
