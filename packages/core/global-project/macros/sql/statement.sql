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

{% macro get_columns_in_query(select_sql) %}
    {% set columns = [] %}
    {% for column in adapter.get_column_schema_from_query(select_sql) %}
        {% do columns.append(column.name) %}
    {% endfor %}
    {% do return(columns) %}
{% endmacro %}

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
