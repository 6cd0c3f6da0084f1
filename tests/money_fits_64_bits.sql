-- Beyond these bounds the integer arithmetic of macros/money.sql leaves 64 bits, which SQLite would not even report:
-- a rate of 92,233 units a dollar, an invoice of ninety billion dollars.
select invoice_id, currency, amount, fx_rate
from {{ ref('fact_invoices') }}
where fx_rate > 92233
  or abs(1e0 * amount / fx_rate) > 90000000000
