select
  organization_id,
  legal_entity_country_code as country_code,
  count_total_contracts_active as active_contracts,
  first_payment_date,
  last_payment_date,
  created_date as created_at
from {{ source('main', 'organizations') }}
