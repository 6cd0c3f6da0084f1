select organization_id, created_at, first_payment_date, last_payment_date
from {{ ref('stg_organizations') }}
where first_payment_date > last_payment_date
  or first_payment_date < date(created_at)
