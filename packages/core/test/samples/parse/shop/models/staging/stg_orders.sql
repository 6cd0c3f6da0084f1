{{ config(tags='orders', meta={'pii': true}) }}
-- orders, cleaned
select id, customer_id, status, amount
from {{ source('raw', 'raw_orders') }}
where amount > {{ var('cutoff') }}
