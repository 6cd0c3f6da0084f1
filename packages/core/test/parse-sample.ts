import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Diagnostic } from '../src/diagnostics/diagnostic.ts';
import { printDiagnostic } from '../src/diagnostics/print-diagnostic.ts';
import { type AdapterProfile, parseProject } from '../src/parse/parse-project.ts';
import { plainJson } from '../src/parse/schema/plain-json.ts';
import type { JsonMap, JsonValue } from '../src/project/json-value.ts';
import type { ParsedNode } from '../src/project/node.ts';
import type { ParsedProject } from '../src/project/project.ts';
import { readProject } from '../src/read/read-project.ts';

const here = dirname(fileURLToPath(import.meta.url));
export const samplesDir = join(here, 'samples', 'parse');
const globalProjectDir = join(here, '..', 'global-project');

/** Adapters as far as parsing knows them. DuckDB names its database after the file. */
const adapters = new Map<string, AdapterProfile>(
  ['duckdb', 'sqlite', 'postgres', 'trino'].map((name) => [
    name,
    {
      profileSchema: {
        type: 'object',
        properties: {
          type: {},
          path: { type: 'string' },
          schema: { type: 'string' },
          threads: { type: 'integer' },
          password: { type: 'string' },
        },
        additionalProperties: false,
      },
      defaultNames: (settings: JsonMap) => ({
        database: String(settings.get('path') ?? 'memory')
          .replace(/^.*\//, '')
          .replace(/\..*$/, ''),
        schema: String(settings.get('schema') ?? 'main'),
      }),
    },
  ]),
);

export interface ParsedSample {
  readonly project: ParsedProject | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

export async function parseSample(
  projectDir: string,
  options: {
    readonly vars?: JsonMap;
    readonly env?: ReadonlyMap<string, string>;
    readonly targetName?: string;
  } = {},
): Promise<ParsedSample> {
  const { vars = new Map<string, JsonValue>(), env = new Map<string, string>(), targetName } = options;
  const files = await readProject({ projectDir, globalProjectDir, env, vars });
  if (files.value === undefined) return { project: undefined, diagnostics: files.diagnostics };
  const parsed = parseProject(files.value, {
    vars,
    env: files.value.env,
    adapters,
    runStartedAt: '2026-01-02T03:04:05.000006Z',
    invocationId: '00000000-0000-0000-0000-000000000000',
    flags: new Map(),
    command: 'build',
    targetName,
  });
  return { project: parsed.value, diagnostics: [...files.diagnostics, ...parsed.diagnostics] };
}

/** All diagnostics as text, one after the other. */
export function picture(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map((problem) => `${printDiagnostic(problem)}\n`).join('\n');
}

/** What names, ids and configs of a manifest come from, in the shape of dbt's own. */
export function manifestFacts(project: ParsedProject): unknown {
  const nodes = [...project.nodes.values()].sort(byId).map((node) => [node.uniqueId, nodeFacts(node)]);
  const sources = [...project.sources.values()].sort(byId).map((source) => [
    source.uniqueId,
    {
      fqn: source.fqn,
      relation: [source.relation.database, source.relation.schema, source.relation.identifier],
      config: plainJson(source.config.all),
      unrendered_config: plainJson(source.config.unrendered),
      tags: source.tags,
      meta: plainJson(source.meta),
      source_meta: plainJson(source.sourceMeta),
      quoting: plainJson(source.quoting),
      description: source.description,
      loader: source.loader,
    },
  ]);
  return {
    nodes: Object.fromEntries(nodes) as unknown,
    sources: Object.fromEntries(sources) as unknown,
    exposures: [...project.exposures.keys()].sort(),
    disabled: [...project.disabled.keys()].sort(),
  };
}

function byId(a: { readonly uniqueId: string }, b: { readonly uniqueId: string }): number {
  return a.uniqueId < b.uniqueId ? -1 : 1;
}

function nodeFacts(node: ParsedNode): unknown {
  const uses = 'uses' in node ? node.uses : undefined;
  return {
    fqn: node.fqn,
    path: [node.path, node.originalFilePath, node.patchPath],
    relation:
      'relation' in node ? [node.relation.database, node.relation.schema, node.relation.identifier] : null,
    config: plainJson(node.config.all),
    unrendered_config: plainJson(node.config.unrendered),
    tags: node.config.tags,
    description: node.description,
    checksum: node.checksum.checksum,
    columns: node.columns.map((column) => [
      column.name,
      column.description,
      column.dataType,
      plainJson(column.meta),
      column.tags,
    ]),
    ...(uses === undefined || !('template' in node)
      ? {}
      : {
          raw_code: node.template.text,
          refs: uses.refs.map((ref) => [ref.name, ref.package, ref.version]),
          sources: uses.sources.map(({ source, table }) => [source, table]),
          macros: uses.macros,
        }),
    ...(node.resourceType === 'test' && node.testMetadata !== null
      ? {
          test_metadata: {
            name: node.testMetadata.name,
            kwargs: plainJson(node.testMetadata.kwargs),
            namespace: node.testMetadata.namespace,
          },
          attached: [
            node.fileKeyName,
            node.columnName,
            node.testedNode?.startsWith('source.') === true ? null : node.testedNode,
          ],
        }
      : {}),
  };
}

/** What dbt itself made of the sample; `dbt-facts.py` writes it. */
export function dbtFacts(sample: string): unknown {
  return JSON.parse(readFileSync(join(samplesDir, sample, 'dbt-facts.json'), 'utf8'));
}
