import { setMaxListeners } from 'node:events';
import { WarehouseError } from '@tfm/core';

/** At most so many pieces of work at a time; the others wait in the order in which they came. */
export interface Slots {
  /** Waits for a free place. Rejects with `interrupted` when the signal is aborted meanwhile. */
  run<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

export function makeSlots(size: number): Slots {
  let free = size;
  const waiting: (() => void)[] = [];

  const take = (signal: AbortSignal | undefined): Promise<void> => {
    if (signal?.aborted) return Promise.reject(interrupted());
    if (free > 0) {
      free--;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const enter = () => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        waiting.splice(waiting.indexOf(enter), 1);
        reject(interrupted());
      };
      waiting.push(enter);
      signal?.addEventListener('abort', leave, { once: true });
    });
  };

  return {
    async run(work, signal) {
      await take(signal);
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next === undefined) free++;
        else next();
      }
    },
  };
}

/** The error of a statement that was cancelled by us. */
export function interrupted(sql?: string): WarehouseError {
  return new WarehouseError('interrupted', 'Interrupted', { sql });
}

/** For a signal that a whole connection listens to: many listeners are no leak there, and Node is told so. */
export function sharedAbort(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}
