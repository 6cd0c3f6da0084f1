select * from {{ source("raw", 'customers') }} where country = '{{ var("country") }}'
