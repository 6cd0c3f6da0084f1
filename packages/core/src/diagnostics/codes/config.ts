import { entry } from '../entry.ts';

/** Mistakes in the project file, the profile and in configs. */
export const configCodes = {
  'project-name': entry<{ name: string }>(
    'error',
    ({ name }) =>
      `"${name}" cannot be the name of a project: letters, digits and _ only, a letter or _ first`,
    ({ name }) => `name: ${name.replace(/\W+/g, '_').replace(/^(?=\d)/, '_') || 'my_project'}`,
  ),
  'project-name-reserved': entry<{ name: string }>(
    'error',
    ({ name }) => `A project cannot be called "${name}": templates use that name for something else`,
    ({ name }) => `name: ${name}_project`,
  ),
  'both-test-keys': entry<object>(
    'error',
    () => 'Both "tests" and "data_tests" are given here; they mean the same',
    () => 'move all into "data_tests"',
  ),
  'both-given': entry<{ first: string; second: string; where: string }>(
    'error',
    ({ first, second, where }) =>
      `Both "${first}" and "${second}" are given ${where}; only one of them can be`,
    ({ second }) => `remove "${second}"`,
  ),
  'key-in-tfm-only': entry<{ key: string }>(
    'warning',
    ({ key }) => `Key "${key}" of dbt_project.yml is tfm's own; dbt does not know it`,
    () => 'rename the file to tfm.yml',
  ),
  'require-version': entry<{ required: string; version: string }>(
    'error',
    ({ required, version }) => `The project requires dbt ${required}; tfm stands for dbt ${version}`,
    () => 'change require-dbt-version, or use --no-version-check',
  ),
  'profile-not-found': entry<{ name: string; nearest: string | undefined }>(
    'error',
    ({ name }) => `There is no profile "${name}" in profiles.yml`,
    ({ nearest }) =>
      nearest === undefined
        ? 'write it in profiles.yml, or name another: --profile <name>'
        : `did you mean "${nearest}"?`,
  ),
  'profiles-missing': entry<{ name: string; path: string }>(
    'warning',
    ({ name, path }) =>
      `No profiles.yml was found for profile "${name}"; the embedded DuckDB file "${path}" is used`,
    () => 'write profiles.yml beside the project file, or name its folder: --profiles-dir <folder>',
  ),
  'profile-unnamed': entry<object>(
    'error',
    () => 'A profile is asked for, but there is no profiles.yml',
    () => 'write profiles.yml beside the project file, or name its folder: --profiles-dir <folder>',
  ),
  'target-not-found': entry<{ name: string; profile: string; known: string; nearest: string | undefined }>(
    'error',
    ({ name, profile, known }) => `There is no target "${name}" in ${profile}; it has ${known}`,
    ({ nearest }) =>
      nearest === undefined
        ? 'write it there, or name another: --target <name>'
        : `did you mean "${nearest}"?`,
  ),
  'target-unclear': entry<{ profile: string; known: string }>(
    'error',
    ({ profile, known }) => `It is not said which target of ${profile} is used; it has ${known}`,
    () => 'add "target: <name>", or use --target <name>',
  ),
  'profile-wrong': entry<{ key: string; problem: string }>(
    'error',
    ({ key, problem }) => `Key "${key}" of the target ${problem}`,
    ({ key }) => `correct "${key}" of the target, and look at it with tfm debug`,
  ),
  'threads-wrong': entry<{ value: string }>(
    'error',
    ({ value }) => `The number of threads is "${value}"; it must be a whole number from 1 to 128`,
    () => 'threads: 4',
  ),
  'ignored-key': entry<{ key: string; where: string }>(
    'warning',
    ({ key, where }) => `Key "${key}" has no effect ${where}`,
    ({ key }) => `move it under "config": config: {${key}: …}`,
  ),
  'unused-config-path': entry<{ path: string; kind: string }>(
    'warning',
    ({ path, kind }) => `The configs under "${path}" apply to nothing: no ${kind} lies there`,
    ({ kind }) => `correct the path: tfm ls --resource-type ${kind} --output path`,
  ),
  'unknown-config': entry<{ key: string; where: string; nearest: string }>(
    'error',
    ({ key, where }) => `Unknown config "${key}" ${where}`,
    ({ nearest }) => `did you mean "${nearest}"? A config of your own goes under "meta"`,
  ),
  'unknown-project-flag': entry<{ key: string; nearest: string | undefined }>(
    'error',
    ({ key }) => `Unknown flag "${key}"`,
    ({ nearest }) => (nearest === undefined ? 'remove it' : `did you mean "${nearest}"?`),
  ),
  'reserved-name': entry<{ kind: string; name: string }>(
    'error',
    ({ kind, name }) => `${kind} "${name}": names that begin with "__tfm_" are tfm's own`,
    () => 'choose another name',
  ),
  'reserved-schema': entry<{ schema: string; name: string }>(
    'error',
    ({ schema, name }) => `"${name}" would lie in schema "${schema}", where tfm keeps its own tables`,
    () => 'choose another schema',
  ),
  'contract-needs-schema-change': entry<{ model: string; found: string }>(
    'error',
    ({ model, found }) =>
      `Incremental model "${model}" has an enforced contract and on_schema_change "${found}"`,
    () => 'on_schema_change: append_new_columns',
  ),
  'contract-needs-types': entry<{ model: string; columns: string }>(
    'error',
    ({ model, columns }) => `Model "${model}" has an enforced contract, but no data_type for ${columns}`,
    () => 'data_type: <type of the column>',
  ),
};
