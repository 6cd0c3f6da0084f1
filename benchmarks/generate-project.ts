// Writes a synthetic dbt project, the same bytes for the same seed:
//   node benchmarks/generate-project.ts --models 1000 --tests 2000 --seed 1 --out some/folder
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { dbtFiles } from './project/dbt-files.ts';
import { projectShape, type ShapeOptions } from './project/project-shape.ts';

/** The files of a project that dbt and tfm run, path → text. */
export function generateProject(options: ShapeOptions): ReadonlyMap<string, string> {
  return dbtFiles(projectShape(options));
}

/** A digest of paths and texts, in any order. */
export function digestOf(files: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256');
  for (const path of [...files.keys()].sort()) hash.update(JSON.stringify([path, files.get(path)]));
  return hash.digest('hex');
}

/** Writes the files into an empty folder; whatever lay there is gone. */
export function writeProject(files: ReadonlyMap<string, string>, folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  for (const [path, text] of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      models: { type: 'string', default: '1000' },
      tests: { type: 'string', default: '2000' },
      seed: { type: 'string', default: '1' },
      raw: { type: 'string', default: 'models' },
      out: { type: 'string' },
    },
  });
  const { out } = values;
  if (out === undefined) throw new Error('Say where to write the project: --out <folder>');
  if (values.raw !== 'models' && values.raw !== 'sources') throw new Error('--raw is models or sources');
  const numbers = { models: Number(values.models), tests: Number(values.tests), seed: Number(values.seed) };
  const files = generateProject({ ...numbers, raw: values.raw });
  writeProject(files, out);
  console.log(`${files.size} files in ${out}, digest ${digestOf(files).slice(0, 16)}`);
}
