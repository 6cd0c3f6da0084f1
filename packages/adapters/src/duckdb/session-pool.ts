import { makeSlots } from '../sql/slots.ts';
import type { Owner } from './owner.ts';
import { Session } from './session.ts';

/** DuckDB runs its calls on libuv's threads: the one after the last of them waits, whatever we do. */
export function threadPoolSize(): number {
  const size = Number(process.env.UV_THREADPOOL_SIZE);
  return Number.isInteger(size) && size > 0 ? size : 4;
}

/**
 * Connections of the driver, made as they are needed. What is bounded is how many statements run, not how many
 * connections are open: a stream or a transaction that waits for its caller blocks nobody.
 */
export class SessionPool {
  readonly owner: Owner;
  readonly #slots;
  readonly #prepare: (session: Session) => Promise<void>;
  /** The last one used comes first: work that follows work meets the same temporary tables. */
  readonly #idle: Session[] = [];
  readonly #busy = new Set<Session>();
  #closed = false;

  /** `prepare` brings a session up to date before each use. */
  constructor(owner: Owner, size: number, prepare: (session: Session) => Promise<void>) {
    this.owner = owner;
    this.#slots = makeSlots(size);
    this.#prepare = prepare;
  }

  /** One statement on any session. */
  async use<T>(work: (session: Session) => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.#slots.run(async () => {
      const session = await this.take();
      try {
        return await work(session);
      } finally {
        this.give(session);
      }
    }, signal);
  }

  /** Counts as a running statement, on a session that was taken. */
  inSlot<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.#slots.run(work, signal);
  }

  /** A session for longer; it has to be given back. */
  async take(): Promise<Session> {
    const session = this.#idle.pop() ?? (await this.#open());
    this.#busy.add(session);
    try {
      await this.#prepare(session);
    } catch (error) {
      this.give(session);
      throw error;
    }
    return session;
  }

  give(session: Session): void {
    this.#busy.delete(session);
    this.owner.guardLog();
    if (session.broken) this.owner.invalidate(session.generation);
    if (this.#closed || session.retired || session.generation !== this.owner.generation)
      session.connection.closeSync();
    else this.#idle.push(session);
    this.#dropOutdated();
  }

  interruptAll(): void {
    for (const session of this.#busy) session.interrupt();
  }

  close(): void {
    this.#closed = true;
    for (const session of this.#idle.splice(0)) session.connection.closeSync();
  }

  async #open(): Promise<Session> {
    const connection = await this.owner.connect();
    // Read after connecting: a reopened file is a new generation.
    const session = new Session(this.owner.driver, connection, this.owner.generation);
    // Positions in bytes and types of errors, instead of text that is made for terminals.
    await session.guard(() => connection.run('set errors_as_json = true'));
    return session;
  }

  #dropOutdated(): void {
    for (let index = this.#idle.length - 1; index >= 0; index--) {
      const session = this.#idle[index]!;
      if (session.generation === this.owner.generation) continue;
      this.#idle.splice(index, 1);
      session.connection.closeSync();
    }
  }
}
