import { existsSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { shop, type TestProject } from './new-project.ts';

let project: TestProject;
beforeEach(() => {
  project = shop({
    'models/small.sql': "{{ config(materialized='ephemeral') }} select 1 as a",
    'models/sources.yml': `
sources:
  - name: raw
    schema: main
    tables: [{ name: raw_orders }, { name: gone }]
`,
  });
});
afterEach(() => project.remove());

interface Entry {
  readonly metadata: { readonly name: string; readonly type: string };
  readonly columns: { readonly [name: string]: { readonly type: string; readonly index: number } };
}

interface Catalog {
  readonly metadata: { readonly dbt_schema_version: string };
  readonly nodes: { readonly [id: string]: Entry };
  readonly sources: { readonly [id: string]: Entry };
  readonly errors: null;
}

function catalog(): Catalog {
  return JSON.parse(readFileSync(project.path('target/catalog.json'), 'utf8'));
}

describe('docs generate', () => {
  test('what exists of the project, as dbt writes it', async () => {
    expect((await project.tfm('build -q')).code).toBe(0);
    const { code, stdout } = await project.tfm('docs generate');
    expect(stdout).toBe('Catalog of 5 relations written to target/catalog.json\n');
    expect(code).toBe(0);
    const { metadata, nodes, sources, errors } = catalog();
    expect(metadata.dbt_schema_version).toBe('https://schemas.getdbt.com/dbt/catalog/v1.json');
    expect(errors).toBeNull();
    expect(Object.keys(nodes).sort()).toEqual([
      'model.shop.customer_orders',
      'model.shop.stg_orders',
      'seed.shop.raw_customers',
      'seed.shop.raw_orders',
    ]);
    expect(Object.keys(sources)).toEqual(['source.shop.raw.raw_orders']);
    expect(nodes['model.shop.stg_orders']?.metadata.type).toBe('VIEW');
    expect({ ...nodes['seed.shop.raw_customers'], columns: undefined }).toEqual({
      metadata: {
        type: 'BASE TABLE',
        schema: 'main',
        name: 'raw_customers',
        database: 'shop',
        comment: null,
        owner: null,
      },
      columns: undefined,
      stats: {
        has_stats: {
          id: 'has_stats',
          label: 'Has Stats?',
          value: false,
          include: false,
          description: 'Indicates whether there are statistics for this table',
        },
      },
      unique_id: 'seed.shop.raw_customers',
    });
    const columns = Object.entries(nodes['seed.shop.raw_customers']?.columns ?? {});
    expect(columns[0]).toEqual([
      columns[0]?.[0],
      { type: 'INTEGER', index: 1, name: columns[0]?.[0], comment: null },
    ]);
    const manifest = JSON.parse(readFileSync(project.path('target/manifest.json'), 'utf8'));
    expect(manifest.nodes['model.shop.stg_orders'].compiled).toBe(true);
  });

  test('a selection, no SQL, no database', async () => {
    expect((await project.tfm('docs generate --no-compile')).stdout).toBe(
      'Catalog of 0 relations written to target/catalog.json\n',
    );
    expect(existsSync(project.path('shop.duckdb'))).toBe(false);
    expect(existsSync(project.path('target/compiled'))).toBe(false);
    await project.tfm('build -q');
    await project.tfm('docs generate -s stg_orders');
    expect(Object.keys(catalog().nodes)).toEqual(['model.shop.stg_orders']);
    await project.tfm('docs generate --empty-catalog');
    expect(catalog()).toMatchObject({ nodes: {}, sources: {}, errors: null });
  });

  test('the second word', async () => {
    expect((await project.tfm('docs')).stderr).toBe(
      'error[unknown-command] There is no command "docs"\nhint: tfm docs generate\n\n',
    );
    expect((await project.tfm('docs -q generate --empty-catalog')).code).toBe(0);
    expect((await project.tfm('docs generate --help')).stdout).toMatch(/^tfm docs generate\n/);
  });
});

test('docs generate on SQLite', async () => {
  project.write({
    'profiles.yml': 'shop: { target: dev, outputs: { dev: { type: sqlite, path: shop.sqlite } } }',
  });
  expect((await project.tfm('seed -q')).stderr).toBe('');
  expect((await project.tfm('run -q -s stg_orders')).stderr).toBe('');
  expect((await project.tfm('docs generate')).code).toBe(0);
  expect(catalog().nodes['model.shop.stg_orders']?.metadata.type).toBe('VIEW');
  expect(Object.keys(catalog().nodes['seed.shop.raw_orders']?.columns ?? {}).length).toBeGreaterThan(1);
});
