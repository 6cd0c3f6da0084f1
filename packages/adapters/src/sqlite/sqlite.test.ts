import path from 'node:path';
import { describeAdapterContract } from '../contract-suite/index.ts';
import { sqlite } from './index.ts';

const target = (file: string) => ({
  profileName: 'shop',
  name: 'dev',
  type: 'sqlite',
  threads: 4,
  database: null,
  schema: 'main',
  settings: new Map([['path', file]]),
});

const series = (count: number) =>
  `with recursive r(i) as (select 1 union all select i + 1 from r where i < ${count}) select i from r`;

describeAdapterContract({
  adapter: sqlite,
  module: '@tfm/adapters/sqlite',
  makeTarget: (folder) => target(path.join(folder, 'shop.db')),
  databaseFile: (folder) => path.join(folder, 'shop.db'),
  memoryTarget: target(':memory:'),
  sql: {
    series,
    endless: `select sum(i) as s from (${series(100_000_000_000)})`,
    failsOnData: 'select abs(i) from (select -9223372036854775807 - 1 as i)',
    exhaust: {
      setUp: ['pragma max_page_count = 50'],
      fails: `create table big as select i, 'text of some length' as t from (${series(100_000)})`,
    },
  },
  lacks: { nan: 'it stores null', strictTypes: 'a declared type is an affinity, not a rule' },
});
