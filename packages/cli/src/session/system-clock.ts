import { setTimeout } from 'node:timers/promises';
import type { Clock } from '@tfm/core';

export const systemClock: Clock = {
  now() {
    // Node's own clock has milliseconds; the digits below come from the one that only grows.
    const micros = Math.floor((performance.now() % 1) * 1000);
    return `${new Date().toISOString().slice(0, -1)}${String(micros).padStart(3, '0')}Z`;
  },
  monotonic() {
    return performance.now();
  },
  async sleep(milliseconds, signal) {
    try {
      await setTimeout(milliseconds, undefined, { signal });
    } catch {
      // Aborted: awake at once.
    }
  },
};
