select * from {{ ref('helper', 'helper_model') }} where id > {{ var('answer') }}
