{% test even(model, column_name) %}
{{ config(severity='error', tags=['numeric']) }}
select * from {{ model }} where {{ column_name }} % 2 = 1
{% endtest %}
