{#- True in a run that adds to the table instead of building it whole. The run knows; see `incremental` of the context. -#}
{% macro should_full_refresh() -%}
    {%- set configured = config.get('full_refresh') -%}
    {{ return(flags.FULL_REFRESH if configured is none or configured == '' else configured) }}
{%- endmacro %}
