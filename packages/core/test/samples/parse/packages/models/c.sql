{%- set cols = ['a', 'b'] -%}
{{ config({'materialized': 'view', 'tags': cols}) }}
{{ config(meta={'n': cols | length}, tags='more') }}
-- depends_on: {{ ref('p') }}
select {% for c in cols %}{{ c }}{{ ', ' if not loop.last }}{% endfor %} from {{ ref('main_project', 'q') }}
