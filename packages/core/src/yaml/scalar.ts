import { floatValue, integerValue, type JsonValue } from '../project/json-value.ts';

/*
 * Plain scalars as PyYAML's safe loader (YAML 1.1) reads them, which is what dbt's files mean. It differs from the
 * letter of YAML 1.1: `y` and `n` are text, `1e3` is text (no point, no sign), `08` is text.
 */
const nullPattern = /^(?:~|null|Null|NULL|)$/;
const truePattern = /^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/;
const falsePattern = /^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/;
const integerPattern =
  /^[-+]?(?:0b[0-1_]+|0[0-7_]+|(?:0|[1-9][0-9_]*)|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const floatPattern =
  /^(?:[-+]?(?:[0-9][0-9_]*)\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
/** Only texts that begin with one of these can be anything but text. */
const special = /^[-+.0-9~nNyYtTfFoO]/;
/** Digits of the longest whole number that is still read as one; a longer one is a mistake or an attack. */
const mostDigits = 400;

/** What an unquoted scalar means. Dates stay text: that is how dbt's files use them. */
export function plainScalar(text: string): JsonValue {
  if (text === '') return null;
  if (!special.test(text)) return text;
  if (nullPattern.test(text)) return null;
  if (truePattern.test(text)) return true;
  if (falsePattern.test(text)) return false;
  if (text.length <= mostDigits && integerPattern.test(text)) return integerOf(text);
  if (text.length <= mostDigits && floatPattern.test(text)) return floatOf(text);
  return text;
}

/** What a scalar with an explicit tag means; undefined when the text does not fit the tag. */
export function taggedScalar(tag: string, text: string): JsonValue | undefined {
  if (tag === 'tag:yaml.org,2002:str') return text;
  const value = plainScalar(text);
  const fits: Readonly<Record<string, boolean>> = {
    'tag:yaml.org,2002:null': value === null,
    'tag:yaml.org,2002:bool': typeof value === 'boolean',
    'tag:yaml.org,2002:int': integerPattern.test(text),
    'tag:yaml.org,2002:float': integerPattern.test(text) || floatPattern.test(text),
  };
  if (fits[tag] !== true) return undefined;
  return tag === 'tag:yaml.org,2002:float' && typeof value === 'number' ? floatValue(value) : value;
}

function integerOf(text: string): JsonValue {
  const digits = text.replaceAll('_', '');
  const negative = digits.startsWith('-');
  const bare = digits.replace(/^[-+]/, '');
  let value: bigint;
  if (bare.includes(':')) value = BigInt(sexagesimal(bare));
  else if (/^0[0-7]+$/.test(bare)) value = BigInt(`0o${bare.slice(1)}`);
  else value = BigInt(bare === '' || bare === '0b' || bare === '0x' ? '0' : bare);
  return integerValue(negative ? -value : value);
}

function floatOf(text: string): JsonValue {
  const digits = text.replaceAll('_', '').toLowerCase();
  const sign = digits.startsWith('-') ? -1 : 1;
  const bare = digits.replace(/^[-+]/, '');
  if (bare === '.inf') return sign * Number.POSITIVE_INFINITY;
  if (bare === '.nan') return Number.NaN;
  return floatValue(sign * (bare.includes(':') ? sexagesimal(bare) : Number(bare)));
}

/** `1:30` is ninety. */
function sexagesimal(text: string): number {
  return text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}
