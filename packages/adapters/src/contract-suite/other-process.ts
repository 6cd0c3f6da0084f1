import type { Adapter, JsonValue } from '@tfm/core';

// The far end of the cases with two processes: opens the same database and does as it is told.

/**
 * `hold` opens and waits to be ended; `open` opens and closes; `read` runs a query again and again; `write` runs
 * one statement, which does not end.
 */
export type Task = 'hold' | 'open' | 'read' | 'write';

interface Orders {
  readonly module: string;
  readonly adapter: string;
  readonly type: string;
  readonly settings: readonly (readonly [string, JsonValue])[];
  readonly projectDir: string;
  readonly task: Task;
  readonly readOnly: boolean;
  readonly sql: string;
}

const orders = JSON.parse(process.argv[2]!) as Orders;
const tell = (answer: unknown) => process.stdout.write(`${JSON.stringify(answer)}\n`);

try {
  const { [orders.adapter]: adapter } = (await import(orders.module)) as Record<string, Adapter>;
  const target = {
    profileName: 'p',
    name: 'other',
    type: orders.type,
    threads: 1,
    database: null,
    schema: 'main',
    settings: new Map(orders.settings),
  };
  const connection = await adapter!.connect(target, {
    projectDir: orders.projectDir,
    threads: 1,
    readOnly: orders.readOnly,
  });
  tell({ ready: true });
  if (orders.task === 'write') await connection.execute(orders.sql);
  if (orders.task === 'hold') await new Promise((resolve) => process.stdin.once('data', resolve));
  const seen = { reads: 0, errors: [] as string[], mixed: 0, backwards: 0 };
  let last = 0n;
  let ended = orders.task !== 'read';
  process.stdin.once('end', () => {
    ended = true;
  });
  process.stdin.resume();
  while (!ended) {
    try {
      const { rows } = await connection.query(orders.sql);
      const [least, greatest, count] = rows[0] as [bigint, bigint, bigint];
      if (least !== greatest || count !== 1000n) seen.mixed++;
      if (greatest < last) seen.backwards++;
      last = greatest;
    } catch (error) {
      seen.errors.push(String(error));
    }
    seen.reads++;
  }
  await connection.close();
  tell(seen);
} catch (error) {
  const { kind, message } = error as { kind?: string; message: string };
  tell({ error: { kind, message } });
}
process.stdin.destroy();
