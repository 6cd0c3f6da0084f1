import { createHash } from 'node:crypto';

/** dbt's checksum of a text in which white space means nothing: every run of it is one space. */
export function textChecksum(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: for Python, some of them are white space.
  return sha256(text.replaceAll(/[\s\u001c-\u001f\u0085]+/g, ' ').trim());
}

/** dbt's checksum of a seed: white space inside is kept. */
export function seedChecksum(text: string): string {
  return sha256(text.trim());
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

export function md5(text: string): string {
  return createHash('md5').update(text, 'utf8').digest('hex');
}
