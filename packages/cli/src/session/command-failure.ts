import { type Diagnostic, diagnostic, type Span, WarehouseError } from '@tfm/core';
import { exitCodes } from './exit-codes.ts';

/** Ends a command from anywhere inside it: what to say, and the exit code. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  readonly exitCode: number;
  readonly diagnostics: readonly Diagnostic[];

  constructor(exitCode: number, diagnostics: readonly Diagnostic[]) {
    super(diagnostics[0]?.message ?? `exit code ${exitCode}`);
    this.exitCode = exitCode;
    this.diagnostics = diagnostics;
  }
}

/** A database that could not be opened. */
export function connectFailure(error: WarehouseError, target: string): CommandFailure {
  const place = error.hint === undefined ? {} : { hint: error.hint };
  if (error.kind === 'locked') {
    const problem = lowerFirst(error.message);
    return new CommandFailure(exitCodes.locked, [diagnostic('warehouse-locked', { target, problem }, place)]);
  }
  if (isMissingDatabase(error)) {
    return new CommandFailure(exitCodes.warehouse, [
      diagnostic('database-missing', { target, problem: lowerFirst(error.message) }),
    ]);
  }
  return new CommandFailure(exitCodes.warehouse, [
    diagnostic('warehouse-unreachable', { target, problem: lowerFirst(error.message) }, place),
  ]);
}

/** The file of an embedded database is not there, and the command may not make it. */
export function isMissingDatabase(error: unknown): boolean {
  return error instanceof WarehouseError && /^There is no database at /.test(error.message);
}

/** A query of `show` that the database refused, or a database that cannot answer. */
export function queryFailure(error: WarehouseError, what: string): CommandFailure {
  const hint = error.hint === undefined ? {} : { hint: error.hint };
  if (error.kind === 'interrupted') return new CommandFailure(exitCodes.failed, []);
  if (error.kind !== 'statement' && error.kind !== 'constraint' && error.kind !== 'unsupported')
    return new CommandFailure(exitCodes.warehouse, [
      diagnostic('warehouse-failed', { problem: error.message }, hint),
    ]);
  const at: Span | undefined =
    error.sql === undefined || error.position === undefined
      ? undefined
      : {
          source: { path: `compiled SQL of ${what}`, text: error.sql },
          start: error.position,
          end: error.position + 1,
        };
  const place = at === undefined ? hint : { at, ...hint };
  return new CommandFailure(exitCodes.failed, [
    diagnostic('query-failed', { what, problem: error.message }, place),
  ]);
}

function lowerFirst(text: string): string {
  // Names and abbreviations keep their capital.
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
