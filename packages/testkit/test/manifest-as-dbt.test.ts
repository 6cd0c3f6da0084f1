import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTfm, type TemporaryProject, temporaryProject } from '@tfm/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

// A Python in which dbt 1.12 and dbt-duckdb are installed: TFM_TEST_DBT_PYTHON=/path/to/venv/bin/python
const python = process.env.TFM_TEST_DBT_PYTHON ?? '';
const sample = fileURLToPath(new URL('./samples/one-of-everything', import.meta.url));

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Manifest = { readonly [map: string]: { readonly [id: string]: Json } };

/** Of this run, or of this machine. */
const volatile = new Set([
  'created_at',
  'root_path',
  'generated_at',
  'invocation_id',
  'invocation_started_at',
  'run_started_at',
]);

/**
 * Known and meant: where tfm says something else than dbt. Each with its reason.
 * dbt counts hooks from 0 while it parses and from 1 when it runs them; tfm always from 1.
 * Lists of `group_map` are sorted in tfm. Macros of the packages `dbt` and `dbt_duckdb` are tfm's own.
 */
const meant = [/^nodes\/operation\.[^/]+\/index$/, /^group_map\//, /^(macros|docs)\/(macro|doc)\.dbt/];

/** Where two manifests differ: `nodes/model.shop.fct/config/alias: "a" in dbt, null in tfm`. */
function differences(dbt: Json | undefined, tfm: Json | undefined, path: string): readonly string[] {
  if (volatile.has(path.slice(path.lastIndexOf('/') + 1)) || meant.some((pattern) => pattern.test(path)))
    return [];
  if (isMap(dbt) && isMap(tfm)) {
    const keys = new Set([...Object.keys(dbt), ...Object.keys(tfm)]);
    return [...keys].flatMap((key) => differences(dbt[key], tfm[key], path === '' ? key : `${path}/${key}`));
  }
  if (Array.isArray(dbt) && Array.isArray(tfm) && dbt.length === tfm.length) {
    return dbt.flatMap((item: Json, index) => differences(item, tfm[index], `${path}/${index}`));
  }
  const [one, other] = [JSON.stringify(dbt), JSON.stringify(tfm)];
  return one === other ? [] : [`${path}: ${one} in dbt, ${other} in tfm`];
}

function isMap(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

describe.skipIf(python === '')(
  'a project with one of everything (skipped without TFM_TEST_DBT_PYTHON)',
  () => {
    let project: TemporaryProject;
    let byTfm: Manifest;
    let byDbt: Manifest;
    const dbt = (...args: readonly string[]) =>
      execFileSync(join(dirname(python), 'dbt'), ['--quiet', ...args], {
        cwd: project.dir,
        encoding: 'utf8',
      });
    const read = (folder: string) =>
      JSON.parse(readFileSync(project.path(`${folder}/manifest.json`), 'utf8')) as Manifest;

    beforeAll(async () => {
      project = temporaryProject({});
      cpSync(sample, project.dir, { recursive: true });
      mkdirSync(project.path('tfm-target'));
      const parsed = await runTfm(['parse', '--target-path', 'tfm-target'], { cwd: project.dir });
      expect(parsed.stderr).toBe('');
      dbt('parse', '--no-partial-parse');
      byTfm = read('tfm-target');
      byDbt = read('target');
    }, 120_000);
    afterAll(() => project.remove());

    test('tfm and dbt write the same manifest', () => {
      expect(differences(byDbt, byTfm, '')).toEqual([]);
    });

    test('dbt takes nothing for modified when it compares with what tfm wrote', () => {
      // Not `modified.macros`: the built-in macros are tfm's own.
      const parts = ['body', 'configs', 'relation', 'persisted_descriptions', 'contract'].map(
        (part) => `state:modified.${part}`,
      );
      for (const selection of ['state:new', ...parts]) {
        expect(dbt('ls', '--select', selection, '--state', 'tfm-target').trim(), selection).toBe('');
      }
      expect(dbt('ls', '--select', 'state:old', '--state', 'tfm-target').trim().split('\n')).toHaveLength(
        Object.keys(byTfm.nodes ?? {}).filter((id) => !id.startsWith('operation.')).length + 2,
      );
    }, 240_000);
  },
);
