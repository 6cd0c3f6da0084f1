{#- Exact money in every warehouse. SQLite has no decimals, but all of them have 64-bit integers, so amounts are
    computed in whole units (cents, ten-thousandths) and turned into decimals only when they are stored. Nothing
    passes through a floating-point number on the way. `tests/money_fits_64_bits.sql` guards the ranges. -#}

{#- A loaded decimal as an integer: 82027.3000 with 4 decimals is 820273000. SQLite keeps loaded decimals as text
    at their full scale, so the digits without the point are the number. Elsewhere the whole part and the fraction
    are converted apart: that stays within 18 digits, which DuckDB does ten times faster than with more. -#}
{% macro decimal_to_units(column, decimals) -%}
  {%- if target.type == 'sqlite' -%}
    cast(replace({{ column }}, '.', '') as integer)
  {%- else -%}
    {%- set number = 'cast(' ~ column ~ ' as decimal(18, ' ~ decimals ~ '))' -%}
    cast(floor({{ number }}) as bigint) * {{ 10 ** decimals }}
    + cast(({{ number }} - floor({{ number }})) * {{ 10 ** decimals }} as bigint)
  {%- endif -%}
{%- endmacro %}

{#- The way back, for columns declared as decimal(18, `decimals`). -#}
{% macro units_to_decimal(units, decimals) -%}
  {%- if target.type == 'sqlite' -%}
    ({{ units }}) / {{ 10 ** decimals }}.0
  {%- else -%}
    cast(cast({{ units }} as decimal(18, 0)) * {{ {2: '0.01', 4: '0.0001'}[decimals] }} as decimal(18, {{ decimals }}))
  {%- endif -%}
{%- endmacro %}

{#- Cents of a stored US dollar column. SQLite stores it as a number; rounding gives back the very cents that
    were stored, up to ten trillion dollars. -#}
{% macro usd_to_cents(column) -%}
  {%- if target.type == 'sqlite' -%}
    cast(round({{ column }} * 100) as integer)
  {%- else -%}
    cast({{ column }} * 100 as bigint)
  {%- endif -%}
{%- endmacro %}

{#- A loaded decimal as a number of the mart: SQLite turns its text into a number. -#}
{% macro loaded_decimal(column) -%}
  {%- if target.type == 'sqlite' -%}
    cast({{ column }} as real)
  {%- else -%}
    {{ column }}
  {%- endif -%}
{%- endmacro %}

{#- Integer division that drops the remainder. -#}
{% macro whole_quotient(dividend, divisor) -%}
  ({{ dividend }} {{ '//' if target.type == 'duckdb' else '/' }} {{ divisor }})
{%- endmacro %}

{#- dividend * factor / divisor, rounded half-even to an integer; null when the divisor is null or 0. The divisor
    is not negative, the factor is even. Dividing first and scaling only the remainder keeps products small:
    divisor * factor must fit 64 bits, dividend * factor need not. -#}
{% macro scaled_quotient(dividend, divisor, factor) -%}
  {%- set remainder = '(' ~ dividend ~ ' % ' ~ divisor ~ ' * ' ~ factor ~ ')' -%}
  case
    when {{ divisor }} <> 0 then
      {{ whole_quotient(dividend, divisor) }} * {{ factor }} + {{ whole_quotient(remainder, divisor) }}
      + case
          when abs({{ remainder }} % {{ divisor }}) * 2 < {{ divisor }} then 0
          when abs({{ remainder }} % {{ divisor }}) * 2 = {{ divisor }}
            and {{ whole_quotient(remainder, divisor) }} % 2 = 0 then 0
          when {{ dividend }} < 0 then -1
          else 1
        end
  end
{%- endmacro %}

{#- Cents of an amount (in ten-thousandths) at a rate (in hundred-millionths). The rate is units of currency per
    dollar, so dollars are amount DIVIDED by rate: amount_units / 10^4 / (rate_units / 10^8) * 10^2. -#}
{% macro usd_cents(amount_units, rate_units) -%}
  {{ scaled_quotient(amount_units, rate_units, 1000000) }}
{%- endmacro %}
