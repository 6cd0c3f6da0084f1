import { version } from './version.ts';

/** Runs one command; the number is the exit code of the process. */
export async function main(_argv: readonly string[]): Promise<number> {
  process.stdout.write(`tfm ${version}\n`);
  return 0;
}
