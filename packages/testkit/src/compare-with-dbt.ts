import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyProject, type PreparedCopy } from './compare/copy-project.ts';
import { differencesOf } from './compare/differences.ts';
import { runTool } from './compare/run-tool.ts';
import { readRelations } from './compare/stored-relations.ts';
import type { NodeOutcome, ToolOutcome } from './compare/tool-outcome.ts';
import { tfmBin } from './run-tfm.ts';

export interface CompareOptions {
  /** The project's folder; it is copied, never written to. */
  readonly project: string;
  /** The `dbt` of a Python environment with dbt-duckdb. */
  readonly dbt: string;
  /** Folders put into `dbt_packages`, by the package's name: what `deps` would fetch. */
  readonly packages?: ReadonlyMap<string, string>;
  /** More arguments of `build`, for both tools: `--vars`, `--exclude`. */
  readonly buildArguments?: readonly string[];
  readonly env?: { readonly [name: string]: string };
  /** Keeps the two copies, to look at. */
  readonly keep?: boolean;
}

export interface Comparison {
  readonly dbt: ToolOutcome;
  readonly tfm: ToolOutcome;
  /** One line each; empty: both tools made the same of the project. */
  readonly differences: readonly string[];
  readonly remove: () => void;
}

/** Builds copies of a project with dbt and with tfm, both on DuckDB files of their own, and compares what came out. */
export async function compareWithDbt(options: CompareOptions): Promise<Comparison> {
  if (!existsSync(options.dbt)) throw new Error(`dbt is not installed: there is no ${options.dbt}`);
  const copies = {
    dbt: copyProject(options.project, options.packages),
    tfm: copyProject(options.project, options.packages),
  };
  const dbt = await outcome([options.dbt, '--quiet'], copies.dbt, options);
  const tfm = await outcome([process.execPath, tfmBin], copies.tfm, options);
  const remove = () => {
    copies.dbt.remove();
    copies.tfm.remove();
  };
  if (options.keep !== true) remove();
  return { dbt, tfm, differences: differencesOf(dbt, tfm), remove };
}

async function outcome(
  command: readonly string[],
  copy: PreparedCopy,
  options: CompareOptions,
): Promise<ToolOutcome> {
  const run = (...args: readonly string[]) =>
    runTool([...command, ...args, ...(options.buildArguments ?? [])], {
      cwd: copy.project,
      env: { ...options.env, DBT_PROFILES_DIR: copy.profiles, DBT_SEND_ANONYMOUS_USAGE_STATS: 'false' },
    });
  const list = await run('ls');
  const build = await run('build');
  return {
    build,
    list,
    folder: copy.project,
    relations: readRelations(copy.warehouse),
    results: readResults(copy.project),
  };
}

interface RunResults {
  readonly results: readonly {
    readonly unique_id: string;
    readonly status: string;
    readonly failures: number | null;
    readonly message: string | null;
  }[];
}

function readResults(project: string): ReadonlyMap<string, NodeOutcome> {
  const path = join(project, 'target', 'run_results.json');
  if (!existsSync(path)) return new Map();
  const { results } = JSON.parse(readFileSync(path, 'utf8')) as RunResults;
  return new Map(
    results.map(({ unique_id, status, failures, message }) => [unique_id, { status, failures, message }]),
  );
}
