{{ config(
  materialized='incremental',
  incremental_strategy='delete+insert',
  unique_key='day',
  on_schema_change='fail'
) }}

with recursive

-- The first day that is written: the very first one, or on a later run `lookback` days before the last stored one.
-- Rows from there on are replaced, day by day.
rewritten as (
  {%- if is_incremental() %}
  select
    coalesce(
      (select {{ add_days('max(day)', -var('lookback')) }} from {{ this }}),
      (select min(created_day) from {{ ref('fact_invoices') }})
    ) as first_day
  {%- else %}
  select min(created_day) as first_day
  from {{ ref('fact_invoices') }}
  {%- endif %}
),

-- What each invoice does to its organization's balance. Everything before the first day is moved to the day before
-- it: that day carries the opening balance and is left out at the end.
postings as (
  select
    invoices.organization_key,
    case
      when invoices.created_day < rewritten.first_day then {{ add_days('rewritten.first_day', -1) }}
      else invoices.created_day
    end as day,
    {{ usd_to_cents('invoices.amount_usd') }} as invoiced_cents,
    {{ usd_to_cents('invoices.paid_usd') }} as paid_cents,
    coalesce(signs.sign, 0) as sign
  from {{ ref('fact_invoices') }} as invoices
  cross join rewritten
  cross join {{ ref('as_of') }} as as_of
  left join {{ ref('balance_signs') }} as signs
    on signs.status = invoices.status
  where invoices.created_day <= as_of.as_of_day
),

daily_changes as (
  select
    organization_key,
    day,
    cast(sum(sign * invoiced_cents) as bigint) as change_cents,
    cast(sum(invoiced_cents - paid_cents) as bigint) as alt_change_cents,
    count(*) as invoices
  from postings
  group by organization_key, day
),
{% if var('balance_spine') == 'dense' %}
calendar as (
  select min(day) as day
  from daily_changes

  union all

  select {{ add_days('calendar.day', 1) }}
  from calendar
  where calendar.day < (select as_of_day from {{ ref('as_of') }})
),

first_days as (
  select
    organization_key,
    min(day) as day
  from daily_changes
  group by organization_key
),

-- Each organization on each day from its first invoice to as_of, so that a quiet day carries the balance forward.
spine as (
  select
    first_days.organization_key,
    calendar.day
  from first_days
  inner join calendar
    on calendar.day >= first_days.day
),
{% else %}
spine as (
  select
    organization_key,
    day
  from daily_changes
),
{% endif %}
balances as (
  select
    spine.organization_key,
    spine.day,
    coalesce(changes.change_cents, 0) as change_cents,
    cast(sum(coalesce(changes.change_cents, 0)) over up_to_the_day as bigint) as balance_cents,
    cast(sum(coalesce(changes.alt_change_cents, 0)) over up_to_the_day as bigint) as alt_balance_cents,
    coalesce(changes.invoices, 0) as invoices
  from spine
  left join daily_changes as changes
    on changes.organization_key = spine.organization_key
    and changes.day = spine.day
  window up_to_the_day as (
    partition by spine.organization_key
    order by spine.day
    rows between unbounded preceding and current row
  )
),

with_previous as (
  select
    *,
    balance_cents - change_cents as previous_balance_cents,
    abs(balance_cents - change_cents) as previous_size_cents
  from balances
)

select
  organization_key,
  day,
  {{ units_to_decimal('change_cents', 2) }} as change_usd,
  {{ units_to_decimal('balance_cents', 2) }} as balance_usd,
  {{ units_to_decimal('previous_balance_cents', 2) }} as previous_balance_usd,
  {{ units_to_decimal(scaled_quotient('change_cents', 'previous_size_cents', 10000), 4) }} as pct_change,
  {{ units_to_decimal('alt_balance_cents', 2) }} as alt_balance_usd,
  invoices
from with_previous
cross join rewritten
where day >= rewritten.first_day
