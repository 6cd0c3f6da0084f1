{#- Day arithmetic that means the same in every warehouse. Days are dates on DuckDB and PostgreSQL, and text
    'YYYY-MM-DD' on SQLite. `date(…)` makes a day of a timestamp or a text in all three and needs no macro. -#}

{% macro add_days(day, days) -%}
  {%- if target.type == 'sqlite' -%}
    date({{ day }}, '{{ days }} days')
  {%- else -%}
    ({{ day }} + ({{ days }}))
  {%- endif -%}
{%- endmacro %}

{% macro days_between(earlier, later) -%}
  {%- if target.type == 'sqlite' -%}
    cast(julianday({{ later }}) - julianday({{ earlier }}) as integer)
  {%- else -%}
    cast({{ later }} - {{ earlier }} as integer)
  {%- endif -%}
{%- endmacro %}

{% macro first_of_month(day) -%}
  {%- if target.type == 'sqlite' -%}
    date({{ day }}, 'start of month')
  {%- else -%}
    cast(date_trunc('month', {{ day }}) as date)
  {%- endif -%}
{%- endmacro %}
