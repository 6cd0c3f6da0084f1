-- What was found wrong in the raw files and how many rows it touches. No row is dropped anywhere.
with unpaid as (
  select *
  from {{ ref('stg_invoices') }}
  where status <> 'paid'
)

select 'hashed null read as null: parent_invoice_id' as rule, 'invoices' as table_name, count(*) as rows
from {{ source('main', 'invoices') }}
where {{ is_hashed_null('parent_invoice_id') }}

union all
select 'hashed null read as null: transaction_id', 'invoices', count(*)
from {{ source('main', 'invoices') }}
where {{ is_hashed_null('transaction_id') }}

union all
select 'transaction that settles several invoices, kept', 'invoices', count(*)
from {{ ref('stg_invoices') }}
where transaction_id in (
  select transaction_id
  from {{ ref('stg_invoices') }}
  where transaction_id is not null
  group by transaction_id
  having count(*) > 1
)

union all
select 'organization not in the file, counted under -1', 'invoices', count(*)
from {{ ref('fact_invoices') }}
where is_orphan

union all
select 'parent invoice not in the file, id kept', 'invoices', count(*)
from {{ ref('stg_invoices') }} as invoices
left join {{ ref('stg_invoices') }} as parents
  on parents.invoice_id = invoices.parent_invoice_id
where invoices.parent_invoice_id is not null
  and parents.invoice_id is null

union all
select 'payment currency on an unpaid invoice, proves nothing', 'invoices', count(*)
from unpaid
where payment_currency is not null

union all
select 'payment rate on an unpaid invoice, ignored', 'invoices', count(*)
from unpaid
where fx_rate_payment is not null

union all
select 'payment amount repeats the amount in another currency, ignored', 'invoices', count(*)
from {{ ref('stg_invoices') }}
where payment_amount = amount
  and payment_currency <> currency

union all
select 'no payment dates, shown as not paying', 'organizations', count(*)
from {{ ref('stg_organizations') }}
where first_payment_date is null
  and last_payment_date is null
