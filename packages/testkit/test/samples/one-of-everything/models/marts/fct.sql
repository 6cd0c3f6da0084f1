{{ config(materialized='table', foo='bar') }}
select id, {{ twice('1') }} as two from {{ ref('eph') }}
