{{ config(materialized='ephemeral', alias='customers_eph') }}
select * from {{ ref('stg_customers') }}
