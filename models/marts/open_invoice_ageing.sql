-- How old the invoices are that are still owed, at as_of.
with owed as (
  select
    {{ days_between('invoices.created_day', 'as_of.as_of_day') }} as age_days,
    {{ usd_to_cents('invoices.amount_usd') }} as amount_cents
  from {{ ref('fact_invoices') }} as invoices
  inner join {{ ref('balance_signs') }} as signs
    on signs.status = invoices.status
  cross join {{ ref('as_of') }} as as_of
  where signs.sign > 0
    and invoices.created_day <= as_of.as_of_day
),

bands as (
  select '0-30' as age_band, 0 as from_days, 30 as to_days
  union all
  select '31-60', 31, 60
  union all
  select '61-90', 61, 90
  union all
  select '>90', 91, null
)

select
  bands.age_band,
  bands.from_days,
  bands.to_days,
  count(owed.age_days) as invoices,
  {{ units_to_decimal('coalesce(sum(owed.amount_cents), 0)', 2) }} as amount_usd
from bands
left join owed
  on owed.age_days >= bands.from_days
  and owed.age_days <= coalesce(bands.to_days, owed.age_days)
group by bands.age_band, bands.from_days, bands.to_days
