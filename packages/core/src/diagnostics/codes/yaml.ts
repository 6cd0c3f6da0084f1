import { entry } from '../entry.ts';

/** Mistakes in a YAML file, whatever its kind. */
export const yamlCodes = {
  'yaml-syntax': entry<{ problem: string; hint: string | undefined }>(
    'error',
    ({ problem }) => problem,
    ({ hint }) =>
      hint ?? 'check the indentation, the brackets and the quotes of this line and the one before',
  ),
  'yaml-too-large': entry<{ characters: number; most: number }>(
    'error',
    ({ characters, most }) => `The YAML file has ${characters} characters; at most ${most} are read`,
    () => 'split the file',
  ),
  'yaml-too-deep': entry<{ depth: number }>(
    'error',
    ({ depth }) => `YAML is nested deeper than ${depth} levels`,
    () => 'take a level of lists and maps out',
  ),
  'yaml-alias-bomb': entry<object>(
    'error',
    () => 'The aliases of this YAML file stand for too many values',
    () => 'write the values out instead of *aliases',
  ),
  'yaml-cycle': entry<object>(
    'error',
    () => 'A YAML alias stands for something that it is part of itself',
    () => 'remove this alias',
  ),
  'yaml-unknown-alias': entry<{ name: string }>(
    'error',
    ({ name }) => `YAML alias "${name}" has no anchor`,
    ({ name }) => `define it before its first use: &${name}`,
  ),
  'yaml-tag': entry<{ tag: string }>(
    'error',
    ({ tag }) => `YAML tag "${tag}" does not fit here; tags of one's own are not supported`,
    () => 'remove the tag',
  ),
  'yaml-key': entry<object>(
    'error',
    () => 'A YAML key is a list or a map; it must be text',
    () => 'put the key in quotes',
  ),
  'yaml-merge': entry<object>(
    'error',
    () => 'A YAML merge key "<<" needs a map, or a list of maps',
    () => '<<: *name-of-a-map',
  ),
  'yaml-duplicate-key': entry<{ key: string }>(
    'warning',
    ({ key }) => `Key "${key}" stands twice in this map; the last one counts`,
    () => 'remove one of them',
  ),
  'unknown-key': entry<{ key: string; where: string; nearest: string | undefined }>(
    'error',
    ({ key, where }) => `Unknown key "${key}" ${where}`,
    ({ nearest }) =>
      nearest === undefined ? 'remove it, or move it under "meta"' : `did you mean "${nearest}"?`,
  ),
  'missing-key': entry<{ key: string; where: string }>(
    'error',
    ({ key, where }) => `Key "${key}" is missing ${where}`,
    ({ key }) => `add a line: ${key}: <value>`,
  ),
  'wrong-type': entry<{ what: string; expected: string; found: string }>(
    'error',
    ({ what, expected, found }) => `${what} must be ${expected}, not ${found}`,
    ({ expected }) => typeHint(expected),
  ),
  'wrong-value': entry<{ what: string; value: string; expected: string; nearest: string | undefined }>(
    'error',
    ({ what, value, expected }) => `${what} is "${value}", which is not ${expected}`,
    ({ nearest }) => (nearest === undefined ? 'write one of these values' : `did you mean "${nearest}"?`),
  ),
  'file-not-a-map': entry<{ what: string }>(
    'error',
    ({ what }) => `${what} must be a map of keys`,
    () => 'begin with a line such as "version: 2"',
  ),
};

/** How a value of the expected type is written. */
function typeHint(expected: string): string {
  if (expected.includes('text')) return 'put it in quotes: "value"';
  if (expected.includes('a list')) return 'write a list: [first, second]';
  if (expected.includes('a map')) return 'write a map: {key: value}';
  if (expected.includes('true or false')) return 'write true or false, without quotes';
  if (expected.includes('number')) return 'write a number, without quotes';
  return `write ${expected}`;
}
