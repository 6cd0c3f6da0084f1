import { setTimeout } from 'node:timers/promises';
import { diagnostic, type Failpoint, failpoints, nearest, type ReachFailpoint } from '@tfm/core';
import { CommandFailure } from './command-failure.ts';
import { exitCodes } from './exit-codes.ts';

const actions = ['kill', 'throw', 'hang', 'sleep'] as const;
type Action = (typeof actions)[number];

/**
 * `TFM_FAILPOINT=name:action[:nth]`, for tests of what a death at this very place leaves behind. Without it nothing
 * happens anywhere.
 */
export function reachFailpoint(setting: string | undefined): ReachFailpoint {
  if (setting === undefined || setting === '') return () => undefined;
  const { name, action, nth } = parse(setting);
  let met = 0;
  return async (reached) => {
    if (reached !== name) return;
    met += 1;
    if (met === nth) await act(action, name);
  };
}

function parse(setting: string): { readonly name: Failpoint; readonly action: Action; readonly nth: number } {
  const [first = '', second = '', third = '1', ...rest] = setting.split(':');
  const name = failpoints.find((failpoint) => failpoint === first);
  const action = actions.find((known) => known === second);
  const nth = /^[1-9]\d*$/.test(third) ? Number(third) : undefined;
  if (name !== undefined && action !== undefined && nth !== undefined && rest.length === 0)
    return { name, action, nth };
  const expected = `name:action[:nth] with a known name and one of ${actions.join(', ')}`;
  throw new CommandFailure(exitCodes.mistake, [
    diagnostic('flag-value', {
      flag: 'TFM_FAILPOINT',
      value: setting,
      expected,
      nearest: name === undefined ? nearest(first, failpoints) : undefined,
    }),
  ]);
}

async function act(action: Action, name: Failpoint): Promise<void> {
  switch (action) {
    case 'kill':
      process.kill(process.pid, 'SIGKILL');
      // The signal may take a moment: nothing more of the run may happen.
      await new Promise(() => setInterval(() => {}, 1000));
      return;
    case 'throw':
      throw new Error(`failpoint ${name}`);
    case 'hang':
      await new Promise(() => setInterval(() => {}, 1000));
      return;
    case 'sleep':
      await setTimeout(2000);
  }
}
