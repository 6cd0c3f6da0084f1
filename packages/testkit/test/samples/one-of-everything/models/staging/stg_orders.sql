{{ config(tags=['a'], post_hook="select 3") }}
select id, amount from {{ source('raw','orders') }} union all select id, amount from {{ ref('orders_seed') }}
