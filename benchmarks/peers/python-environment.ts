import { execFileSync } from 'node:child_process';
import { existsSync, globSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface EnvironmentRequest {
  /** Its folder; made once and kept. */
  readonly folder: string;
  readonly atLeast: readonly [major: number, minor: number];
  readonly pipArguments: readonly string[];
}

/** Makes a virtual environment with some packages. Throws when there is no Python that is new enough. */
export function pythonEnvironment(request: EnvironmentRequest): void {
  const { folder, atLeast, pipArguments } = request;
  const python = findPython(atLeast);
  try {
    execFileSync(python, ['-m', 'venv', folder], { stdio: 'ignore' });
    execFileSync(join(folder, 'bin/pip'), ['install', '--quiet', ...pipArguments], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** The Pythons on the path, then those that pyenv keeps. */
function findPython([major, minor]: readonly [number, number]): string {
  const names = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11'];
  const kept = globSync(join(homedir(), '.pyenv/versions/*/bin/python3')).sort();
  const found = [...names, ...kept].find((python) => isAtLeast(python, major, minor));
  if (found === undefined) throw new Error(`it needs Python ${major}.${minor} or later, and there is none`);
  return found;
}

function isAtLeast(python: string, major: number, minor: number): boolean {
  if (python.includes('/') && !existsSync(python)) return false;
  const check = `import sys; sys.exit(0 if sys.version_info >= (${major}, ${minor}) else 1)`;
  try {
    execFileSync(python, ['-c', check], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
