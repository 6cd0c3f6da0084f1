/** What the benchmark asks every tool to do. */
export type Operation = 'version' | 'help' | 'parse' | 'ls' | 'compile' | 'build';

/** A tool that can be measured. */
export interface Tool {
  readonly name: string;
  /** How its projects are written. */
  readonly notation: 'dbt' | 'sqlbuild';
  readonly env: { readonly [name: string]: string };
  /** Runs in the project's folder; null: the tool has nothing like it. */
  command(operation: Operation): readonly string[] | null;
}

/** What a tool keeps between runs, in the project's folder. */
export const cacheFolders = ['target', 'logs', '.tfm', '.sqlbuild'] as const;
