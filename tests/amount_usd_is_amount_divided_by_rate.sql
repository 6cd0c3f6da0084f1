-- Multiplied back, each dollar amount gives the amount invoiced, within half a cent. Multiplying instead of dividing
-- fails here on every EUR and GBP row, and on all currencies but the dollar.
select invoice_id, currency, amount, fx_rate, amount_usd
from {{ ref('fact_invoices') }}
where abs(1e0 * amount_usd * fx_rate - amount) > 0.00501 * fx_rate
