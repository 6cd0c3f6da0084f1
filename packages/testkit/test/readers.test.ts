import {
  inProcessTfm,
  temporaryProject,
  versionedInput,
  versionedProject,
  versionedRows,
} from '@tfm/testkit';
import { describe, expect, test } from 'vitest';

/**
 * I2: readers never notice a build. Several loops read tables and views while one build follows the other; each
 * answer must be whole, of one version, and no older than the one before.
 */
describe.each(['duckdb', 'sqlite'] as const)('readers on %s while builds go on', (kind) => {
  test('see no error, no mixed version, and never an older one', { timeout: 120_000 }, async () => {
    const project = temporaryProject(versionedProject(1));
    const tfm = await inProcessTfm(project.dir, kind);
    try {
      expect((await tfm.run()).end).toBe('finished');
      let building = true;
      let reads = 0;
      const wrong: string[] = [];
      const reader = async (relation: string): Promise<void> => {
        let newest = 1;
        while (building) {
          const { rows } = await tfm.connection.query(`select count(*), min(ver), max(ver) from ${relation}`);
          const [count, least, most] = (rows[0] ?? []).map(Number);
          if (count !== versionedRows || least === undefined || least !== most || least < newest) {
            wrong.push(`${relation}: ${count} rows, versions ${least} to ${most} after ${newest}`);
          }
          newest = least ?? newest;
          reads += 1;
        }
      };
      const readers = ['fct_events', 'fct_view', 'stg_events', 'inc_events'].map(reader);
      for (let version = 2; version <= 8; version += 1) {
        project.write(versionedInput(version));
        const report = await tfm.run();
        expect(report.results.filter(({ status }) => status === 'error' || status === 'fail')).toEqual([]);
      }
      building = false;
      await Promise.all(readers);
      expect(wrong).toEqual([]);
      expect(reads).toBeGreaterThan(50);
    } finally {
      await tfm.close();
      project.remove();
    }
  });
});
