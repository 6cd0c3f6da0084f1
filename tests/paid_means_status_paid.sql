-- An invoice is paid exactly when its status says so: then it is paid whole, with a method and a transaction, and
-- otherwise it has neither, whatever payment currency or rate the row carries.
select invoice_id, status, is_paid, amount_usd, paid_usd, payment_method, transaction_id
from {{ ref('fact_invoices') }}
where is_paid <> (status = 'paid')
  or is_paid <> (payment_method is not null)
  or is_paid <> (transaction_id is not null)
  or (is_paid and paid_usd <> amount_usd)
  or (not is_paid and paid_usd <> 0)
