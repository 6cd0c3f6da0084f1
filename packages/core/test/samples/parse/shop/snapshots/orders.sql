{% snapshot orders_snapshot %}
{{ config(strategy='check', unique_key='id', check_cols=['status'], target_schema='snapshots') }}
select * from {{ ref('stg_orders') }}
{% endsnapshot %}
