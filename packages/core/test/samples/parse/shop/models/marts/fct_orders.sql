{{
  config(
    materialized = 'incremental',
    unique_key = ['id'],
    on_schema_change = 'append_new_columns'
  )
}}

with orders as (
  select * from {{ ref('stg_orders') }}
)
select o.*, {{ cents('amount') }} as cents
from orders o
join {{ ref('shop', 'eph_customers') }} c on c.id = o.customer_id
left join {{ ref('countries') }} k using (country)
{% if is_incremental() %}
where o.id > (select max(id) from {{ this }})
{% endif %}
