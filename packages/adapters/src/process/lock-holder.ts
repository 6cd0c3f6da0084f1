import { hostname } from 'node:os';
import type { LockRecord } from '@tfm/core';
import { processLives } from './process-started.ts';

/** Whether a lock's holder is surely gone. Of another host nothing can be said: then it is not. */
export function holderIsDead(holder: LockRecord): boolean {
  return holder.host === hostname() && !processLives(holder.pid, holder.processStarted);
}

/** A lock record from JSON; undefined for anything else. */
export function parseLockRecord(text: string): LockRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const record = value as Record<string, unknown>;
  const texts = ['nonce', 'operation', 'runId', 'who', 'host', 'processStarted', 'toolVersion', 'takenAt'];
  const complete = texts.every((key) => typeof record[key] === 'string') && typeof record.pid === 'number';
  return complete ? (value as LockRecord) : undefined;
}
