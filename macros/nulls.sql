{#- An id column without the numbers that stand for null. -#}
{% macro without_hashed_null(column) -%}
  {%- if var('hashed_nulls') -%}
    case when {{ column }} not in ({{ var('hashed_nulls') | join(', ') }}) then {{ column }} end
  {%- else -%}
    {{ column }}
  {%- endif -%}
{%- endmacro %}

{#- True where an id column holds one of those numbers. -#}
{% macro is_hashed_null(column) -%}
  {%- if var('hashed_nulls') -%}
    {{ column }} in ({{ var('hashed_nulls') | join(', ') }})
  {%- else -%}
    1 = 0
  {%- endif -%}
{%- endmacro %}
