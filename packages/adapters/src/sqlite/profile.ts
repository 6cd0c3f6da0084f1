import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { isJsonMap, type JsonMap, type JsonObjectSchema, WarehouseError } from '@tfm/core';

export interface AttachedFile {
  readonly schema: string;
  /** Absolute. */
  readonly file: string;
}

/** A profile's output, read. */
export interface SqliteSettings {
  /** Absolute, or `:memory:`. */
  readonly file: string;
  readonly attach: readonly AttachedFile[];
  readonly extensions: readonly string[];
}

export const MEMORY = ':memory:';

const text = { type: 'string' } as const;

export const sqliteProfileSchema: JsonObjectSchema = {
  type: 'object',
  properties: {
    type: { const: 'sqlite' },
    path: { ...text, description: 'the database file, from the project folder on' },
    database: { ...text, description: 'a name for the database in artifacts' },
    schema: text,
    threads: { type: 'integer', minimum: 1 },
    schemas_and_paths: {
      type: 'object',
      additionalProperties: text,
      description: 'a file for each schema; one of them is "main"',
    },
    schema_directory: { ...text, description: 'the folder of further schemas: <schema>.db' },
    extensions: { type: 'array', items: text, description: 'paths of extension libraries' },
  },
  anyOf: [
    { required: ['path'] },
    { properties: { schemas_and_paths: { required: ['main'] } }, required: ['schemas_and_paths'] },
  ],
  additionalProperties: false,
};

/** Reads an output: tfm's plain `path`, or the keys of dbt-sqlite. */
export function readSqliteSettings(settings: JsonMap, schema: string, projectDir: string): SqliteSettings {
  const paths = settings.get('schemas_and_paths');
  const given = isJsonMap(paths)
    ? new Map([...paths].map(([name, file]) => [name, String(file)]))
    : new Map<string, string>();
  const main = textOf(settings, 'path') ?? given.get('main');
  if (main === undefined) {
    throw new WarehouseError(
      'statement',
      'A SQLite profile needs "path", or "schemas_and_paths" with "main"',
    );
  }
  const attach = new Map<string, string>();
  for (const [name, file] of given) if (name !== 'main') attach.set(name, resolveFile(file, projectDir));
  const directory = textOf(settings, 'schema_directory');
  if (directory !== undefined) {
    const folder = path.resolve(projectDir, directory);
    for (const [name, file] of schemaFiles(folder, schema)) if (!attach.has(name)) attach.set(name, file);
  }
  const mainFile = resolveFile(main, projectDir);
  const extensions = settings.get('extensions');
  return {
    file: mainFile,
    attach: [...attach]
      .filter(([, file]) => file !== mainFile)
      .map(([name, file]) => ({ schema: name, file })),
    extensions: Array.isArray(extensions)
      ? extensions.map((entry) => path.resolve(projectDir, String(entry)))
      : [],
  };
}

/** The schemas of a folder; the target's own is one of them from the first run on. */
function schemaFiles(folder: string, targetSchema: string): Map<string, string> {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.db')) : [];
  const schemas = new Set(names.map((name) => name.slice(0, -'.db'.length)));
  schemas.add(targetSchema);
  // Names that SQLite keeps for itself.
  for (const own of ['main', 'temp', '']) schemas.delete(own);
  return new Map([...schemas].sort().map((name) => [name, path.join(folder, `${name}.db`)]));
}

function resolveFile(file: string, projectDir: string): string {
  return file === MEMORY ? MEMORY : path.resolve(projectDir, file);
}

function textOf(settings: JsonMap, key: string): string | undefined {
  const value = settings.get(key);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
