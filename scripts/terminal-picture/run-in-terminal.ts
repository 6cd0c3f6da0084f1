import { spawn, spawnSync } from 'node:child_process';

export interface TerminalRun {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly columns: number;
}

/** Variables that would change what the command prints. */
const foreign = /^(DBT_|TFM_|NO_COLOR$|FORCE_COLOR$|CI$|COLUMNS$|LINES$)/;

/** Everything that a command writes to a terminal; throws when it fails. */
export async function runInTerminal(run: TerminalRun): Promise<string> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
  const hasScript = spawnSync('script', ['--version'], { stdio: 'ignore' }).status === 0;
  const [program = '', ...args] = hasScript ? inPseudoTerminal(run) : run.argv;
  const asked = hasScript ? { TERM: 'xterm-256color' } : { FORCE_COLOR: '1', COLUMNS: String(run.columns) };
  const child = spawn(program, args, {
    cwd: run.cwd,
    env: { ...env, ...asked },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) throw new Error(`Exit code ${code}: ${run.argv.join(' ')}\n${output}`);
  return output;
}

/** `script` of util-linux gives the command a terminal of its own, and its exit code back. */
function inPseudoTerminal({ argv, columns }: TerminalRun): readonly string[] {
  const quoted = argv.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  return ['script', '-qec', `stty cols ${columns} rows 50; exec ${quoted}`, '/dev/null'];
}
