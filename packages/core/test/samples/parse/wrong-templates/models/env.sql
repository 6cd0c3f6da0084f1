select '{{ env_var('NOT_SET') }}', {{ env_var('DBT_ENV_SECRET_X') }}
