import { expect, test } from 'vitest';
import { isJsonMap, type JsonValue, WholeFloat } from '../project/json-value.ts';
import { readWholeYaml, readYaml, yamlSpan } from './read-yaml.ts';

function read(text: string): JsonValue | undefined {
  return readYaml({ path: 'a.yml', text }).value?.value;
}

function codes(text: string): readonly string[] {
  return readYaml({ path: 'a.yml', text }).diagnostics.map((problem) => problem.code);
}

// What PyYAML's safe loader makes of a plain scalar.
test.each<[string, JsonValue]>([
  ['yes', true],
  ['Off', false],
  ['y', 'y'],
  ['n', 'n'],
  ['on', true],
  ['TRUE', true],
  ['tRue', 'tRue'],
  ['~', null],
  ['null', null],
  ['', null],
  ['nil', 'nil'],
  ['012', 10],
  ['08', '08'],
  ['0x1F', 31],
  ['0b11', 3],
  ['1_000', 1000],
  ['1:30', 90],
  ['-7', -7],
  ['+1', 1],
  ['9007199254740993', 9007199254740993n],
  ['1.5', 1.5],
  ['1e3', '1e3'],
  ['1.0e+3', new WholeFloat(1000)],
  ['1.0', new WholeFloat(1)],
  ['.5', 0.5],
  ['-.inf', Number.NEGATIVE_INFINITY],
  ['2024-01-02', '2024-01-02'],
  ["'yes'", 'yes'],
  ['"012"', '012'],
  ['!!str 12', '12'],
  ['!!int "12"', 12],
])('scalar %s', (text, expected) => {
  expect(read(`x: ${text}\n`)).toEqual(new Map([['x', expected]]));
  expect(readWholeYaml({ path: 'a.yml', text: `x: ${text}\n` }).value?.value).toEqual(
    new Map([['x', expected]]),
  );
});

test('merge keys are weaker than own keys, and the first of several wins', () => {
  const value = read('a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc: {<<: [*a, *b], z: 3}\n');
  expect(isJsonMap(value) ? value.get('c') : undefined).toEqual(
    new Map([
      ['y', 1],
      ['z', 3],
      ['x', 1],
    ]),
  );
});

test('keys of JavaScript are plain keys', () => {
  expect(read('__proto__: 1\nconstructor: {toString: x}\n')).toEqual(
    new Map<string, JsonValue>([
      ['__proto__', 1],
      ['constructor', new Map([['toString', 'x']])],
    ]),
  );
});

test.each([
  ['a: 1\na: 2\n', ['yaml-duplicate-key']],
  ['a: &x [*x]\n', ['yaml-cycle']],
  ['a: *x\n', ['yaml-unknown-alias']],
  ['a: !own 1\n', ['yaml-tag']],
  ['a: {{ b }}\n', ['yaml-syntax']],
  ['a: 1\n---\nb: 2\n', ['yaml-syntax']],
  ['a: "x\n', ['yaml-syntax']],
  ['? [a]\n: 1\n', ['yaml-key']],
  [`${'['.repeat(5000)}\n`, ['yaml-too-deep']],
  [`${'{a: '.repeat(5000)}\n`, ['yaml-too-deep']],
  [`a: ${'- '.repeat(5000)}1\n`, ['yaml-syntax']],
  [`${'- '.repeat(5000)}1\n`, ['yaml-too-deep']],
  [`a: ${'x'.repeat(5_000_000)}\n`, ['yaml-too-large']],
])('%.30j is told', (text, expected) => {
  expect(codes(text)).toEqual(expected);
});

test('a bomb of aliases is stopped in time', () => {
  const lines = Array.from(
    { length: 30 },
    (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(', ')}]`,
  );
  const started = performance.now();
  expect(codes(`a0: &a0 [x, x, x]\n${lines.join('\n')}\n`)).toEqual(['yaml-alias-bomb']);
  expect(performance.now() - started).toBeLessThan(5000);
});

test('places are those of the file', () => {
  const text = 'models:\n  - name: a\n    columns: [{name: id, tests: [unique]}]\n  - {name: "b"}\n';
  const source = { path: 'a.yml', text };
  const at = (...path: (string | number)[]): string => {
    const { start, end } = yamlSpan({ source }, path);
    return text.slice(start, end);
  };
  expect(at('models', 0, 'name')).toBe('a');
  expect(at('models', 0, 'columns', 0, 'tests', 0)).toBe('unique');
  expect(at('models', 1, 'name')).toBe('"b"');
  expect(at('models', 0, 'columns', 0)).toBe('{name: id, tests: [unique]}');
  const key = yamlSpan({ source }, ['models', 0, 'columns'], 'key');
  expect(text.slice(key.start, key.end)).toBe('columns');
});
