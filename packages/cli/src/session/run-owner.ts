import { hostname, userInfo } from 'node:os';
import { processStarted } from '@tfm/adapters';
import type { RunOwner } from '@tfm/core';
import { version } from '../version.ts';

/** Who runs: kept in the lock, and shown to whoever meets it. */
export function runOwner(): RunOwner {
  return {
    who: userName(),
    host: hostname(),
    pid: process.pid,
    processStarted: processStarted(process.pid) ?? '',
    toolVersion: version,
  };
}

/** A container may run under a number that has no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'unknown');
  }
}
