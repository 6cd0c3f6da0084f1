import { expect, test } from 'vitest';
import type { ParsedNode } from '../project/node.ts';
import { nodeFilePath } from './artifact-paths.ts';

const pathOf = (node: Partial<ParsedNode>) =>
  nodeFilePath({ packageName: 'shop', resourceType: 'model', ...node } as ParsedNode);

// The first six are the paths at which dbt 1.12 writes the same nodes.
test.each<[string, Partial<ParsedNode>]>([
  ['shop/models/staging/stg.sql', { path: 'staging/stg.sql', originalFilePath: 'models/staging/stg.sql' }],
  [
    'shop/models/_m.yml/unique_x_id.sql',
    { resourceType: 'test', path: 'unique_x_id.sql', originalFilePath: 'models/_m.yml' },
  ],
  ['shop/tests/sing.sql', { resourceType: 'test', path: 'sing.sql', originalFilePath: 'tests/sing.sql' }],
  [
    'shop/snapshots/snap.sql/snap_a.sql',
    { resourceType: 'snapshot', name: 'snap_a', path: 'snap.sql', originalFilePath: 'snapshots/snap.sql' },
  ],
  [
    'shop/snapshots/s.yml/snap_b.sql',
    { resourceType: 'snapshot', name: 'snap_b', path: 'snap_b.sql', originalFilePath: 'snapshots/s.yml' },
  ],
  ['shop/analyses/an.sql', { resourceType: 'analysis', path: 'an.sql', originalFilePath: 'analyses/an.sql' }],
  ['shop/models/_m.yml/__/__/evil.sql', { path: '../../evil.sql', originalFilePath: 'models/_m.yml' }],
  ['shop/models/_m.yml/a_b_c.sql', { path: 'a\\b:c.sql', originalFilePath: 'models/_m.yml' }],
])('%s', (expected, node) => {
  expect(pathOf(node)).toBe(expected);
});

test('a name that no file system takes is cut', () => {
  const path = pathOf({ path: `${'ü'.repeat(300)}.sql`, originalFilePath: 'models/_m.yml' });
  expect(Buffer.byteLength(path.slice(path.lastIndexOf('/') + 1))).toBeLessThanOrEqual(255);
});
