import { expect, test } from 'vitest';
import type { ParsedModel } from '../project/node.ts';
import { contractChecksum } from './contract-checksum.ts';

test('is the checksum that dbt 1.12 gives the same model', () => {
  const model = {
    config: { materialized: 'table' },
    constraints: [
      { type: 'primary_key', columns: ['id'] },
      { type: 'check', expression: "name <> 'it''s'", name: 'c"k' },
    ],
    columns: [
      { name: 'name', dataType: 'text', constraints: [] },
      {
        name: 'id',
        dataType: 'integer',
        constraints: [
          { type: 'not_null', warnUnenforced: false },
          { type: 'check', expression: 'id > 0' },
        ],
      },
    ],
  } as unknown as ParsedModel;
  expect(contractChecksum(model)).toBe('0d4a8f43a991c6175b4b872b855e3c6673fcabfe7c80634ce1237af12d9fdc73');
});
