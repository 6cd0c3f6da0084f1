import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

export interface PreparedCopy {
  readonly project: string;
  /** Holds the profile that leads to the warehouse. */
  readonly profiles: string;
  readonly warehouse: string;
  readonly remove: () => void;
}

const leftOut = new Set(['.git', 'target', 'logs', 'node_modules', '.venv']);

/** A copy of a project, with a profile of its own on an empty DuckDB file. */
export function copyProject(from: string, packages: ReadonlyMap<string, string> = new Map()): PreparedCopy {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tfm-compare-')));
  const project = join(folder, 'project');
  copyFolder(from, project);
  for (const [name, source] of packages) copyFolder(source, join(project, 'dbt_packages', name));
  if (packages.size > 0) {
    // dbt counts what is installed: one entry for each, whoever asked for it.
    const local = [...packages.values()].map((source) => ({ local: source }));
    writeFileSync(join(project, 'packages.yml'), JSON.stringify({ packages: local }));
    for (const name of ['dependencies.yml', 'package-lock.yml']) rmSync(join(project, name), { force: true });
  }
  const profiles = join(folder, 'profiles');
  mkdirSync(profiles);
  // The name of the file is the name of the database: it must be the same for both tools.
  const warehouse = join(folder, 'warehouse.duckdb');
  const target = { type: 'duckdb', path: warehouse, schema: 'main', threads: 4 };
  const profile = { [profileOf(project)]: { target: 'dev', outputs: { dev: target } } };
  writeFileSync(join(profiles, 'profiles.yml'), JSON.stringify(profile, null, 2));
  return {
    project,
    profiles,
    warehouse,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function copyFolder(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  cpSync(from, to, { recursive: true, filter: (path) => path === from || !leftOut.has(basename(path)) });
}

/** The profile that the project asks for; a line of its own in every project file. */
function profileOf(project: string): string {
  const path = join(project, 'dbt_project.yml');
  if (!existsSync(path)) throw new Error(`${path} does not exist: that is no dbt project`);
  const found = /^profile:\s*['"]?([^'"#\n]+?)['"]?\s*(#.*)?$/m.exec(readFileSync(path, 'utf8'));
  return found?.[1] ?? 'default';
}
