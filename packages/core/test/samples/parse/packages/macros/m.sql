{% macro plus(a, b) %}{{ a + b }}{% endmacro %}
{% macro generate_schema_name(custom_schema_name, node) -%}
  {%- if custom_schema_name is none -%}{{ target.schema }}{%- else -%}{{ custom_schema_name | trim }}_{{ node.resource_type }}{%- endif -%}
{%- endmacro %}
{% macro default__two() %}22{% endmacro %}
{% test a_test_whose_name_is_rather_long_to_be_shortened(model, column_name, other, map) %}
{{ config(fail_calc='sum(n)') }}
select {{ column_name }}, 1 as n from {{ model }} join {{ other }} using ({{ column_name }})
{% endtest %}
