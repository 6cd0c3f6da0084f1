{% test odd(model, column_name, limit_to=none) %}
select * from {{ model }} where {{ column_name }} % 2 = 0
{% endtest %}
