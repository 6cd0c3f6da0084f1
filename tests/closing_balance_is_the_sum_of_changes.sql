-- Σ change = closing balance, per organization. A difference means that an invoice older than the var `lookback` came
-- late or changed its status: rebuild fact_daily_balance with --full-refresh, or with a longer lookback.
with totals as (
  select
    organization_key,
    max(day) as last_day,
    sum({{ usd_to_cents('change_usd') }}) as change_cents
  from {{ ref('fact_daily_balance') }}
  group by organization_key
)

select
  totals.organization_key,
  totals.change_cents,
  closing.balance_usd
from totals
inner join {{ ref('fact_daily_balance') }} as closing
  on closing.organization_key = totals.organization_key
  and closing.day = totals.last_day
where {{ usd_to_cents('closing.balance_usd') }} <> totals.change_cents
