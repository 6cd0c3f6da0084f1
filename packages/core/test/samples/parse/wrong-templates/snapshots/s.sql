{% snapshot s %}
{{ config(unique_key="id") }}
select 1
{% endsnapshot %}

{% snapshot t %}select 1
