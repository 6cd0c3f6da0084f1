import { existsSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** Writes a file that is there whole or not at all; a link to it stays one. */
export function writeWhole(file: string, text: string): void {
  const target = existsSync(file) ? realpathSync(file) : file;
  const fresh = `${target}.tfm-${crypto.randomUUID()}`;
  try {
    writeFileSync(fresh, text, { flag: 'wx' });
    renameSync(fresh, target);
  } finally {
    rmSync(fresh, { force: true });
  }
}
