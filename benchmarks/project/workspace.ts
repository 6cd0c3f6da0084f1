import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { digestOf, writeProject } from '../generate-project.ts';
import { cacheFolders, type Tool } from '../peers/tool.ts';
import { dbtFiles } from './dbt-files.ts';
import { projectShape, type ShapeOptions } from './project-shape.ts';
import { sqlbuildFiles } from './sqlbuild-files.ts';

const projects = fileURLToPath(new URL('../target/projects/', import.meta.url));

/** A project folder of one tool's own, so that no tool meets the traces of another. */
export interface Workspace {
  readonly dir: string;
  /** As if no tool had ever run here. */
  clear(): void;
  removeWarehouse(): void;
  /** Changes what a model in the middle of the graph says, each time to something new. */
  edit(): void;
}

/** Writes the project unless it is there already. */
export function workspace(tool: Tool, options: ShapeOptions): Workspace {
  const shape = projectShape(options);
  const files = tool.notation === 'dbt' ? dbtFiles(shape) : sqlbuildFiles(shape);
  const middle = shape.models.findLast(({ layer }) => layer === 'intermediate');
  const edited = [...files.keys()].find((path) => path.endsWith(`/${middle?.name}.sql`)) ?? '';
  const folder = `${options.models}-models-${options.tests}-tests-${options.seed}-${options.raw}`;
  return filesWorkspace(files, join(projects, folder, slug(tool.name)), edited);
}

/** The same for files of any kind. `edited` ends in `select * from final`. */
export function filesWorkspace(files: ReadonlyMap<string, string>, dir: string, edited: string): Workspace {
  const stamp = join(dir, '.digest');
  const digest = digestOf(files);
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== digest) {
    writeProject(files, dir);
    writeFileSync(stamp, digest);
  }
  const original = files.get(edited) ?? '';
  writeFileSync(join(dir, edited), original);
  let edits = 0;
  const remove = (names: readonly string[]): void => {
    for (const name of names) rmSync(join(dir, name), { recursive: true, force: true });
  };
  const removeWarehouse = (): void => {
    const names = ['synthetic.duckdb', 'synthetic.sqlite'];
    remove(names.flatMap((name) => [name, `${name}.wal`, `${name}-wal`, `${name}-shm`]));
  };
  return {
    dir,
    removeWarehouse,
    clear: () => {
      removeWarehouse();
      remove(cacheFolders);
      writeFileSync(join(dir, edited), original);
    },
    edit: () => {
      edits += 1;
      writeFileSync(join(dir, edited), original);
      appendFileSync(join(dir, edited), `where ${edits} > 0\n`);
    },
  };
}

function slug(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}
