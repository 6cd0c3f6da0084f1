import {
  inProcessTfm,
  type TemporaryProject,
  temporaryProject,
  versionedInput,
  versionedProject,
} from '@tfm/testkit';
import { afterEach, describe, expect, test } from 'vitest';

/** A bad row in the load: no table made from it may show it, and no view over it either. */
const badRow = (version: number) => {
  const input = versionedInput(version);
  return { ...input, 'data/raw_events.csv': `${input['data/raw_events.csv']}1,${version}\n` };
};

describe.each(['duckdb', 'sqlite'] as const)('what is published on %s', (kind) => {
  let project: TemporaryProject;
  afterEach(() => project.remove());

  const buildTwice = async (
    policy: 'together' | 'all' | 'each',
    second: { readonly [path: string]: string },
  ) => {
    project = temporaryProject(versionedProject(1));
    const tfm = await inProcessTfm(project.dir, kind);
    try {
      const first = await tfm.run('build', { policy });
      expect(first.results.filter(({ status }) => status === 'error' || status === 'skipped')).toEqual([]);
      project.write(second);
      const report = await tfm.run('build', { policy, threads: 4 });
      const versions = new Map<string, number>();
      for (const relation of [
        'raw_events',
        'things',
        'stg_events',
        'mid_events',
        'fct_events',
        'fct_view',
        'inc_events',
      ]) {
        const { rows } = await tfm.connection.query(`select min(ver), max(ver) from ${relation}`);
        expect(rows[0]?.[0], relation).toEqual(rows[0]?.[1]);
        versions.set(relation, Number(rows[0]?.[0]));
      }
      const leftovers = await tfm.connection.inspect([tfm.connection.info]);
      return {
        report,
        versions: Object.fromEntries(versions),
        leftovers: leftovers.map(({ name }) => name.identifier),
      };
    } finally {
      await tfm.close();
    }
  };

  test.each(['together', 'all', 'each'] as const)('%s: a good version is published whole', async (policy) => {
    const { report, versions, leftovers } = await buildTwice(policy, versionedInput(2));
    expect(report.end).toBe('finished');
    expect(new Set(Object.values(versions))).toEqual(new Set([2]));
    expect(leftovers.filter((name) => name.startsWith('__tfm_'))).toEqual([]);
  });

  test('together: what passed and was not built from the bad rows', async () => {
    const { report, versions } = await buildTwice('together', badRow(2));
    expect(versions).toEqual({
      raw_events: 1,
      stg_events: 1,
      mid_events: 1,
      fct_events: 1,
      fct_view: 1,
      inc_events: 1,
      things: 2,
    });
    expect(report.rejected).toEqual(['source.versioned.raw.raw_events']);
  });

  test('all: one failure, and nothing changes', async () => {
    const { versions } = await buildTwice('all', badRow(2));
    expect(new Set(Object.values(versions))).toEqual(new Set([1]));
  });
});

describe.each(['duckdb', 'sqlite'] as const)('a view that is not part of the run, on %s', (kind) => {
  const files = (columns: string) => ({
    'tfm.yml':
      'name: w\ntargets:\n  duckdb: {type: duckdb, path: w.duckdb}\n  sqlite: {type: sqlite, path: w.sqlite}\n',
    'models/base.sql': `{{ config(materialized='table') }}\nselect ${columns}\n`,
    'models/seen.sql': "select id, amount from {{ ref('base') }}\n",
  });

  test('is not broken by what it reads; both together may change', async () => {
    const project = temporaryProject(files('1 as id, 2 as amount'));
    const tfm = await inProcessTfm(project.dir, kind);
    try {
      await tfm.run();
      project.write(files('1 as id, 3 as total'));
      const alone = await tfm.run('build', { select: ['base'] });
      expect(alone.results).toMatchObject([{ status: 'error', diagnostics: [{ code: 'view-would-break' }] }]);
      expect((await tfm.connection.query('select amount from seen')).rows).toEqual([[2n]]);
      project.write({ 'models/seen.sql': "select id, total from {{ ref('base') }}\n" });
      const together = await tfm.run('build', { select: ['base+'] });
      expect(together.results.map(({ status }) => status)).toEqual(['success', 'success']);
      expect((await tfm.connection.query('select total from seen')).rows).toEqual([[3n]]);
    } finally {
      await tfm.close();
      project.remove();
    }
  });
});
