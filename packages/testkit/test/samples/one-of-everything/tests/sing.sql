select * from {{ ref("fct") }} where two is null
