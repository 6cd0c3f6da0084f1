{{ config(schema='from_call', tags=['call']) }} select {{ one() }} as id, {{ two() }} as two, {{ var('answer') }} as answer, '{{ var('helper_only') }}' as h from {{ ref('helper_seed') }}
