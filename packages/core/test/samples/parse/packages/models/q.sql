{{ config(materialized=var('mat', 'table'), alias='renamed', database='other') }} select 2 as id, '{{ this }}' as me, '{{ model.name }}' as n -- {{ target.schema }}
