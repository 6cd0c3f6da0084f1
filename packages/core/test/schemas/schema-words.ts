/** A JSON Schema, or a part of one. */
export interface Schema {
  readonly [keyword: string]: unknown;
}

/** The few words in which the artifact schemas are written. */
export const text: Schema = { type: 'string' };
export const textOrNull: Schema = { type: ['string', 'null'] };
export const truth: Schema = { type: 'boolean' };
export const truthOrNull: Schema = { type: ['boolean', 'null'] };
export const count: Schema = { type: 'number', minimum: 0 };
export const anyMap: Schema = { type: 'object' };
export const nothing: Schema = { type: 'null' };
export const emptyMap: Schema = { type: 'object', maxProperties: 0 };
export const id: Schema = { type: 'string', pattern: '^[a-z_]+\\.[^.]+\\..+$' };
/** Relative, with `/`, and never up. */
export const path: Schema = { type: 'string', pattern: '^(?![/\\\\])(?!\\.\\./)(?!.*/\\.\\./)' };
export const time: Schema = {
  type: 'string',
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z$',
};

export const listOf = (items: Schema): Schema => ({ type: 'array', items });
export const mapOf = (values: Schema): Schema => ({ type: 'object', additionalProperties: values });
export const orNull = (schema: Schema): Schema => ({ anyOf: [schema, nothing] });
export const oneOf = (...values: readonly (string | null)[]): Schema => ({ enum: values });
export const only = (value: unknown): Schema => ({ const: value });

/** A map with exactly these keys, those in `optional` left out at will. The order is the order they are written in. */
export function exactly(
  properties: { readonly [key: string]: Schema },
  optional: readonly string[] = [],
): Schema {
  const required = Object.keys(properties).filter((key) => !optional.includes(key));
  return { type: 'object', properties, required, additionalProperties: false };
}

/** What the metadata of every artifact has. */
export const metadata = (schema: string): { readonly [key: string]: Schema } => ({
  dbt_schema_version: only(`https://schemas.getdbt.com/dbt/${schema}.json`),
  dbt_version: { type: 'string', pattern: '^1\\.\\d+\\.\\d+$' },
  generated_at: time,
  invocation_id: { type: 'string', pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' },
  invocation_started_at: time,
  env: mapOf(text),
});
