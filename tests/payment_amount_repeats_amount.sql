-- A paid invoice's payment is the same number as its amount, whatever the currencies: the reason why paid_usd is
-- amount_usd. Rows here would mean that the platform now exports real payments, and that the reading is to change.
{{ config(severity='warn') }}

select invoice_id, status, amount, payment_amount
from {{ ref('stg_invoices') }}
where (status = 'paid' and (payment_amount is null or payment_amount <> amount))
  or (status <> 'paid' and payment_amount is not null)
