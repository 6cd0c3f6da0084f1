-- Each organization of the file and the unknown one, and nothing else.
with expected as (
  select organization_id from {{ ref('stg_organizations') }}
  union all
  select -1
),

missing as (
  select organization_id from expected
  except
  select organization_id from {{ ref('dim_organizations') }}
),

unexpected as (
  select organization_id from {{ ref('dim_organizations') }}
  except
  select organization_id from expected
)

select organization_id, 'missing' as problem from missing
union all
select organization_id, 'unexpected' as problem from unexpected
