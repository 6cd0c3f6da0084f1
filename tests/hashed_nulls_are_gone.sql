select invoice_id, parent_invoice_id, transaction_id
from {{ ref('stg_invoices') }}
where {{ is_hashed_null('parent_invoice_id') }}
  or {{ is_hashed_null('transaction_id') }}
