import { runTfm, type TemporaryProject, type TfmOptions, temporaryProject } from '@tfm/testkit';
import { newProjectFiles } from '../src/commands/new-project-files.ts';

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface TestProject extends TemporaryProject {
  /** Runs the built command line here; times are replaced. */
  tfm(line: string | readonly string[], options?: Omit<TfmOptions, 'cwd'>): Promise<Run>;
}

/** The project that `tfm init shop` makes, with changes. */
export function shop(changes: { readonly [path: string]: string } = {}): TestProject {
  return testProject({ ...Object.fromEntries(newProjectFiles('shop')), ...changes });
}

export function testProject(files: { readonly [path: string]: string }): TestProject {
  const project = temporaryProject(files);
  return {
    ...project,
    tfm: async (line, options = {}) => {
      const words = typeof line === 'string' ? line.split(' ').filter(Boolean) : line;
      const { code, signal, stdout, stderr } = await runTfm(words, { cwd: project.dir, ...options });
      if (signal !== null)
        throw new Error(`tfm ${words.join(' ')} was ended by ${signal}\n${stdout}\n${stderr}`);
      return { code, stdout: normal(stdout, project.dir), stderr: normal(stderr, project.dir) };
    },
  };
}

/** What differs from run to run: times, the folder, ids. */
function normal(text: string, dir: string): string {
  return text
    .replaceAll(dir, '<dir>')
    .replace(/\b\d+\.\d\ds\b/g, '0.00s')
    .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '<uuid>');
}

/** Lines of a text in a fixed order: nodes that run side by side finish in any. */
export function sortedLines(text: string): string {
  return text.split('\n').sort().join('\n');
}
