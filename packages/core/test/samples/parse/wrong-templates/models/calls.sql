
select * from {{ ref() }}
join {{ source('only_one') }}
