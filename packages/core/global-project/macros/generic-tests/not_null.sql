{% test not_null(model, column_name) %}
    {{ return(adapter.dispatch('test_not_null', 'dbt')(model, column_name)) }}
{% endtest %}

{% macro default__test_not_null(model, column_name) %}
{#- Stored failures show the whole row. -#}
{% set column_list = '*' if should_store_failures() else column_name %}
select {{ column_list }}
from {{ model }}
where {{ column_name }} is null
{% endmacro %}

{% macro should_store_failures() %}
    {% set configured = config.get('store_failures', default=none) %}
    {{ return(flags.STORE_FAILURES if configured is none else configured) }}
{% endmacro %}
