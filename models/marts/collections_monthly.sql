-- What became of the invoices of each month: paid, still owed, or taken back.
with invoices as (
  select
    {{ first_of_month('invoices.created_day') }} as month,
    invoices.currency,
    {{ usd_to_cents('invoices.amount_usd') }} as invoiced_cents,
    {{ usd_to_cents('invoices.paid_usd') }} as paid_cents,
    coalesce(signs.sign, 0) as sign
  from {{ ref('fact_invoices') }} as invoices
  left join {{ ref('balance_signs') }} as signs
    on signs.status = invoices.status
),

totals as (
  select
    month,
    currency,
    count(*) as invoices,
    cast(sum(invoiced_cents) as bigint) as invoiced_cents,
    cast(sum(paid_cents) as bigint) as paid_cents,
    cast(sum(case when sign > 0 then invoiced_cents else 0 end) as bigint) as outstanding_cents,
    cast(sum(case when sign < 0 then invoiced_cents else 0 end) as bigint) as credited_cents
  from invoices
  group by month, currency
),

with_collectable as (
  select
    *,
    -- Credits can exceed what is paid and owed; then no rate makes sense.
    case
      when paid_cents + outstanding_cents > credited_cents then paid_cents + outstanding_cents - credited_cents
    end as collectable_cents
  from totals
)

select
  month,
  currency,
  invoices,
  {{ units_to_decimal('invoiced_cents', 2) }} as invoiced_usd,
  {{ units_to_decimal('paid_cents', 2) }} as paid_usd,
  {{ units_to_decimal('outstanding_cents', 2) }} as outstanding_usd,
  {{ units_to_decimal('credited_cents', 2) }} as credited_usd,
  {{ units_to_decimal(scaled_quotient('paid_cents', 'collectable_cents', 10000), 4) }} as collection_rate
from with_collectable
