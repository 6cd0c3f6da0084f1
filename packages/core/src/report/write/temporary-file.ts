import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

/** Temporary files of this process: two commands of one process may write at the same time. */
const inUse = new Set<string>();

/** A name that no other writer takes; it counts as in use until it is forgotten. */
export function newTemporary(dir: string): string {
  const path = join(dir, `.tfm-${process.pid}-${randomBytes(8).toString('hex')}.tmp`);
  inUse.add(path);
  return path;
}

export function forgetTemporary(path: string): void {
  inUse.delete(path);
}

export function isInUse(path: string): boolean {
  return inUse.has(path);
}

/** The process that made a temporary file; undefined: it is none. */
export function ownerOfTemporary(name: string): number | undefined {
  const pid = /^\.tfm-(\d+)-[0-9a-f]{16}\.tmp$/.exec(name)?.[1];
  return pid === undefined ? undefined : Number(pid);
}
