/** Keys of `flags:` in the project file. */
export const knownFlags: ReadonlySet<string> = new Set([
  'cache_selected_only', 'debug', 'fail_fast', 'indirect_selection', 'log_format', 'log_format_file', 'log_level', 'log_level_file',
  'log_path', 'partial_parse', 'populate_cache', 'printer_width', 'send_anonymous_usage_stats', 'static_parser', 'target_path',
  'use_colors', 'use_colors_file', 'use_experimental_parser', 'version_check', 'warn_error', 'warn_error_options', 'write_json',
  'store_failures', 'introspect', 'quiet', 'print', 'full_refresh', 'empty', 'favor_state', 'defer', 'macro_debugging', 'profiles_dir',
  'require_generic_test_arguments_property', 'state_modified_compare_more_unrendered_values', 'state_modified_compare_vars',
  'source_freshness_run_project_hooks', 'skip_nodes_if_on_run_start_fails', 'require_resource_names_without_spaces',
  'validate_macro_args', 'require_all_warnings_handled_by_warn_error',
  'require_explicit_package_overrides_for_builtin_materializations', 'require_unique_project_resource_names',
  'require_ref_searches_node_package_before_root', 'require_valid_schema_from_generate_schema_name',
  'require_sql_header_in_test_configs', 'support_custom_ref_kwargs', 'require_corrected_analysis_fqns',
  'latest_version_pointer_enabled_by_default', 'use_catalogs_v2', 'allow_jinja_file_extensions', 'require_nested_cumulative_type_params',
  'require_yaml_configuration_for_mf_time_spines', 'require_batched_execution_for_custom_microbatch_strategy',
  'restrict_direct_pg_catalog_access', 'require_event_names_in_deprecations', 'show_all_deprecations', 'use_fast_test_edges',
  'upload_to_artifacts_ingest_api', 'event_time_start', 'event_time_end', 'inject_ephemeral_ctes', 'sample', 'state_modified_compare_unrendered_values',
]);
