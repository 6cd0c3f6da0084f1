select organization_id, first_payment_date, last_payment_date
from {{ ref('stg_organizations') }}
where (first_payment_date is null) <> (last_payment_date is null)
