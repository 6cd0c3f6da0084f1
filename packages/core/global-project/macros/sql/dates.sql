{#- Dates and times. Names of date parts are SQL's: day, month, hour … -#}

{% macro current_timestamp() %}{{ return(adapter.dispatch('current_timestamp', 'dbt')()) }}{% endmacro %}
{% macro default__current_timestamp() %}current_timestamp{% endmacro %}
{% macro duckdb__current_timestamp() %}now(){% endmacro %}
{% macro postgres__current_timestamp() %}now(){% endmacro %}

{% macro date_trunc(datepart, date) %}{{ return(adapter.dispatch('date_trunc', 'dbt')(datepart, date)) }}{% endmacro %}
{% macro default__date_trunc(datepart, date) %}date_trunc('{{ datepart }}', {{ date }}){% endmacro %}
{% macro sqlite__date_trunc(datepart, date) -%}
    {%- set part = datepart | lower -%}
    {%- if part == 'year' -%} strftime('%Y-01-01', {{ date }})
    {%- elif part == 'month' -%} strftime('%Y-%m-01', {{ date }})
    {%- elif part == 'day' -%} date({{ date }})
    {%- elif part == 'hour' -%} strftime('%Y-%m-%d %H:00:00', {{ date }})
    {%- elif part == 'minute' -%} strftime('%Y-%m-%d %H:%M:00', {{ date }})
    {%- else -%} {{ exceptions.raise_compiler_error('date_trunc to ' ~ datepart ~ ' does not exist on SQLite') }}
    {%- endif -%}
{%- endmacro %}

{% macro dateadd(datepart, interval, from_date_or_timestamp) %}{{ return(adapter.dispatch('dateadd', 'dbt')(datepart, interval, from_date_or_timestamp)) }}{% endmacro %}
{% macro default__dateadd(datepart, interval, from_date_or_timestamp) -%}
dateadd({{ datepart }}, {{ interval }}, {{ from_date_or_timestamp }})
{%- endmacro %}
{#- An interval times a number: so the number may be an expression, and of any sign. DuckDB has no quarters here. -#}
{% macro duckdb__dateadd(datepart, interval, from_date_or_timestamp) -%}
    {%- set part = datepart | lower -%}
    {%- set times, unit = {'quarter': (3, 'month'), 'week': (7, 'day')}.get(part, (1, part)) -%}
    {%- set count = 'cast(' ~ interval ~ ' as bigint)' -%}
    ({{ from_date_or_timestamp }} + {{ count if times == 1 else '(' ~ count ~ ' * ' ~ times ~ ')' }} * interval 1 {{ unit }})
{%- endmacro %}
{% macro postgres__dateadd(datepart, interval, from_date_or_timestamp) -%}
{{ from_date_or_timestamp }} + ((interval '1 {{ datepart }}') * ({{ interval }}))
{%- endmacro %}
{% macro sqlite__dateadd(datepart, interval, from_date_or_timestamp) -%}
datetime({{ from_date_or_timestamp }}, ({{ interval }}) || ' {{ datepart }}s')
{%- endmacro %}

{% macro datediff(first_date, second_date, datepart) %}{{ return(adapter.dispatch('datediff', 'dbt')(first_date, second_date, datepart)) }}{% endmacro %}
{% macro default__datediff(first_date, second_date, datepart) -%}
datediff({{ datepart }}, {{ first_date }}, {{ second_date }})
{%- endmacro %}
{#- Whole weeks count from the first day of the week, Sunday, as dbt counts them. -#}
{% macro duckdb__datediff(first_date, second_date, datepart) -%}
    {%- if datepart == 'week' -%}
        ({{ datediff(first_date, second_date, 'day') }} // 7 + case
            when date_part('dow', ({{ first_date }})::timestamp) <= date_part('dow', ({{ second_date }})::timestamp)
                then case when {{ first_date }} <= {{ second_date }} then 0 else -1 end
            else case when {{ first_date }} <= {{ second_date }} then 1 else 0 end
        end)
    {%- else -%}
        (date_diff('{{ datepart }}', {{ first_date }}::timestamp, {{ second_date }}::timestamp))
    {%- endif -%}
{%- endmacro %}
{#- Counts borders crossed, as the warehouses that have the function do. -#}
{% macro postgres__datediff(first_date, second_date, datepart) -%}
    {%- set part = datepart | lower -%}
    {%- set first = '(' ~ first_date ~ ')::timestamp' -%}
    {%- set second = '(' ~ second_date ~ ')::timestamp' -%}
    {%- if part == 'year' -%}
        (date_part('year', {{ second }}) - date_part('year', {{ first }}))
    {%- elif part == 'quarter' -%}
        ({{ datediff(first_date, second_date, 'year') }} * 4 + date_part('quarter', {{ second }}) - date_part('quarter', {{ first }}))
    {%- elif part == 'month' -%}
        ({{ datediff(first_date, second_date, 'year') }} * 12 + date_part('month', {{ second }}) - date_part('month', {{ first }}))
    {%- elif part == 'day' -%}
        (({{ second_date }})::date - ({{ first_date }})::date)
    {%- elif part == 'week' -%}
        ((date_trunc('week', {{ second }})::date - date_trunc('week', {{ first }})::date) / 7)
    {%- elif part in ('hour', 'minute', 'second') -%}
        {%- set seconds = {'hour': 3600, 'minute': 60, 'second': 1}[part] -%}
        ((extract(epoch from date_trunc('{{ part }}', {{ second }})) - extract(epoch from date_trunc('{{ part }}', {{ first }}))) / {{ seconds }})::bigint
    {%- else -%}
        {{ exceptions.raise_compiler_error('datediff in ' ~ datepart ~ ' does not exist on PostgreSQL') }}
    {%- endif -%}
{%- endmacro %}
{% macro sqlite__datediff(first_date, second_date, datepart) -%}
    {%- set part = datepart | lower -%}
    {%- if part == 'day' -%}
        cast(julianday(date({{ second_date }})) - julianday(date({{ first_date }})) as integer)
    {%- elif part == 'month' -%}
        ((cast(strftime('%Y', {{ second_date }}) as integer) - cast(strftime('%Y', {{ first_date }}) as integer)) * 12 + cast(strftime('%m', {{ second_date }}) as integer) - cast(strftime('%m', {{ first_date }}) as integer))
    {%- elif part == 'year' -%}
        (cast(strftime('%Y', {{ second_date }}) as integer) - cast(strftime('%Y', {{ first_date }}) as integer))
    {%- elif part in ('hour', 'minute', 'second') -%}
        {%- set seconds = {'hour': 3600, 'minute': 60, 'second': 1}[part] -%}
        (cast(strftime('%s', {{ second_date }}) as integer) / {{ seconds }} - cast(strftime('%s', {{ first_date }}) as integer) / {{ seconds }})
    {%- else -%}
        {{ exceptions.raise_compiler_error('datediff in ' ~ datepart ~ ' does not exist on SQLite') }}
    {%- endif -%}
{%- endmacro %}

{% macro last_day(date, datepart) %}{{ return(adapter.dispatch('last_day', 'dbt')(date, datepart)) }}{% endmacro %}
{% macro default_last_day(date, datepart) -%}
cast({{ dateadd('day', '-1', dateadd(datepart, '1', date_trunc(datepart, date))) }} as date)
{%- endmacro %}
{% macro default__last_day(date, datepart) %}{{ default_last_day(date, datepart) }}{% endmacro %}
{% macro sqlite__last_day(date, datepart) -%}
date({{ dateadd('day', '-1', dateadd(datepart, '1', date_trunc(datepart, date))) }})
{%- endmacro %}

{% macro date(year, month, day) %}{{ return(adapter.dispatch('date', 'dbt')(year, month, day)) }}{% endmacro %}
{% macro default__date(year, month, day) -%}
to_date('{{ '%04d-%02d-%02d' | format(year | int, month | int, day | int) }}', 'YYYY-MM-DD')
{%- endmacro %}
{% macro duckdb__date(year, month, day) %}make_date({{ year }}, {{ month }}, {{ day }}){% endmacro %}
{% macro sqlite__date(year, month, day) -%}
date('{{ '%04d-%02d-%02d' | format(year | int, month | int, day | int) }}')
{%- endmacro %}

{#- Names of old macros, for packages that still call them. -#}
{% macro current_timestamp_backcompat() %}{{ return(adapter.dispatch('current_timestamp_backcompat', 'dbt')()) }}{% endmacro %}
{% macro default__current_timestamp_backcompat() %}cast(current_timestamp as timestamp){% endmacro %}
{% macro sqlite__current_timestamp_backcompat() %}current_timestamp{% endmacro %}
{% macro current_timestamp_in_utc_backcompat() %}{{ return(adapter.dispatch('current_timestamp_in_utc_backcompat', 'dbt')()) }}{% endmacro %}
{% macro default__current_timestamp_in_utc_backcompat() %}{{ return(adapter.dispatch('current_timestamp_backcompat', 'dbt')()) }}{% endmacro %}

{% macro snapshot_get_time() %}{{ return(adapter.dispatch('snapshot_get_time', 'dbt')()) }}{% endmacro %}
{% macro default__snapshot_get_time() %}{{ current_timestamp() }}{% endmacro %}
{% macro duckdb__snapshot_get_time() %}{{ current_timestamp() }}::timestamp{% endmacro %}
{% macro postgres__snapshot_get_time() %}{{ current_timestamp() }}::timestamp without time zone{% endmacro %}

{% macro snapshot_string_as_time(timestamp) %}{{ return(adapter.dispatch('snapshot_string_as_time', 'dbt')(timestamp)) }}{% endmacro %}
{% macro default__snapshot_string_as_time(timestamp) %}{{ return("'" ~ timestamp ~ "'::timestamp") }}{% endmacro %}
{% macro sqlite__snapshot_string_as_time(timestamp) %}{{ return("'" ~ timestamp ~ "'") }}{% endmacro %}
