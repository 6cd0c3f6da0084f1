import { type Diagnostic, printDiagnostic, tidyDiagnostics } from '@tfm/core';
import { diagnosticRecord } from './diagnostic-record.ts';
import { type LogLevel, logLevels, logLine } from './log-line.ts';
import { paintDiagnostic } from './paint-diagnostic.ts';
import { createPalette, type Palette } from './palette.ts';
import { Redactor } from './redactor.ts';

/** Where text goes: the part of Node's streams that is used. */
export interface TextStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface OutputOptions {
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  readonly colours: { readonly stdout: boolean; readonly stderr: boolean };
  readonly format: 'text' | 'json';
  readonly level: LogLevel;
  readonly quiet: boolean;
  /** Redraws a line at the bottom; only where somebody looks. */
  readonly live: boolean;
  readonly invocationId: string;
  readonly now: () => string;
}

/** What is said, for people and for the programs that read dbt's log lines. */
export interface Saying {
  /** dbt's name of the event, where it has one. */
  readonly name: string;
  readonly code?: string;
  readonly level?: Exclude<LogLevel, 'none'>;
  readonly text: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** The one sink: every byte that leaves passes here, and the redactor. Results and progress go to stdout, mistakes to stderr. */
export class Output {
  readonly palette: Palette;
  readonly format: 'text' | 'json';
  /** Columns to fill; a pipe counts as 80. */
  readonly width: number;
  /** Undefined in a pipe, where nothing is cut. */
  readonly cutAt: number | undefined;
  readonly isLive: boolean;
  readonly level: LogLevel;
  readonly #options: OutputOptions;
  readonly #redactor = new Redactor();
  readonly #errorPalette: Palette;
  #status = '';
  #isClosed = false;
  /** The last thing written, on either stream, was an empty line. */
  #afterGap = true;

  constructor(options: OutputOptions) {
    this.#options = options;
    this.palette = createPalette(options.colours.stdout && options.format === 'text');
    this.#errorPalette = createPalette(options.colours.stderr && options.format === 'text');
    this.format = options.format;
    this.cutAt = options.stdout.isTTY === true ? (options.stdout.columns ?? 80) : undefined;
    this.width = Math.min(Math.max(this.cutAt ?? 80, 40), 100);
    this.isLive = options.live && options.format === 'text' && !options.quiet;
    this.level = options.quiet ? 'error' : options.level;
  }

  /** The reader has gone: nothing is written any more. */
  close(): void {
    this.#isClosed = true;
  }

  hide(secrets: Iterable<string>): void {
    this.#redactor.add(secrets);
  }

  redact(text: string): string {
    return this.#redactor.redact(text);
  }

  /** What the command was asked for: printed even when it should be quiet. */
  result(text: string, saying: Omit<Saying, 'text'> = { name: 'Result' }): void {
    if (this.format === 'json') this.#logLine({ level: 'info', ...saying, text });
    else this.#write(this.#options.stdout, `${text}\n`);
  }

  /** What the command was asked for, byte by byte as it is, for other programs: never wrapped into a log line. */
  raw(text: string): void {
    this.#write(this.#options.stdout, text);
  }

  says(level: Exclude<LogLevel, 'none'>): boolean {
    return logLevels.indexOf(level) >= logLevels.indexOf(this.level);
  }

  /** Progress and news. */
  say(saying: Saying): void {
    if (!this.says(saying.level ?? 'info')) return;
    if (this.format === 'json') this.#logLine(saying);
    else this.#write(this.#options.stdout, `${saying.text}\n`);
  }

  /** An empty line, unless there is one already. */
  gap(): void {
    if (this.format === 'text' && !this.#afterGap) this.say({ name: 'Formatting', text: '' });
  }

  /** A note beside the results, on stderr. */
  note(text: string): void {
    if (this.says('info') && this.format === 'text') this.#write(this.#options.stderr, `${text}\n`);
  }

  /** Mistakes, each once. Warnings are left out when only errors are wanted. */
  complain(diagnostics: readonly Diagnostic[]): void {
    for (const diagnostic of tidyDiagnostics(diagnostics)) {
      if (!this.says(diagnostic.severity === 'error' ? 'error' : 'warn')) continue;
      if (this.format === 'json') {
        const record = diagnosticRecord(diagnostic);
        const level = diagnostic.severity === 'error' ? 'error' : 'warn';
        this.#logLine(
          { name: 'Diagnostic', level, text: diagnostic.message, data: record },
          this.#options.stderr,
        );
      } else {
        const text = paintDiagnostic(printDiagnostic(diagnostic), this.#errorPalette);
        this.#write(this.#options.stderr, `${text}\n\n`);
      }
    }
  }

  /** Draws the line at the bottom anew; an empty text takes it away. */
  status(text: string): void {
    if (!this.isLive || this.#isClosed || text === this.#status) return;
    this.#options.stdout.write(`${this.#status === '' ? '' : '\r\u001b[2K'}${this.#redactor.redact(text)}`);
    this.#status = text;
  }

  #logLine(saying: Saying, stream: TextStream = this.#options.stdout): void {
    const { invocationId, now } = this.#options;
    this.#write(stream, `${logLine({ level: 'info', ...saying }, { invocationId, timestamp: now() })}\n`);
  }

  #write(stream: TextStream, text: string): void {
    if (this.#isClosed) return;
    const redacted = this.#redactor.redact(text);
    this.#afterGap = text === '\n' || text.endsWith('\n\n');
    if (this.#status === '') {
      stream.write(redacted);
      return;
    }
    // The status line makes room, and comes back below what was written.
    this.#options.stdout.write('\r\u001b[2K');
    stream.write(redacted);
    this.#options.stdout.write(this.#redactor.redact(this.#status));
  }
}
