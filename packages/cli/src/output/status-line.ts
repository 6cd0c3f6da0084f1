import { cutTo } from '@tfm/core';
import type { Output } from './output.ts';

interface RunningNode {
  readonly name: string;
  readonly startedMs: number;
}

/** The line at the bottom of a terminal: what runs, for how long, how much is done. Quick runs never show it. */
export class StatusLine {
  readonly #output: Output;
  readonly #running = new Map<string, RunningNode>();
  readonly #startedMs = performance.now();
  #timer: NodeJS.Timeout | undefined;
  #done = 0;
  #total = 0;
  #note: string | undefined;

  constructor(output: Output) {
    this.#output = output;
  }

  start(total: number): void {
    this.#total = total;
    if (!this.#output.isLive) return;
    this.#timer = setInterval(() => this.#draw(), 100);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#output.status('');
  }

  nodeStarted(id: string, name: string): void {
    this.#running.set(id, { name, startedMs: performance.now() });
  }

  nodeEnded(id: string): void {
    if (this.#running.delete(id)) this.#done += 1;
  }

  /** Instead of the running nodes: a phase of the run itself. */
  note(text: string | undefined): void {
    this.#note = text;
  }

  #draw(): void {
    const now = performance.now();
    if (now - this.#startedMs < 300) return;
    const seconds = (from: number) => `${Math.floor((now - from) / 1000)}s`;
    const names = [...this.#running.values()].map(({ name, startedMs }) => `${name} ${seconds(startedMs)}`);
    const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
    const doing = this.#note ?? (names.length === 0 ? 'waiting' : `${names.slice(0, 3).join(', ')}${more}`);
    const count = `${this.#done} of ${this.#total} done, ${seconds(this.#startedMs)}`;
    const room = (this.#output.cutAt ?? 80) - 1;
    this.#output.status(this.#output.palette.dim(cutTo(`${count}: ${doing}`, room)));
  }
}
