select organization_key, day, count(*) as rows
from {{ ref('fact_daily_balance') }}
group by organization_key, day
having count(*) > 1
