{#- Numbers and dates in a row. -#}

{% macro get_powers_of_two(upper_bound) %}{{ return(adapter.dispatch('get_powers_of_two', 'dbt')(upper_bound)) }}{% endmacro %}
{% macro default__get_powers_of_two(upper_bound) %}
    {% if upper_bound <= 0 %}
        {{ exceptions.raise_compiler_error('upper bound must be positive') }}
    {% endif %}
    {% for power in range(1, 100) %}
        {% if upper_bound <= 2 ** power %}{{ return(power) }}{% endif %}
    {% endfor %}
{% endmacro %}

{% macro generate_series(upper_bound) %}{{ return(adapter.dispatch('generate_series', 'dbt')(upper_bound)) }}{% endmacro %}
{#- Binary digits: two rows crossed with two rows, as often as it takes. -#}
{% macro default__generate_series(upper_bound) -%}
    {%- set digits, tables = [], [] -%}
    {%- for n in range(dbt.get_powers_of_two(upper_bound)) -%}
        {%- do digits.append('p' ~ n ~ '.generated_number * ' ~ 2 ** n) -%}
        {%- do tables.append('p as p' ~ n) -%}
    {%- endfor -%}
    with p as (
        select 0 as generated_number union all select 1
    ), unioned as (
        select {{ digits | join(' + ') }} + 1 as generated_number
        from {{ tables | join(' cross join ') }}
    )
    select * from unioned
    where generated_number <= {{ upper_bound }}
    order by generated_number
{%- endmacro %}
{% macro duckdb__generate_series(upper_bound) -%}
    select generate_series as generated_number from generate_series(1, {{ upper_bound }})
{%- endmacro %}

{% macro get_intervals_between(start_date, end_date, datepart) %}{{ return(adapter.dispatch('get_intervals_between', 'dbt')(start_date, end_date, datepart)) }}{% endmacro %}
{% macro default__get_intervals_between(start_date, end_date, datepart) %}
    {%- if not execute -%}{{ return(1) }}{%- endif -%}
    {%- set counted = run_query('select ' ~ dbt.datediff(start_date, end_date, datepart)) -%}
    {{ return(counted.columns[0].values()[0] if counted | length > 0 else 1) }}
{% endmacro %}

{% macro date_spine(datepart, start_date, end_date) %}{{ return(adapter.dispatch('date_spine', 'dbt')(datepart, start_date, end_date)) }}{% endmacro %}
{% macro default__date_spine(datepart, start_date, end_date) %}
    with rawdata as (
        {{ dbt.generate_series(dbt.get_intervals_between(start_date, end_date, datepart)) }}
    ),
    all_periods as (
        select ({{ dbt.dateadd(datepart, 'row_number() over (order by 1) - 1', start_date) }}) as date_{{ datepart }}
        from rawdata
    ),
    filtered as (
        select * from all_periods
        where date_{{ datepart }} <= {{ end_date }}
    )
    select * from filtered
{% endmacro %}

{% macro convert_datetime(date_str, date_fmt) %}
    {% set problem = "The provided partition date '" ~ date_str ~ "' does not match the expected format '" ~ date_fmt ~ "'" %}
    {{ return(try_or_compiler_error(problem, modules.datetime.datetime.strptime, date_str.strip(), date_fmt)) }}
{% endmacro %}

{% macro dates_in_range(start_date_str, end_date_str=none, in_fmt="%Y%m%d", out_fmt="%Y%m%d") %}
    {% set first = convert_datetime(start_date_str, in_fmt) %}
    {% set last = first if end_date_str is none else convert_datetime(end_date_str, in_fmt) %}
    {% set days = (last - first).days %}
    {% if days < 0 %}
        {{ exceptions.raise_compiler_error('Partition start date is after the end date (' ~ first ~ ', ' ~ last ~ ')') }}
    {% endif %}
    {% set dates = [] %}
    {% for day in range(days + 1) %}
        {% set date = first + modules.datetime.timedelta(days=day) %}
        {% do dates.append(date.strftime(out_fmt) if out_fmt else date) %}
    {% endfor %}
    {{ return(dates) }}
{% endmacro %}

{% macro partition_range(raw_partition_date, date_fmt='%Y%m%d') %}
    {% set parts = (raw_partition_date | string).split(',') %}
    {% if parts | length > 2 %}
        {{ exceptions.raise_compiler_error('Invalid partition time. Expected format: {Start Date}[,{End Date}]. Got: ' ~ raw_partition_date) }}
    {% endif %}
    {{ return(dates_in_range(parts[0], parts[1] if parts | length == 2 else none, in_fmt=date_fmt)) }}
{% endmacro %}

{% macro py_current_timestring() %}{{ return(modules.datetime.datetime.now().strftime('%Y%m%d%H%M%S%f')) }}{% endmacro %}
