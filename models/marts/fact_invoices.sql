with priced as (
  select
    *,
    {{ decimal_to_units('amount', 4) }} as amount_units,
    {{ decimal_to_units('fx_rate', 8) }} as rate_units
  from {{ ref('stg_invoices') }}
),

in_usd as (
  select
    *,
    {{ usd_cents('amount_units', 'rate_units') }} as usd_cents
  from priced
)

select
  in_usd.invoice_id,
  in_usd.parent_invoice_id,
  in_usd.transaction_id,
  in_usd.organization_id,
  -- Points to the dimension's unknown member where the organization is not in the file.
  coalesce(organizations.organization_id, -1) as organization_key,
  in_usd.type,
  in_usd.status,
  in_usd.currency,
  in_usd.payment_currency,
  in_usd.payment_method,
  {{ loaded_decimal('in_usd.amount') }} as amount,
  {{ loaded_decimal('in_usd.fx_rate') }} as fx_rate,
  {{ units_to_decimal('in_usd.usd_cents', 2) }} as amount_usd,
  -- Only the status says that an invoice is paid, and it is paid whole: the payment's own amount repeats the
  -- invoice's number whatever the currency.
  {{ units_to_decimal("case when in_usd.status = 'paid' then in_usd.usd_cents else 0 end", 2) }} as paid_usd,
  in_usd.created_at,
  date(in_usd.created_at) as created_day,
  in_usd.status = 'paid' as is_paid,
  organizations.organization_id is null as is_orphan
from in_usd
left join {{ ref('stg_organizations') }} as organizations
  on organizations.organization_id = in_usd.organization_id
