import { expect, test } from 'vitest';
import { stagedName } from './staged-name.ts';

const run = '0123456789abcdef';
const named = (identifier: string) => ({ database: 'db', schema: 'main', identifier });

test('keeps a short name readable', () => {
  expect(stagedName(run, named('orders'), 'stage').identifier).toMatch(/^__tfm_01234567_orders_[0-9a-f]{8}$/);
});

test('two long names that differ only at the end stay two', () => {
  const a = stagedName(run, named(`${'x'.repeat(80)}a`), 'stage').identifier;
  const b = stagedName(run, named(`${'x'.repeat(80)}b`), 'stage').identifier;
  expect(a).not.toBe(b);
  expect(Buffer.byteLength(a)).toBeLessThanOrEqual(63);
});

test('cuts between characters, not inside one', () => {
  const name = stagedName(run, named('ü€😀'.repeat(20)), 'stage').identifier;
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(63);
  expect(name).not.toContain('\uFFFD');
  expect(Buffer.from(name).toString()).toBe(name);
});

test('roles and schemas do not collide', () => {
  const names = new Set([
    stagedName(run, named('t'), 'stage').identifier,
    stagedName(run, named('t'), 'delta').identifier,
    stagedName(run, { ...named('t'), schema: 'other' }, 'stage').identifier,
  ]);
  expect(names.size).toBe(3);
});
