import type { JsonMap, JsonValue } from '../project/json-value.ts';
import { mapOr } from './config/merge-config.ts';

export interface ExternalLocationRequest {
  readonly source: JsonMap;
  readonly table: JsonMap;
  /** What the placeholders `{name}`, `{identifier}` … stand for. */
  readonly values: Readonly<Record<string, string>>;
}

/**
 * dbt-duckdb's `external_location`: a source that is a file. Written under `meta` or `config` of the table or the
 * source. A path is put in quotes; a call such as `read_csv('…')` stays as it is.
 */
export function externalLocation({ source, table, values }: ExternalLocationRequest): string | null {
  const location = [table, source].map(locationOf).find((value) => value !== undefined);
  if (location === undefined) return null;
  const text = location.replaceAll(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
  if (text.includes('(') || text.startsWith("'")) return text;
  return `'${text.replaceAll("'", "''")}'`;
}

function locationOf(level: JsonMap): string | undefined {
  const config = mapOr(level.get('config'));
  const places: readonly (JsonValue | undefined)[] = [
    config.get('external_location'),
    mapOr(config.get('meta')).get('external_location'),
    mapOr(level.get('meta')).get('external_location'),
    mapOr(level.get('external')).get('location'),
  ];
  return places.find((value) => typeof value === 'string' && value !== '') as string | undefined;
}
