/** Time, injected: the only way the core learns of it. */
export interface Clock {
  /** ISO time, UTC, microseconds: for people and records. */
  now(): string;
  /** Milliseconds that only ever grow: for durations and time limits. */
  monotonic(): number;
  /** Resolves after so many milliseconds, or at once when the signal is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
