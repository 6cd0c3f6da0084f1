with organizations as (
  select
    organization_id,
    country_code,
    created_at,
    first_payment_date,
    last_payment_date,
    active_contracts
  from {{ ref('stg_organizations') }}

  union all

  -- The unknown member: invoices whose organization is not in the file belong to it.
  select -1, null, null, null, null, null
),

invoices as (
  select
    organization_key,
    count(*) as invoice_count,
    min(created_day) as first_invoice_day,
    max(created_day) as last_invoice_day
  from {{ ref('fact_invoices') }}
  group by organization_key
)

select
  organizations.organization_id,
  organizations.country_code,
  organizations.created_at,
  organizations.first_payment_date,
  organizations.last_payment_date,
  organizations.first_payment_date is not null as is_paying,
  {{ days_between('date(organizations.created_at)', 'as_of.as_of_day') }} as tenure_days,
  organizations.active_contracts,
  case
    when organizations.active_contracts is null then 'unknown'
    when organizations.active_contracts = 0 then '0'
    when organizations.active_contracts = 1 then '1'
    when organizations.active_contracts <= 5 then '2-5'
    when organizations.active_contracts <= 20 then '6-20'
    when organizations.active_contracts <= 100 then '21-100'
    else '>100'
  end as contract_band,
  coalesce(invoices.invoice_count, 0) as invoice_count,
  invoices.first_invoice_day,
  invoices.last_invoice_day
from organizations
cross join {{ ref('as_of') }} as as_of
left join invoices
  on invoices.organization_key = organizations.organization_id
