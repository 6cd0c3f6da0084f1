select * from {{ ref("fct") }}
