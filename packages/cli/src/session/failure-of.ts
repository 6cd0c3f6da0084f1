import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { diagnostic, WarehouseError } from '@tfm/core';
import { version } from '../version.ts';
import type { CommandContext } from './command-context.ts';
import { CommandFailure } from './command-failure.ts';
import { exitCodes } from './exit-codes.ts';
import { findProject } from './find-project.ts';

/** Whatever was thrown, as what the user is told. Nobody ever sees a trace, unless it was asked for. */
export function failureOf(error: unknown, context: CommandContext): CommandFailure {
  if (error instanceof CommandFailure) return error;
  if (error instanceof WarehouseError) return warehouseFailure(error);
  if (isSystemError(error))
    return new CommandFailure(exitCodes.warehouse, [
      diagnostic('system-error', { problem: systemWords(error) }),
    ]);
  return bugFailure(error, context);
}

function warehouseFailure(error: WarehouseError): CommandFailure {
  const exitCode = error.kind === 'locked' ? exitCodes.locked : exitCodes.warehouse;
  const place = error.hint === undefined ? {} : { hint: error.hint };
  return new CommandFailure(exitCode, [diagnostic('warehouse-failed', { problem: error.message }, place)]);
}

const systemCodes = ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'EIO', 'EMFILE', 'ENFILE', 'ENOMEM'];

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error && systemCodes.includes(String(error.code));
}

/** `EACCES: permission denied, open '/…'` without the number and the call. */
function systemWords({ message }: Error): string {
  return message.replace(/^[A-Z]+: /, '');
}

function bugFailure(error: unknown, context: CommandContext): CommandFailure {
  const problem = error instanceof Error ? error.message : String(error);
  const trace = error instanceof Error ? (error.stack ?? problem) : problem;
  if (context.output.level === 'debug') context.output.note(trace);
  const file = keepTrace(trace, context);
  const hint =
    file === undefined
      ? 'please report it, with what --debug prints'
      : `please report it, with the file ${file}`;
  return new CommandFailure(exitCodes.bug, [diagnostic('internal-error', { problem }, { hint })]);
}

/** Into the logs of the project, when there is one. */
function keepTrace(trace: string, context: CommandContext): string | undefined {
  try {
    const folder = join(findProject(context), 'logs');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const name = `bug-${context.startedAt.slice(0, 19).replaceAll(':', '-')}-${process.pid}.log`;
    const text = `tfm ${version}, node ${process.version}, ${process.platform} ${process.arch}, tfm ${context.command}\n\n${trace}\n`;
    writeFileSync(join(folder, name), context.output.redact(text), { mode: 0o600 });
    return `logs/${name}`;
  } catch {
    return undefined;
  }
}
