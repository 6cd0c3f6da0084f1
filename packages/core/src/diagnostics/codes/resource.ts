import { entry } from '../entry.ts';

/** Mistakes in models, sources, tests, macros and what describes them. */
export const resourceCodes = {
  'duplicate-resource': entry<{ kind: string; name: string }>(
    'error',
    ({ kind, name }) => `There are two ${kind}s called "${name}"`,
    () => 'rename one of them',
  ),
  'duplicate-description': entry<{ kind: string; name: string }>(
    'error',
    ({ kind, name }) => `${kind} "${name}" is described twice`,
    () => 'move everything into one of them',
  ),
  'duplicate-macro': entry<{ name: string; package: string }>(
    'error',
    ({ name, package: owner }) => `Package "${owner}" has two macros called "${name}"`,
    () => 'rename one of them',
  ),
  'duplicate-doc': entry<{ name: string }>(
    'error',
    ({ name }) => `There are two docs blocks called "${name}"`,
    () => 'rename one of them',
  ),
  'duplicate-test': entry<{ name: string }>(
    'error',
    ({ name }) => `Test "${name}" is written twice`,
    () => 'remove one of them, or give it a name of its own',
  ),
  'duplicate-column': entry<{ column: string; name: string }>(
    'warning',
    ({ column, name }) => `Column "${column}" of "${name}" is described twice; the last one counts`,
    () => 'move everything into one of them',
  ),
  'duplicate-package': entry<{ name: string; path: string }>(
    'error',
    ({ name, path }) => `Two packages are called "${name}"; one of them lies in ${path}`,
    () => 'remove one of them',
  ),
  'described-nothing': entry<{ kind: string; name: string; nearest: string | undefined }>(
    'warning',
    ({ kind, name }) => `There is no ${kind} called "${name}" for these properties`,
    ({ nearest }) =>
      nearest === undefined ? 'correct the name, or remove these lines' : `did you mean "${nearest}"?`,
  ),
  'resource-name': entry<{ kind: string; name: string; expected: string }>(
    'error',
    ({ kind, name, expected }) =>
      `"${name}" cannot be the name of ${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}: ${expected}`,
    () => 'rename it: letters, digits and _ only',
  ),
  'unknown-test': entry<{ name: string; nearest: string | undefined }>(
    'error',
    ({ name }) => `There is no generic test called "${name}"`,
    ({ nearest }) =>
      nearest === undefined ? 'write it in tests/generic/, as {% test … %}' : `did you mean "${nearest}"?`,
  ),
  'test-shape': entry<{ problem: string }>(
    'error',
    ({ problem }) => `A test cannot be read: ${problem}`,
    () => 'write its name, or its name with arguments: accepted_values: {arguments: {values: [a, b]}}',
  ),
  'test-argument-model': entry<{ name: string }>(
    'error',
    ({ name }) => `Test "${name}" has an argument "model"; tfm gives that one itself`,
    () => 'remove the argument',
  ),
  'test-argument': entry<{ test: string; argument: string; nearest: string | undefined; known: string }>(
    'error',
    ({ test, argument, known }) => `Test "${test}" has no argument "${argument}"; it takes ${known}`,
    ({ nearest }) =>
      nearest === undefined
        ? 'remove it, or declare it in the test: {% test name(model, argument) %}'
        : `did you mean "${nearest}"?`,
  ),
  'test-config-twice': entry<{ key: string; name: string }>(
    'error',
    ({ key, name }) => `Test "${name}" has "${key}" twice: under "config" and beside it`,
    () => 'keep the one under "config"',
  ),
  'unknown-doc': entry<{ name: string; nearest: string | undefined }>(
    'error',
    ({ name }) => `There is no docs block called "${name}"`,
    ({ nearest }) =>
      nearest === undefined
        ? 'write it in a .md file of a model folder: {% docs name %} … {% enddocs %}'
        : `did you mean "${nearest}"?`,
  ),
  'docs-block': entry<{ problem: string }>(
    'error',
    ({ problem }) => `A docs block cannot be read: ${problem}`,
    () => '{% docs name %} … {% enddocs %}',
  ),
  'no-snapshot-block': entry<object>(
    'warning',
    () => 'The file lies in a snapshot folder, but holds no snapshot block',
    () => '{% snapshot name %} … {% endsnapshot %}',
  ),
  'snapshot-config': entry<{ name: string; key: string }>(
    'error',
    ({ name, key }) => `Snapshot "${name}" has no "${key}"`,
    ({ key }) => (key === 'strategy' ? 'strategy: timestamp' : `${key}: <column>`),
  ),
  'unknown-version-file': entry<{ model: string; version: string; file: string }>(
    'error',
    ({ model, version, file }) =>
      `Version ${version} of model "${model}" needs the file ${file}.sql, which does not exist`,
    () => 'defined_in: <file name without extension>',
  ),
  'unknown-include-column': entry<{ column: string; model: string }>(
    'error',
    ({ column, model }) =>
      `Column "${column}" is included or excluded in a version of model "${model}", which has no such column`,
    ({ column }) => `describe it under "columns" of the model: - name: ${column}`,
  ),
  'seed-is-load-file': entry<{ seed: string; source: string }>(
    'error',
    ({ seed, source }) =>
      `File "${seed}" is both a seed and what source "${source}" loads; it can only be one of them`,
    () => 'move it out of the seed folder, or remove its description as a seed',
  ),
  'loader-without-load': entry<{ loader: string; name: string }>(
    'error',
    ({ loader, name }) => `Source "${name}" has loader "${loader}", but no "load" that says what is loaded`,
    () => 'load: {path: <file>}',
  ),
  'load-without-loader': entry<{ name: string }>(
    'error',
    ({ name }) => `Source "${name}" has "load", but no "loader"`,
    () => 'loader: files',
  ),
  'load-and-external': entry<{ name: string }>(
    'error',
    ({ name }) =>
      `Source "${name}" has both "load" and "external_location": its rows are either loaded or read in place`,
    () => 'remove one of them',
  ),
  'macro-arguments': entry<{ macro: string; argument: string; nearest: string | undefined }>(
    'warning',
    ({ macro, argument }) => `Macro "${macro}" has no argument "${argument}"`,
    ({ nearest }) =>
      nearest === undefined ? 'remove it, or add it to the macro' : `did you mean "${nearest}"?`,
  ),
  'package-config': entry<{ key: string }>(
    'warning',
    ({ key }) => `Deprecated: ${key}`,
    () => 'use the new name',
  ),
  'selector-problem': entry<{ problem: string }>(
    'error',
    ({ problem }) => problem,
    () => 'definition: "tag:nightly"',
  ),
  'unknown-var': entry<{ name: string; where: string; known: string; nearest: string | undefined }>(
    'error',
    ({ name, where, known }) => `Var "${name}" is not defined for ${where}; it has ${known}`,
    ({ nearest }) =>
      nearest === undefined
        ? "--vars '{name: value}', or a line under vars: of the project file"
        : `did you mean "${nearest}"?`,
  ),
  'ref-not-seen': entry<{ call: string }>(
    'error',
    ({ call }) =>
      `${call} was not seen when the project was parsed, so that its place in the order is not known`,
    ({ call }) => `add a line to the file: -- depends_on: {{ ${call} }}`,
  ),
  'undefined-name': entry<{ name: string }>(
    'warning',
    ({ name }) => `Name "${name}" is not defined, so that nothing is printed here`,
    ({ name }) => `define it before: {% set ${name} = … %}`,
  ),
};
