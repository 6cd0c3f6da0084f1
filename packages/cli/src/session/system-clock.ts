import { setTimeout } from 'node:timers/promises';
import type { Clock } from '@tfm/core';

/** More than that between the two clocks: somebody has set the system's. */
const tolerance = 20;
/** What the clock that only grows showed at 1970. */
let origin = performance.timeOrigin;

export const systemClock: Clock = {
  now() {
    // The system's clock has milliseconds only; the other one has the digits below.
    const drift = Date.now() - (origin + performance.now());
    if (Math.abs(drift) > tolerance) origin += drift;
    const time = origin + performance.now();
    const micros = Math.floor((time % 1) * 1000);
    return `${new Date(Math.floor(time)).toISOString().slice(0, -1)}${String(micros).padStart(3, '0')}Z`;
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
