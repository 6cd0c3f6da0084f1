select 0 as id, 1 as a
