select
  invoice_id,
  {{ without_hashed_null('parent_invoice_id') }} as parent_invoice_id,
  {{ without_hashed_null('transaction_id') }} as transaction_id,
  organization_id,
  type,
  lower(trim(status)) as status,
  upper(trim(currency)) as currency,
  upper(trim(payment_currency)) as payment_currency,
  lower(trim(payment_method)) as payment_method,
  amount,
  payment_amount,
  fx_rate,
  fx_rate_payment,
  created_at
from {{ source('main', 'invoices') }}
