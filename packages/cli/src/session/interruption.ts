/** Conventional exit codes: 128 + the signal's number. */
const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
type SignalName = keyof typeof signals;

/**
 * Ctrl-C and its kin. The first one asks the command to stop in order, the second one leaves at once. Commands that
 * have nothing to put in order never call `begin`, and end as any program does.
 */
export class Interruption {
  readonly #controller = new AbortController();
  readonly #onFirst: () => void;
  #begun = false;
  #exitCode: number | undefined;

  constructor(onFirst: () => void) {
    this.#onFirst = onFirst;
  }

  /** From now on signals are ours. */
  begin(): AbortSignal {
    if (!this.#begun) {
      this.#begun = true;
      for (const name of Object.keys(signals) as SignalName[]) process.on(name, () => this.#receive(name));
    }
    return this.#controller.signal;
  }

  get hasBegun(): boolean {
    return this.#begun;
  }

  get isStopped(): boolean {
    return this.#controller.signal.aborted;
  }

  /** Of the signal that came; undefined when none did. */
  get exitCode(): number | undefined {
    return this.#exitCode;
  }

  /** Stops the command in order for another reason: its reader has gone, or `q` was pressed. */
  stop(): void {
    this.#controller.abort();
  }

  #receive(name: SignalName): void {
    // What was begun in order is left at once: the publishing transaction is whole or not at all.
    if (this.#exitCode !== undefined) process.exit(signals[name]);
    this.#exitCode = signals[name];
    this.#onFirst();
    this.#controller.abort();
  }
}
