import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { WarehouseError } from '@tfm/core';
import { interrupted } from '../sql/slots.ts';
import type { ChildAnswers, ChildReply, ChildRequest } from './protocol.ts';

/** How long a child may take to close its database before it is ended. */
const CLOSE_TIMEOUT_MS = 3000;

/** Nothing of our environment is the child's business, but where temporary files go. */
const PASSED_ON = ['SQLITE_TMPDIR', 'TMPDIR', 'TMP', 'TEMP', 'SystemRoot'];

interface Pending {
  readonly request: ChildRequest;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: WarehouseError) => void;
}

/** The parent's end of a process that holds the database. */
export class SqliteChild {
  /** How many of the connection-wide statements it has run. */
  settingsApplied = 0;
  readonly #process: ChildProcess;
  readonly #pending = new Map<number, Pending>();
  readonly #exited: Promise<void>;
  #lastId = 0;
  #killed = false;
  #complaint = '';
  #failure: WarehouseError | undefined;

  constructor() {
    const env = Object.fromEntries(PASSED_ON.map((name) => [name, process.env[name]]));
    this.#process = fork(childEntry(), [], {
      env,
      execArgv: ['--disable-warning=ExperimentalWarning'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#process.stderr?.on('data', (data: Buffer) => {
      this.#complaint = `${this.#complaint}${data.toString()}`.slice(-2000);
    });
    this.#process.on('message', (reply: ChildReply) => this.#receive(reply));
    this.#exited = new Promise((resolve) => {
      this.#process.once('exit', (code, signal) => {
        this.#end(code, signal);
        resolve();
      });
      this.#process.once('error', (error) => {
        this.#complaint = error.message;
        this.#end(null, null);
        resolve();
      });
    });
    this.#hold(false);
  }

  get usable(): boolean {
    return this.#failure === undefined && !this.#killed;
  }

  /** Sends a request. Aborting ends the process: there is no other way to stop a statement. */
  async ask<R extends ChildRequest>(request: R, signal?: AbortSignal): Promise<ChildAnswers[R['op']]> {
    const sql = 'sql' in request ? request.sql : undefined;
    if (signal?.aborted || this.#killed) throw interrupted(sql);
    if (this.#failure !== undefined) throw this.#failure;
    const id = ++this.#lastId;
    const answer = new Promise<unknown>((resolve, reject) => {
      this.#pending.set(id, { request, resolve, reject });
    });
    const abort = () => this.kill();
    signal?.addEventListener('abort', abort, { once: true });
    this.#hold(true);
    // The callback's error says that the channel is gone: the exit that follows tells the same to everyone.
    this.#process.send({ id, request }, () => {});
    try {
      return (await answer) as ChildAnswers[R['op']];
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }

  /** Ends the process, whatever it does. An open transaction is rolled back by whoever opens the file next. */
  kill(): void {
    this.#killed = true;
    this.#process.kill('SIGKILL');
  }

  /** Resolves when the process is gone and its locks with it. */
  async gone(): Promise<void> {
    this.#hold(true);
    await this.#exited;
  }

  async close(): Promise<void> {
    if (this.usable) {
      const timer = setTimeout(() => this.kill(), CLOSE_TIMEOUT_MS);
      await this.ask({ op: 'close' }).catch(() => this.kill());
      await this.gone();
      clearTimeout(timer);
    }
    await this.gone();
  }

  #receive(reply: ChildReply): void {
    const pending = this.#pending.get(reply.id);
    this.#pending.delete(reply.id);
    this.#hold(this.#pending.size > 0);
    if (pending === undefined) return;
    if ('value' in reply) {
      pending.resolve(reply.value);
      return;
    }
    const sql = 'sql' in pending.request ? pending.request.sql : undefined;
    const { kind, message, position } = reply.error;
    pending.reject(new WarehouseError(kind, message, { sql, position }));
  }

  #end(code: number | null, signal: NodeJS.Signals | null): void {
    if (this.#failure !== undefined) return;
    const how = signal === null ? `exit code ${code ?? 'unknown'}` : signal;
    const words = this.#complaint.trim().split('\n').at(-1) ?? '';
    this.#failure = new WarehouseError(
      'connection',
      `The process that holds the SQLite database ended (${how})${words === '' ? '' : `: ${words}`}`,
    );
    for (const { request, reject } of this.#pending.values()) {
      const sql = 'sql' in request ? request.sql : undefined;
      const committing = sql === COMMIT;
      if (committing)
        reject(
          new WarehouseError('outcome-unknown', 'The process ended during COMMIT', { cause: this.#failure }),
        );
      else reject(this.#killed ? interrupted(sql) : this.#failure);
    }
    this.#pending.clear();
  }

  /** Only a running request keeps our process alive: an idle child ends with us. */
  #hold(wanted: boolean): void {
    const parts = [
      this.#process,
      this.#process.channel,
      this.#process.stderr as { ref?(): void; unref?(): void } | null,
    ];
    for (const part of parts) {
      if (wanted) part?.ref?.();
      else part?.unref?.();
    }
  }
}

export const COMMIT = 'commit';

/** The child's program: beside this file, or beside the bundle that this file became a part of. */
function childEntry(): string {
  const here = import.meta.url;
  return fileURLToPath(new URL(here.endsWith('.ts') ? './child.ts' : './sqlite-child.js', here));
}
