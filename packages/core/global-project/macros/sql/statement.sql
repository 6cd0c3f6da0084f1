{#- Runs a statement and keeps its result for `load_result`. -#}
{% macro statement(name=none, fetch_result=false, auto_begin=true, language='sql') %}
    {%- if execute -%}
        {%- set sql = caller() -%}
        {%- set response, table = adapter.execute(sql, auto_begin=auto_begin, fetch=fetch_result) -%}
        {%- if name is not none -%}
            {{ store_result(name, response=response, agate_table=table) }}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}

{% macro run_query(sql) %}
    {% call statement('run_query_statement', fetch_result=true, auto_begin=false) %}
        {{ sql }}
    {% endcall %}
    {% do return(load_result('run_query_statement').table) %}
{% endmacro %}

{% macro get_columns_in_relation(relation) %}
    {% do return(adapter.get_columns_in_relation(relation)) %}
{% endmacro %}

{% macro get_empty_subquery_sql(select_sql, select_sql_header=none) %}
    {{ return(adapter.dispatch('get_empty_subquery_sql', 'dbt')(select_sql, select_sql_header)) }}
{% endmacro %}
{% macro default__get_empty_subquery_sql(select_sql, select_sql_header=none) -%}
{{ select_sql_header if select_sql_header is not none }}
select * from (
    {{ select_sql }}
) as __dbt_sbq
where false
limit 0
{%- endmacro %}

{% macro get_column_schema_from_query(select_sql, select_sql_header=none) %}
    {% do return(adapter.get_column_schema_from_query(get_empty_subquery_sql(select_sql, select_sql_header))) %}
{% endmacro %}

{% macro get_columns_in_query(select_sql) %}
    {{ return(adapter.dispatch('get_columns_in_query', 'dbt')(select_sql)) }}
{% endmacro %}
{% macro default__get_columns_in_query(select_sql) %}
    {% do return(get_list_of_column_names(adapter.get_column_schema_from_query(select_sql))) %}
{% endmacro %}

{% macro get_list_of_column_names(columns) %}
    {% do return(columns | map(attribute='name') | list) %}
{% endmacro %}

{% macro get_quoted_csv(column_names) %}
    {% set quoted = [] %}
    {% for column in column_names %}
        {% do quoted.append(adapter.quote(column)) %}
    {% endfor %}
    {% do return(quoted | join(', ')) %}
{% endmacro %}

{% macro get_limit_subquery_sql(sql, limit) %}{{ return(adapter.dispatch('get_limit_sql', 'dbt')(sql, limit)) }}{% endmacro %}
{% macro default__get_limit_sql(sql, limit) -%}
{{ sql }}
{{ 'limit ' ~ limit if limit is not none }}
{%- endmacro %}

{% macro set_sql_header(config) %}
    {{ config.set('sql_header', caller()) }}
{% endmacro %}

{% macro before_begin(sql) %}
    {{ make_hook_config(sql, inside_transaction=false) }}
{% endmacro %}

{% macro in_transaction(sql) %}
    {{ make_hook_config(sql, inside_transaction=true) }}
{% endmacro %}

{% macro after_commit(sql) %}
    {{ make_hook_config(sql, inside_transaction=false) }}
{% endmacro %}

{% macro make_hook_config(sql, inside_transaction) %}
    {{ tojson({'sql': sql, 'transaction': inside_transaction}) }}
{% endmacro %}
