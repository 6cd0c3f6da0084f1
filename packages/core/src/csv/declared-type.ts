import type { ColumnType } from '../project/column-type.ts';

/** What a type name in YAML means for values that come as text. */
export interface DeclaredType {
  readonly type: ColumnType;
  /** Narrower than the type's own bounds (`smallint`). */
  readonly range?: readonly [bigint, bigint];
  /** `varchar(20)` */
  readonly maxLength?: number;
  /** The name means nothing more than the type, so that the type may stand for it in DDL. */
  readonly isPlain: boolean;
}

const PLAIN: Readonly<Record<string, ColumnType>> = {
  boolean: { kind: 'boolean' },
  bool: { kind: 'boolean' },
  integer: { kind: 'integer' },
  int: { kind: 'integer' },
  int4: { kind: 'integer' },
  bigint: { kind: 'bigint' },
  int8: { kind: 'bigint' },
  double: { kind: 'double' },
  'double precision': { kind: 'double' },
  float8: { kind: 'double' },
  text: { kind: 'text' },
  varchar: { kind: 'text' },
  string: { kind: 'text' },
  'character varying': { kind: 'text' },
  date: { kind: 'date' },
  time: { kind: 'time' },
  'time without time zone': { kind: 'time' },
  timestamp: { kind: 'timestamp' },
  datetime: { kind: 'timestamp' },
  'timestamp without time zone': { kind: 'timestamp' },
  timestamptz: { kind: 'timestamptz' },
  'timestamp with time zone': { kind: 'timestamptz' },
  json: { kind: 'json' },
};

/** Names that mean more than the type that holds their values. */
const SPECIAL: Readonly<Record<string, Omit<DeclaredType, 'isPlain'>>> = {
  tinyint: { type: { kind: 'integer' }, range: [-128n, 127n] },
  smallint: { type: { kind: 'integer' }, range: [-32_768n, 32_767n] },
  int2: { type: { kind: 'integer' }, range: [-32_768n, 32_767n] },
  hugeint: { type: { kind: 'decimal', precision: 38, scale: 0 } },
  float: { type: { kind: 'double' } },
  float4: { type: { kind: 'double' } },
  real: { type: { kind: 'double' } },
  uuid: { type: { kind: 'text' } },
  jsonb: { type: { kind: 'json' } },
  // Without digits each warehouse means something else; DuckDB's meaning.
  decimal: { type: { kind: 'decimal', precision: 18, scale: 3 } },
  numeric: { type: { kind: 'decimal', precision: 18, scale: 3 } },
};

export const MAX_DECIMAL_PRECISION = 38;

/** All names without arguments: for hints. */
export const TYPE_NAMES: readonly string[] = [...Object.keys(PLAIN), ...Object.keys(SPECIAL)];

/** Undefined for names that tfm does not know; a warehouse may. */
export function declaredType(written: string): DeclaredType | undefined {
  const parts =
    /^([a-z][a-z0-9 ]*?)\s*(?:\(\s*(\d{1,9})\s*(?:,\s*(\d{1,9})\s*)?\))?(\s+with(?:out)? time zone)?$/u.exec(
      written.trim().toLowerCase().replaceAll(/\s+/gu, ' '),
    );
  if (parts === null) return undefined;
  const [, base = '', first, second, zone = ''] = parts;
  const name = base + zone;
  if (first === undefined) {
    const plain = Object.hasOwn(PLAIN, name) ? PLAIN[name] : undefined;
    if (plain !== undefined) return { type: plain, isPlain: true };
    const special = Object.hasOwn(SPECIAL, name) ? SPECIAL[name] : undefined;
    return special === undefined ? undefined : { ...special, isPlain: false };
  }
  if (name === 'decimal' || name === 'numeric') {
    const [precision, scale] = [Number(first), Number(second ?? 0)];
    if (precision < 1 || precision > MAX_DECIMAL_PRECISION || scale > precision) return undefined;
    return { type: { kind: 'decimal', precision, scale }, isPlain: true };
  }
  if (second !== undefined) return undefined;
  if (['varchar', 'char', 'character', 'character varying', 'text', 'string'].includes(name)) {
    return { type: { kind: 'text' }, maxLength: Number(first), isPlain: false };
  }
  const isTemporal = ['time', 'timestamp', 'datetime', 'timestamptz'].includes(base) && Number(first) <= 6;
  const temporal = isTemporal && Object.hasOwn(PLAIN, name) ? PLAIN[name] : undefined;
  return temporal === undefined ? undefined : { type: temporal, isPlain: false };
}
