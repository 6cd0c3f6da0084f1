import { entry } from '../entry.ts';

/** Mistakes found while a run is planned and carried out. */
export const runCodes = {
  'materialization-unknown': entry<{ name: string; model: string; nearest?: string | undefined }>(
    'error',
    ({ name, model }) => `Model "${model}" has the materialization "${name}", which does not exist`,
    ({ nearest }) =>
      nearest === undefined ? 'use view, table, incremental or ephemeral' : `did you mean "${nearest}"?`,
  ),
  'incremental-strategy-unknown': entry<{ model: string; strategy: string }>(
    'error',
    ({ model, strategy }) =>
      `Model "${model}" has the incremental strategy "${strategy}", which this warehouse does not have`,
    () => 'use append, delete+insert or merge',
  ),
  'parent-not-built': entry<{ kind: string; name: string; parentKind: string; parent: string }>(
    'error',
    ({ kind, name, parentKind, parent }) =>
      `${kind === 'test' ? 'Test' : 'Model'} "${name}" reads ${parentKind} "${parent}", which has never been built here`,
    ({ name }) => `tfm build --select +${name}`,
  ),
  'increment-key-broken': entry<{ model: string; key: string; nulls: number; doubled: number }>(
    'error',
    ({ model, key, nulls, doubled }) => {
      const found = [
        ...(nulls > 0 ? [`${nulls} without a key`] : []),
        ...(doubled > 0 ? [`${doubled} keys that stand more than once`] : []),
      ];
      return `The new rows of model "${model}" have ${found.join(' and ')} (unique_key: ${key})`;
    },
    ({ key }) => `filter the rows in the model, or choose a unique_key other than ${key}`,
  ),
  'increment-without-columns': entry<{ model: string }>(
    'error',
    ({ model }) => `The new rows of model "${model}" have no column in common with its table`,
    ({ model }) => `tfm build --full-refresh --select ${model}`,
  ),
  'test-result-shape': entry<{ test: string; rows: number; columns: number }>(
    'error',
    ({ test, rows, columns }) =>
      `Test "${test}" gave ${rows} rows of ${columns} columns; one row of three was expected`,
    () => 'let fail_calc be an aggregate, such as count(*)',
  ),
  'test-result-number': entry<{ test: string; value: string }>(
    'error',
    ({ test, value }) => `Test "${test}" counted "${value}", which is not a number`,
    () => 'let fail_calc be an aggregate that gives a number, such as count(*)',
  ),
  'source-stale': entry<{ name: string; newest: string | null; limit: string }>(
    'error',
    ({ name, newest, limit }) =>
      `Source "${name}" has ${newestWords(newest)}; ${limit} may pass (error_after)`,
    ({ name }) => `tfm show ${name}`,
  ),
  'source-late': entry<{ name: string; newest: string | null; limit: string }>(
    'warning',
    ({ name, newest, limit }) =>
      `Source "${name}" has ${newestWords(newest)}; ${limit} may pass (warn_after)`,
    ({ name }) => `tfm show ${name}`,
  ),
  'loaded-at-missing': entry<{ name: string }>(
    'error',
    ({ name }) => `Source "${name}" has thresholds of freshness, but nothing says when its rows were loaded`,
    () => 'loaded_at_field: the column that holds the time',
  ),
  'loaded-at-value': entry<{ name: string; value: string }>(
    'error',
    ({ name, value }) => `The newest row of source "${name}" was loaded at "${value}", which is not a time`,
    () => 'loaded_at_field: cast(the_column as timestamp)',
  ),
  'database-error': entry<{ name: string; problem: string }>(
    'error',
    ({ name, problem }) => `The database refused ${name}: ${problem}`,
    () => 'correct the SQL; tfm compile shows it as the database gets it',
  ),
  'publication-failed': entry<{ name: string; problem: string }>(
    'error',
    ({ name, problem }) => `"${name}" could not be published: ${problem}`,
    () => 'correct the cause, and run the same command again',
  ),
  interrupted: entry<{ name: string }>(
    'error',
    ({ name }) => `Interrupted: ${name} was cancelled`,
    () => 'run the same command again',
  ),
  'warehouse-failed': entry<{ problem: string }>(
    'error',
    ({ problem }) => problem,
    () => 'run the same command again',
  ),
  'lock-held': entry<{ operation: string; who: string; host: string; pid: number; since: string }>(
    'error',
    ({ operation, who, host, pid, since }) =>
      `Another run holds the build lock: tfm ${operation} of ${who} on ${host} (process ${pid}), since ${since}`,
    () => 'wait for it, or give it more time with --lock-timeout 60',
  ),
  'unknown-loader': entry<{ loader: string; known: string }>(
    'error',
    ({ loader }) => `There is no loader "${loader}"`,
    ({ known }) => `use one of: ${known}`,
  ),
  'python-model': entry<{ model: string }>(
    'error',
    ({ model }) => `Model "${model}" is written in Python, which tfm does not run`,
    ({ model }) => `write it in SQL, or leave it out: --exclude ${model}`,
  ),
  'hook-failed': entry<{ name: string; problem: string }>(
    'error',
    ({ name, problem }) => `A hook of ${name} failed: ${problem}`,
    () => 'correct the hook, and run the same command again',
  ),
  'increment-schema-changed': entry<{ model: string; added: readonly string[]; removed: readonly string[] }>(
    'error',
    ({ model, added, removed }) => {
      const changes = [
        ...(added.length > 0 ? [`has new columns (${added.join(', ')})`] : []),
        ...(removed.length > 0 ? [`lacks columns of its table (${removed.join(', ')})`] : []),
      ];
      return `The query of model "${model}" ${changes.join(' and ')}, and its on_schema_change is "fail"`;
    },
    ({ model }) => `tfm build --full-refresh --select ${model}`,
  ),
  'not-run': entry<{ what: string; count: number }>(
    'warning',
    ({ what, count }) =>
      `${count} ${what}${count === 1 ? ' was' : 's were'} read and checked, but this version of tfm does not run ${what}s`,
  ),
  'view-would-break': entry<{ name: string; view: string; problem: string }>(
    'error',
    ({ name, view, problem }) =>
      `Publishing "${name}" would break the view "${view}", which is not part of this run: ${problem}`,
    ({ name }) => `tfm build --select ${name}+`,
  ),
};

function newestWords(newest: string | null): string {
  return newest === null ? 'no rows' : `no row that is newer than ${newest}`;
}
