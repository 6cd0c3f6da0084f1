import {
  type Diagnostic,
  diagnostic,
  isJsonMap,
  type JsonMap,
  type JsonObjectSchema,
  type JsonValue,
  nearest,
  type Outcome,
  type ParsedSource,
  type Span,
} from '@tfm/core';

/** The `load:` block of a source that comes from files, checked. */
export interface FilesSettings {
  /** As written, `{table}` replaced. */
  readonly path: string;
  readonly delimiter: string;
  /** Texts that mean null, beside a field without any character. */
  readonly nullValues: ReadonlySet<string>;
  /** Type names by column, as written; they go before the source's own `columns`. */
  readonly columns: ReadonlyMap<string, string>;
}

export const filesSettingsSchema: JsonObjectSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: {
    path: {
      type: 'string',
      minLength: 1,
      description:
        'The CSV file, from the project folder; {table} is the name of the table. * and ? match within a name.',
    },
    columns: {
      type: 'object',
      additionalProperties: { type: 'string' },
      description: 'Types by column: go before the data_type of the columns of the source.',
    },
    delimiter: {
      type: 'string',
      minLength: 1,
      maxLength: 1,
      description: 'What separates values; a comma by default.',
    },
    null_values: {
      type: 'array',
      items: { type: 'string' },
      description: 'Texts that mean null, beside nothing at all: ["NULL"].',
    },
    disposition: { enum: ['replace'], description: 'All rows are replaced by those of the file.' },
  },
  required: ['path'],
  additionalProperties: false,
};

const KEYS = Object.keys(filesSettingsSchema.properties as object);

export function readSettings(source: ParsedSource): Outcome<FilesSettings | undefined> {
  const settings: JsonMap = source.load?.settings ?? new Map<string, JsonValue>();
  const diagnostics: Diagnostic[] = [];
  const name = sourceLabel(source);
  const wrong = (key: string, problem: string): void => {
    diagnostics.push(
      diagnostic('load-setting', { source: name, key, problem }, { at: placeOf(source, key) }),
    );
  };
  for (const key of settings.keys()) {
    if (KEYS.includes(key)) continue;
    const parameters = { source: name, key, loader: 'files', known: KEYS, nearest: nearest(key, KEYS) };
    diagnostics.push(diagnostic('unknown-load-key', parameters, { at: placeOf(source, key) }));
  }
  const path = settings.get('path');
  if (typeof path !== 'string' || path.trim() === '') {
    wrong('path', path === undefined ? 'is missing: it names the file' : 'must be the path of a file');
  } else if (path.includes('\0')) wrong('path', 'has a NUL character');
  const delimiter = settings.get('delimiter') ?? ',';
  const isDelimiter =
    typeof delimiter === 'string' && [...delimiter].length === 1 && !'"\r\n\0'.includes(delimiter);
  if (!isDelimiter) wrong('delimiter', 'must be one character, and no quote or line end');
  const nullValues = settings.get('null_values') ?? [];
  if (!Array.isArray(nullValues) || nullValues.some((value) => typeof value !== 'string'))
    wrong('null_values', 'must be a list of texts');
  const columns = settings.get('columns') ?? new Map<string, JsonValue>();
  if (!isJsonMap(columns) || [...columns.values()].some((type) => typeof type !== 'string')) {
    wrong('columns', 'must map columns to types, as in {id: bigint}');
  }
  const disposition = settings.get('disposition') ?? 'replace';
  if (disposition !== 'replace')
    wrong('disposition', 'must be "replace": a file is always loaded as a whole');
  if (diagnostics.length > 0) return { value: undefined, diagnostics };
  return {
    value: {
      path: String(path).replaceAll('{table}', source.name),
      delimiter: String(delimiter),
      nullValues: new Set(nullValues as readonly string[]),
      columns: new Map([...(columns as JsonMap)].map(([column, type]) => [column, String(type)])),
    },
    diagnostics: [],
  };
}

/** Where a key of the block stands. */
export function placeOf(source: ParsedSource, key: string): Span {
  return source.load?.places.get(key) ?? source.load?.at ?? source.at;
}

export function sourceLabel(source: ParsedSource): string {
  return `${source.sourceName}.${source.name}`;
}
