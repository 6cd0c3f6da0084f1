import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';

/** What one whole process cost, its children included. Seconds and bytes. */
export interface Measurement {
  readonly wall: number;
  /** User and system time together. */
  readonly cpu: number;
  /** The most memory that was resident at once, over all processes; 0: it was over before it could be read. */
  readonly peakMemory: number;
}

export interface Command {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env?: { readonly [name: string]: string };
}

/** What the process printed goes here; shown when it fails. */
export interface MeasureOptions {
  readonly logFile: string;
}

const pollEvery = 10;

/**
 * Runs a command to its end. Bash's `time` reads what the kernel accounts for the process and all its descendants,
 * to the millisecond, and does not count bash itself. Memory is read from /proc while the command runs.
 */
export async function measureProcess(command: Command, options: MeasureOptions): Promise<Measurement> {
  const log = openSync(options.logFile, 'w');
  const script = `TIMEFORMAT='%3R %3U %3S'; time "$@" >&3 2>&3 3>&-`;
  const child = spawn('bash', ['-c', script, 'bash', ...command.argv], {
    cwd: command.cwd,
    env: { ...process.env, ...command.env },
    stdio: ['ignore', 'ignore', 'pipe', log],
  });
  closeSync(log);
  const memory = new MemoryWatch(child.pid ?? 0);
  const timer = setInterval(() => memory.read(), pollEvery);
  let timing = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    timing += text;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  }).finally(() => clearInterval(timer));
  if (code !== 0) throw new Error(failureText(command, code, options.logFile));
  const [wall = 0, user = 0, system = 0] = timing.trim().split(' ').map(Number);
  return { wall, cpu: user + system, peakMemory: memory.peak };
}

function failureText(command: Command, code: number | null, logFile: string): string {
  const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-20);
  return `Exit code ${code} in ${command.cwd}: ${command.argv.join(' ')}\n${lines.join('\n')}`;
}

/** Reads the resident memory of all descendants of a process. */
class MemoryWatch {
  readonly #root: number;
  peak = 0;

  constructor(root: number) {
    this.#root = root;
  }

  read(): void {
    let together = 0;
    for (const pid of descendantsOf(this.#root)) {
      const status = readIfThere(`/proc/${pid}/status`);
      together += kilobytes(status, 'VmRSS');
      // A process may have had its peak between two readings.
      this.peak = Math.max(this.peak, kilobytes(status, 'VmHWM') * 1024);
    }
    this.peak = Math.max(this.peak, together * 1024);
  }
}

function descendantsOf(root: number): readonly number[] {
  const found: number[] = [];
  const open = [root];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    const children = readIfThere(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
    found.push(...children);
    open.push(...children);
  }
  return found;
}

function kilobytes(status: string, key: string): number {
  return Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
