import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The built command line, as users start it. */
export const tfmBin = fileURLToPath(new URL('../../cli/bin/tfm.js', import.meta.url));

export interface TfmResult {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface TfmOptions {
  readonly cwd: string;
  /** Another launcher than the built one: a tfm with a planted bug. */
  readonly bin?: string;
  readonly env?: { readonly [name: string]: string };
  /** Called as soon as the process runs: to send it signals. */
  readonly onStart?: (child: ChildProcess) => void;
  /** Milliseconds after which it is killed; a test must never wait for ever. */
  readonly timeout?: number;
}

/** Environment variables that a developer's shell may hold and that would change what a test sees. */
const foreign = /^(DBT_|TFM_|NO_COLOR$|FORCE_COLOR$|CI$|COLUMNS$)/;

/** Runs `tfm` to its end with the Node that runs the test. */
export function runTfm(args: readonly string[], options: TfmOptions): Promise<TfmResult> {
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [options.bin ?? tfmBin, ...args], {
      cwd: options.cwd,
      env: { ...Object.fromEntries(kept), ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), options.timeout ?? 60_000);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, stdout, stderr });
    });
    options.onStart?.(child);
  });
}
