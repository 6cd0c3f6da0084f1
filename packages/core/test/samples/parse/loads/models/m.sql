select * from {{ ref('orders') }} join {{ source('main', 'orders') }}
