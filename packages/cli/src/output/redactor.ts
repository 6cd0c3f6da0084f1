import { Buffer } from 'node:buffer';

const mask = '*****';
/** Shorter secrets are masked by their shape only: else every "a" would disappear. */
const shortest = 6;

/**
 * Takes secrets out of everything that leaves the process: known values in the spellings in which they travel, and
 * what looks like a password wherever it stands.
 */
export class Redactor {
  readonly #secrets = new Set<string>();
  #pattern: RegExp | undefined;

  add(values: Iterable<string>): void {
    for (const value of values) if (!isTooShort(value)) this.#secrets.add(value);
    this.#pattern = undefined;
  }

  redact(text: string): string {
    return maskByShape(this.#secrets.size === 0 ? text : text.replace(this.#known(), mask));
  }

  #known(): RegExp {
    if (this.#pattern === undefined) {
      const forms = [...this.#secrets].flatMap(spellings);
      const longestFirst = [...new Set(forms)].sort((a, b) => b.length - a.length);
      const exact = [...this.#secrets].map(acrossLines);
      this.#pattern = new RegExp([...exact, ...longestFirst.map(escaped)].join('|'), 'g');
    }
    return this.#pattern;
  }
}

/** Such a secret cannot be masked by its value. */
export function isTooShort(secret: string): boolean {
  return secret.length < shortest;
}

/** A secret as it is, in URLs, in JSON, in hexadecimal digits and in base64 at each of its three alignments. */
function spellings(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const url = encodeURIComponent(secret);
  const hex = bytes.toString('hex');
  const strict = [...bytes].map((byte) => percent(byte)).join('');
  return [
    secret,
    url,
    url.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    url.replaceAll('%20', '+'),
    strict,
    strict.toLowerCase(),
    JSON.stringify(secret).slice(1, -1),
    hex,
    hex.toUpperCase(),
    ...base64Forms(bytes),
  ].filter((form) => form.length >= shortest);
}

function percent(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}

/** What of a secret's base64 does not depend on the bytes before and after it. */
function base64Forms(bytes: Buffer): readonly string[] {
  return [0, 1, 2].flatMap((before) => {
    const padded = Buffer.concat([Buffer.alloc(before), bytes]);
    const dependent = before === 0 ? 0 : before + 1;
    const whole = Math.floor((padded.length * 8) / 6);
    const form = padded.toString('base64').slice(dependent, whole);
    return [form, form.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** The secret as it is, also where a line break was put into it. */
function acrossLines(secret: string): string {
  return [...secret].map(escaped).join('(?:\\r?\\n[ \\t]*)?');
}

function maskByShape(text: string): string {
  // Most lines hold none of it: one quick look first.
  if (!/[:=]/.test(text)) return text;
  return (
    text
      // What it begins with is looked for backwards: artifacts of many megabytes go through here.
      .replace(/(?<=[a-z][a-z0-9+.-]*)(:\/\/[^\s:/@'"]*:)[^\s@/'"]+@/gi, `$1${mask}@`)
      .replace(
        /\b((?:proxy-)?authorization|set-cookie|cookie|x-api-key)(["']?\s*[:=]\s*["']?)(?:(bearer|basic|token)\s+)?[^\s"',;\\]+/gi,
        (_, name: string, sign: string, scheme?: string) =>
          `${name}${sign}${scheme === undefined ? '' : `${scheme} `}${mask}`,
      )
      .replace(
        /\b(password|passwd|pwd)(\s*=\s*)('[^']*'|"[^"]*"|\\"[^"\\]*\\"|[^\s&;,'")\\]+)/gi,
        `$1$2${mask}`,
      )
  );
}

/** Names under which secrets are kept. */
const secretName =
  /(^|[_-])pass(word|wd|phrase)?($|[_-])|secret|token|apikey|credential|authorization|cookie|jwt/i;
/** `api_key`, `key_id`; but keys of tables hide nothing. */
const keyName = /(^|[_-])key($|[_-])/i;
const tableKey =
  /(unique|primary|foreign|partition|sort|cluster|surrogate|natural|business|merge|join|group|order)[_-]?key/i;

function looksSecret(name: string): boolean {
  return secretName.test(name) || (keyName.test(name) && !tableKey.test(name));
}

/** The values in nested plain data that stand under a name that looks secret. */
export function secretsIn(value: unknown, name = ''): readonly string[] {
  if (typeof value === 'string') return looksSecret(name) && value !== '' ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((item) => secretsIn(item, name));
  if (value instanceof Map) return [...value].flatMap(([key, item]) => secretsIn(item, String(key)));
  return [];
}

/** The values of variables that are secret by their prefix. */
export function secretsOfEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  return Object.entries(environment).flatMap(([name, value]) =>
    /^(DBT_ENV_SECRET_|TFM_SECRET_)/.test(name) && value !== undefined ? [value] : [],
  );
}
