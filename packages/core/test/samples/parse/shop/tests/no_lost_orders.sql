{{ config(severity='warn') }}
select 1 as x where (select count(*) from {{ ref('fct_orders') }}) < 0
