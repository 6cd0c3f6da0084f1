import { Worker } from 'node:worker_threads';
import { ChildSession } from './child-session.ts';
import type { ChildError, ChildReply, Numbered } from './protocol.ts';

// The process that holds a SQLite database. SQLite blocks whoever calls it: in the parent a long query would stop
// Ctrl-C, timers and the server. Here it can be cancelled, by ending the process.

const parent = process.ppid;
const session = new ChildSession();
let watched = false;

process.on('message', ({ id, request }: Numbered) => {
  let reply: ChildReply;
  try {
    reply = { id, value: session.answer(request) };
  } catch (error) {
    reply = { id, error: error as ChildError };
  }
  process.send!(reply, undefined, undefined, () => {
    if (request.op === 'close') process.exit(0);
  });
  if (!watched) watchParent();
});

process.on('disconnect', () => process.exit(0));

// Ctrl-C in a terminal goes to all its processes: whether a statement is finished or cancelled, the parent decides.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});

/**
 * In the middle of a statement this thread hears nothing. When the parent was killed, the statement would run on
 * and keep the database locked: so another thread looks whether the parent is still there.
 */
function watchParent(): void {
  watched = true;
  const code = `setInterval(() => { if (process.ppid !== ${parent}) process.kill(process.pid, 'SIGKILL'); }, 500);`;
  new Worker(code, { eval: true, env: {}, execArgv: [] }).unref();
}
