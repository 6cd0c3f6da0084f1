import { readFileSync } from 'node:fs';

interface ManifestNode {
  readonly unique_id: string;
  readonly resource_type: string;
  readonly relation_name: string | null;
  readonly compiled_code?: string | null;
  readonly config: { readonly materialized?: string };
  readonly depends_on: { readonly nodes: readonly string[] };
}

/** The final SQL of a compiled project, in the graph's order: every table and view, then its tests. */
export function manifestStatements(manifestFile: string): readonly string[] {
  const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as {
    nodes: { [id: string]: ManifestNode };
  };
  const done = new Set<string>();
  const statements: string[] = [];
  const add = (node: ManifestNode): void => {
    if (done.has(node.unique_id)) return;
    done.add(node.unique_id);
    for (const parent of node.depends_on.nodes) {
      const resource = manifest.nodes[parent];
      if (resource !== undefined) add(resource);
    }
    statements.push(statementOf(node));
  };
  for (const node of Object.values(manifest.nodes)) add(node);
  return statements;
}

function statementOf(node: ManifestNode): string {
  const { compiled_code: sql } = node;
  if (sql == null) throw new Error(`${node.unique_id} has no compiled SQL`);
  if (node.resource_type === 'test') return `select count(*) from (${sql}) as failures`;
  return `create ${node.config.materialized === 'view' ? 'view' : 'table'} ${node.relation_name} as ${sql}`;
}
