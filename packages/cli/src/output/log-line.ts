export const logLevels = ['debug', 'info', 'warn', 'error', 'none'] as const;
export type LogLevel = (typeof logLevels)[number];

export interface LogEntry {
  readonly name: string;
  readonly code?: string;
  readonly level: Exclude<LogLevel, 'none'>;
  readonly text: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** One line of `--log-format json`, in the shape of dbt's structured logs. */
export function logLine(
  entry: LogEntry,
  { invocationId, timestamp }: { readonly invocationId: string; readonly timestamp: string },
): string {
  return JSON.stringify({
    info: {
      category: '',
      code: entry.code ?? '',
      extra: {},
      invocation_id: invocationId,
      level: entry.level,
      msg: entry.text,
      name: entry.name,
      pid: process.pid,
      thread: 'MainThread',
      ts: timestamp,
    },
    data: entry.data ?? {},
  });
}
