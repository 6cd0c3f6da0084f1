import {
  anyMap,
  count,
  exactly,
  listOf,
  metadata,
  nothing,
  oneOf,
  text,
  textOrNull,
  time,
  truthOrNull,
} from './schema-words.ts';

const result = exactly({
  status: oneOf('success', 'error', 'skipped', 'partial success', 'no-op', 'pass', 'fail', 'warn'),
  timing: listOf(exactly({ name: oneOf('compile', 'execute'), started_at: time, completed_at: time })),
  thread_id: text,
  execution_time: count,
  adapter_response: exactly({ _message: text, code: text, rows_affected: { type: 'integer' } }, [
    '_message',
    'code',
    'rows_affected',
  ]),
  message: textOrNull,
  failures: { type: ['integer', 'null'], minimum: 0 },
  unique_id: { type: 'string', pattern: '^(model|seed|snapshot|test|analysis|exposure|operation)\\.' },
  compiled: truthOrNull,
  compiled_code: textOrNull,
  relation_name: textOrNull,
  batch_results: nothing,
  overload_results: nothing,
});

/** `run_results.json`, version 6, as tfm writes it: stricter than dbt's own schema, every key is there. */
export const runResultsSchema = exactly({
  metadata: exactly(metadata('run-results/v6')),
  results: listOf(result),
  elapsed_time: count,
  args: anyMap,
});
