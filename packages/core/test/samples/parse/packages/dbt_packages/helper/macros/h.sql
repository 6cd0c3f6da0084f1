{% macro one() %}1{% endmacro %}
{% macro two() %}{{ return(adapter.dispatch('two', 'helper')()) }}{% endmacro %}
{% macro default__two() %}2{% endmacro %}
