import { expect, test } from 'vitest';
import type { Cell, CellKind } from '../adapter/cell.ts';
import { cellJson } from './cell-json.ts';

test.each<[Cell, CellKind, unknown]>([
  [null, 'text', null],
  [true, 'boolean', true],
  [1n, 'integer', 1],
  [9007199254740991n, 'integer', 9007199254740991],
  [9007199254740993n, 'integer', '9007199254740993'],
  [-9223372036854775808n, 'integer', '-9223372036854775808'],
  ['82027.30', 'decimal', 82027.3],
  ['0.00', 'decimal', 0],
  ['-0.10', 'decimal', -0.1],
  ['100', 'decimal', 100],
  ['12345678901234567.89', 'decimal', '12345678901234567.89'],
  ['0.1000000000000000055', 'decimal', '0.1000000000000000055'],
  ['0.00000001', 'decimal', '0.00000001'],
  ['42', 'text', '42'],
  [1.5, 'double', 1.5],
  [Number.NaN, 'double', 'NaN'],
  [Number.NEGATIVE_INFINITY, 'double', '-Infinity'],
  ['2024-05-01 10:20:30.000001', 'timestamp', '2024-05-01 10:20:30.000001'],
  [new Uint8Array([0, 255]), 'blob', '\\x00ff'],
])('%s of kind %s', (cell, kind, expected) => {
  expect(cellJson(cell, kind)).toEqual(expected);
});
