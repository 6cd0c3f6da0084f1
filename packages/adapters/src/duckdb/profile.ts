import path from 'node:path';
import { isJsonMap, type JsonMap, type JsonObjectSchema, type JsonValue, WarehouseError } from '@tfm/core';

export interface AttachedDatabase {
  readonly path: string;
  readonly alias: string | undefined;
  readonly type: string | undefined;
  readonly readOnly: boolean;
  readonly options: ReadonlyMap<string, string>;
}

/** A profile's output, read. */
export interface DuckdbSettings {
  /** Absolute, or `:memory:`. */
  readonly path: string;
  /** Given to the instance when it is made. */
  readonly configOptions: Readonly<Record<string, string>>;
  /** `SET` on each connection. */
  readonly settings: ReadonlyMap<string, string>;
  readonly extensions: readonly string[];
  readonly attach: readonly AttachedDatabase[];
}

export const MEMORY = ':memory:';

const text = { type: 'string' } as const;
const scalars = { type: 'object', additionalProperties: { type: ['string', 'number', 'boolean'] } } as const;

export const duckdbProfileSchema: JsonObjectSchema = {
  type: 'object',
  properties: {
    type: { const: 'duckdb' },
    path: { ...text, description: 'the database file, from the project folder on; ":memory:" keeps nothing' },
    database: { ...text, description: 'follows from the file name; when given, it has to match' },
    schema: text,
    threads: { type: 'integer', minimum: 1 },
    config_options: { ...scalars, description: 'options of the engine when it opens the file' },
    settings: { ...scalars, description: 'SET on every connection' },
    extensions: {
      type: 'array',
      items: {
        anyOf: [text, { type: 'object', properties: { name: text, repo: text }, required: ['name'] }],
      },
      description: 'loaded when installed; tfm downloads none',
    },
    attach: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          path: text,
          alias: text,
          type: text,
          read_only: { type: 'boolean' },
          secret: text,
          is_ducklake: { type: 'boolean' },
          options: scalars,
        },
        required: ['path'],
        additionalProperties: false,
      },
    },
    secrets: { type: 'array', items: { type: 'object' } },
    external_root: text,
    filesystems: { type: 'array' },
    plugins: { type: 'array' },
    module_paths: { type: 'array' },
    retries: { type: 'object' },
    disable_transactions: { type: 'boolean' },
    keep_open: { type: 'boolean' },
    use_credential_provider: text,
    remote: { type: 'object' },
    is_ducklake: { type: 'boolean' },
    motherduck_token: text,
  },
  additionalProperties: false,
};

/** The name that DuckDB gives a database of this path. */
export function databaseNameOf(file: string): string {
  if (file === MEMORY || file === '') return 'memory';
  // One leading dot is not where the name ends: ".hidden.duckdb" is "hidden".
  const name = path.basename(file).replace(/^\./, '').split('.')[0] ?? '';
  // Names of its own that DuckDB gives way to.
  return ['main', 'temp', 'system'].includes(name) ? `${name}_db` : name;
}

export function pathSetting(settings: JsonMap): string {
  const value = settings.get('path');
  return typeof value === 'string' && value !== '' ? value : MEMORY;
}

/** Reads an output. What tfm cannot do is refused by name: building without it would build something else. */
export function readDuckdbSettings(settings: JsonMap, projectDir: string): DuckdbSettings {
  for (const key of ['plugins', 'filesystems', 'secrets', 'remote', 'is_ducklake']) {
    if (isUsed(settings.get(key))) throw unsupported(`The key "${key}" of a DuckDB profile is not supported`);
  }
  const given = pathSetting(settings);
  if (/^(md|motherduck):|^[a-z][a-z0-9+.-]+:\/\//i.test(given)) {
    throw unsupported(
      `A DuckDB database at "${given.replace(/\?.*$/s, '')}" is not supported: only files and ":memory:" are`,
    );
  }
  const file = given === MEMORY ? MEMORY : path.resolve(projectDir, given);
  const name = databaseNameOf(file);
  const database = settings.get('database');
  if (typeof database === 'string' && database !== name) {
    throw new WarehouseError(
      'statement',
      `The profile says database "${database}", but the file's name makes it "${name}"`,
      {
        hint: `remove "database" from the profile, or write "database: ${name}"`,
      },
    );
  }
  return {
    path: file,
    configOptions: Object.fromEntries(textMap(settings.get('config_options'))),
    settings: textMap(settings.get('settings')),
    extensions: listOf(settings.get('extensions'))
      .map(extensionName)
      .filter((name) => name !== ''),
    attach: listOf(settings.get('attach'))
      .filter(isJsonMap)
      .map((entry) => readAttach(entry, projectDir)),
  };
}

function readAttach(entry: JsonMap, projectDir: string): AttachedDatabase {
  const given = textOf(entry.get('path')) ?? '';
  if (isUsed(entry.get('is_ducklake')) || isUsed(entry.get('secret'))) {
    // The path is not shown: for other databases it is a connection string.
    throw unsupported('"is_ducklake" and "secret" of an attached database are not supported');
  }
  const type = textOf(entry.get('type'));
  const isFile =
    !given.includes(':') && given !== '' && (type === undefined || /^(duckdb|sqlite)$/i.test(type));
  return {
    path: isFile ? path.resolve(projectDir, given) : given,
    alias: textOf(entry.get('alias')),
    type,
    readOnly: entry.get('read_only') === true,
    options: textMap(entry.get('options')),
  };
}

function extensionName(value: JsonValue): string {
  return (isJsonMap(value) ? textOf(value.get('name')) : textOf(value)) ?? '';
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

function textMap(value: JsonValue | undefined): ReadonlyMap<string, string> {
  if (!isJsonMap(value)) return new Map();
  return new Map([...value].map(([key, entry]) => [key, String(entry)]));
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isUsed(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || value === false || value === '') return false;
  if (Array.isArray(value)) return value.length > 0;
  return !isJsonMap(value) || value.size > 0;
}

function unsupported(message: string): WarehouseError {
  return new WarehouseError('unsupported', message);
}
