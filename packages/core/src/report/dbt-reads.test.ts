import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { metadata, relationText, shopGraph } from '../../test/artifact-request.ts';
import type { UniqueId } from '../project/unique-id.ts';
import type { RunReport } from '../run/run-report.ts';
import { manifestOf } from './manifest.ts';
import { runResultsOf } from './run-results.ts';

// A Python in which dbt 1.12 is installed: TFM_TEST_DBT_PYTHON=/path/to/venv/bin/python
const python = process.env.TFM_TEST_DBT_PYTHON ?? '';
const reader = fileURLToPath(new URL('../../test/dbt-reads.py', import.meta.url));

test.skipIf(python === '')(
  'real dbt reads the artifacts, and its own schemas accept them (skipped without TFM_TEST_DBT_PYTHON)',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'tfm-dbt-'));
    try {
      const graph = shopGraph();
      const id = 'model.shop.fct' as UniqueId;
      const compiled = { graph, nodes: new Map([[id, { id, sql: 'select 1', ctes: [] }]]) };
      const results = [...graph.resources.keys()].map(
        (one) =>
          ({
            id: one,
            status: 'success',
            message: null,
            failures: null,
            rows: 3,
            relation: null,
            compiledSql: null,
            timing: [{ name: 'execute', startedAt: metadata.startedAt, completedAt: metadata.generatedAt }],
            executionTime: 1.5,
            threadId: 'Thread-1 (worker)',
            diagnostics: [],
          }) as const,
      );
      const report: RunReport = {
        runId: 'r1',
        command: 'build',
        startedAt: metadata.startedAt,
        elapsed: 2,
        end: 'finished',
        results,
        published: results.map(({ id: one }) => one),
        rejected: [],
        diagnostics: [],
      };
      const shared = { graph, compiled, metadata, relationText };
      const documents = [
        manifestOf({ ...shared, adapterType: 'duckdb' }),
        runResultsOf(report, { ...shared, args: { which: 'build' } }),
      ].map((content, index) => {
        const path = join(folder, `${index}.json`);
        writeFileSync(path, JSON.stringify(content));
        return path;
      });
      const read = spawnSync(python, [reader, ...documents], { encoding: 'utf8' });
      expect(read.stderr).toBe('');
      const nodes = [...graph.resources.values()].filter(
        ({ resourceType }) => resourceType !== 'source' && resourceType !== 'exposure',
      );
      const hooks = ['operation.shop.shop-on-run-end-0', 'operation.shop.shop-on-run-start-0'];
      expect(read.stdout.trim()).toBe(
        JSON.stringify([...nodes.map(({ uniqueId }) => uniqueId), ...hooks].sort()).replaceAll(',', ', '),
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  120_000,
);
