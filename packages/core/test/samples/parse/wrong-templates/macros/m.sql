{% macro a(x) %}{% endmacro %}
{% macro c(x) %}{{ x | uper }}{% endmacro %}
