{% macro cents(x) %}
{{ exceptions.raise_compiler_error("no cents") }}
{% endmacro %}
