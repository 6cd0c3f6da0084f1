-- What an organization owes at as_of follows from its invoices alone, and so do the other reading of it and the number
-- of invoices. If only that number differs, an invoice older than the var `lookback` came late: --full-refresh.
with invoiced as (
  select
    invoices.organization_key,
    count(*) as invoices,
    sum(coalesce(signs.sign, 0) * {{ usd_to_cents('invoices.amount_usd') }}) as balance_cents,
    sum({{ usd_to_cents('invoices.amount_usd') }} - {{ usd_to_cents('invoices.paid_usd') }}) as alt_balance_cents
  from {{ ref('fact_invoices') }} as invoices
  cross join {{ ref('as_of') }} as as_of
  left join {{ ref('balance_signs') }} as signs
    on signs.status = invoices.status
  where invoices.created_day <= as_of.as_of_day
  group by invoices.organization_key
),

totals as (
  select
    organization_key,
    max(day) as last_day,
    sum(invoices) as invoices
  from {{ ref('fact_daily_balance') }}
  group by organization_key
)

select
  invoiced.organization_key,
  invoiced.balance_cents,
  closing.balance_usd,
  invoiced.alt_balance_cents,
  closing.alt_balance_usd
from invoiced
left join totals
  on totals.organization_key = invoiced.organization_key
left join {{ ref('fact_daily_balance') }} as closing
  on closing.organization_key = totals.organization_key
  and closing.day = totals.last_day
where closing.organization_key is null
  or totals.invoices <> invoiced.invoices
  or {{ usd_to_cents('closing.balance_usd') }} <> invoiced.balance_cents
  or {{ usd_to_cents('closing.alt_balance_usd') }} <> invoiced.alt_balance_cents
