-- The months and the ages, added up, are the invoices again.
with invoices as (
  select
    sum({{ usd_to_cents('invoices.amount_usd') }}) as invoiced_cents,
    sum({{ usd_to_cents('invoices.paid_usd') }}) as paid_cents,
    sum(case when signs.sign > 0 then {{ usd_to_cents('invoices.amount_usd') }} else 0 end) as outstanding_cents,
    sum(
      case
        when signs.sign > 0 and invoices.created_day <= as_of.as_of_day then {{ usd_to_cents('invoices.amount_usd') }}
        else 0
      end
    ) as aged_cents
  from {{ ref('fact_invoices') }} as invoices
  cross join {{ ref('as_of') }} as as_of
  left join {{ ref('balance_signs') }} as signs
    on signs.status = invoices.status
),

months as (
  select
    sum({{ usd_to_cents('invoiced_usd') }}) as invoiced_cents,
    sum({{ usd_to_cents('paid_usd') }}) as paid_cents,
    sum({{ usd_to_cents('outstanding_usd') }}) as outstanding_cents
  from {{ ref('collections_monthly') }}
),

ages as (
  select sum({{ usd_to_cents('amount_usd') }}) as aged_cents
  from {{ ref('open_invoice_ageing') }}
)

select *
from invoices
cross join months
cross join ages
where invoices.invoiced_cents <> months.invoiced_cents
  or invoices.paid_cents <> months.paid_cents
  or invoices.outstanding_cents <> months.outstanding_cents
  or invoices.aged_cents <> ages.aged_cents
