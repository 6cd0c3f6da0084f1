-- Each organization of the file and the unknown one, and nothing else.
with expected as (
  select organization_id from {{ ref('stg_organizations') }}
  union all
  select -1
)

select
  expected.organization_id as expected_id,
  organizations.organization_id
from expected
full outer join {{ ref('dim_organizations') }} as organizations
  on organizations.organization_id = expected.organization_id
where expected.organization_id is null
  or organizations.organization_id is null
