import { expect, test } from 'vitest';
import { publishedInLiterals } from './published-literals.ts';

const names = new Map([['__tfm_1_orders_2', 'orders']]);
const published = (sql: string) => publishedInLiterals(sql, () => names, '__tfm_');

test('a staged name in a literal becomes the published one; as a name it stays', () => {
  expect(published(`select '"m"."__tfm_1_orders_2"' as source from "m"."__tfm_1_orders_2"`)).toBe(
    `select '"m"."orders"' as source from "m"."__tfm_1_orders_2"`,
  );
});

test('quotes inside literals, names and comments end nothing', () => {
  expect(published(`select 'it''s __tfm_1_orders_2', "it's" from "__tfm_1_orders_2" -- it's`)).toBe(
    `select 'it''s orders', "it's" from "__tfm_1_orders_2" -- it's`,
  );
  expect(published("/* it's */ select * from __tfm_1_orders_2 where a = 'x'")).toBe(
    "/* it's */ select * from __tfm_1_orders_2 where a = 'x'",
  );
});
