{% macro twice(x) %}({{ x }} * 2){% endmacro %}
{% macro run_op() %}{{ log('hi') }}{% endmacro %}
