-- Each row starts from the balance that the row before it ends with, and pct_change is null exactly from zero.
with balances as (
  select
    organization_key,
    day,
    change_usd,
    balance_usd,
    previous_balance_usd,
    pct_change,
    coalesce(
      lag(balance_usd) over (partition by organization_key order by day), 0
    ) as balance_before_usd
  from {{ ref('fact_daily_balance') }}
)

select *
from balances
where {{ usd_to_cents('previous_balance_usd') }} <> {{ usd_to_cents('balance_before_usd') }}
  or {{ usd_to_cents('balance_usd') }} <> {{ usd_to_cents('previous_balance_usd') }} + {{ usd_to_cents('change_usd') }}
  or (pct_change is null) <> (previous_balance_usd = 0)
