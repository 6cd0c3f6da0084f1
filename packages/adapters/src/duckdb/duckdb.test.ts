import path from 'node:path';
import { describeAdapterContract } from '../contract-suite/index.ts';
import { duckdb } from './index.ts';

const target = (file: string) => ({
  profileName: 'shop',
  name: 'dev',
  type: 'duckdb',
  threads: 4,
  database: null,
  schema: 'main',
  settings: new Map([['path', file]]),
});

describeAdapterContract({
  adapter: duckdb,
  module: '@tfm/adapters/duckdb',
  makeTarget: (folder) => target(path.join(folder, 'shop.duckdb')),
  databaseFile: (folder) => path.join(folder, 'shop.duckdb'),
  memoryTarget: target(':memory:'),
  sql: {
    series: (count) => `select range as i from range(1, ${count} + 1)`,
    endless: 'select sum(a.range * b.range) as s from range(1000000) as a, range(100000000) as b',
    failsOnData: `select cast(range::varchar || 'x' as integer) from range(3)`,
    exhaust: {
      setUp: ["set memory_limit = '30MB'", "set temp_directory = ''"],
      fails: 'create table big as select distinct range as i, range::varchar as t from range(5000000)',
    },
  },
  lacks: { otherProcesses: 'one process owns the file' },
});
