select {{ helper.one() }} as one, '{{ var("greeting") }}' as g, {{ plus(1, 2) }} as three
from {{ ref('helper_model') }} h
{% for x in ['p', 'q'] %}
{% if not loop.first %}union all{% endif %}
select * from {{ ref(x) }}
{% endfor %}
{% if execute %}
{% set result = run_query('select 1') %}
{% endif %}
