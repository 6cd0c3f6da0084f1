{{ config(materialised='table', on_schema_change='sync') }}
select {{ var('x') }} from {{ ref('b') }} {{ ref(c) }}
