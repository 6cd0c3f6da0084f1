-- The dollar, and the coin pegged to it, are the unit of all rates.
select invoice_id, currency, fx_rate
from {{ ref('fact_invoices') }}
where fx_rate <= 0
  or (currency in ('USD', 'USDC') and fx_rate <> 1)
