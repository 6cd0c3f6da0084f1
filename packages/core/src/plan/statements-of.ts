import type { Dialect } from '../adapter/dialect.ts';
import type { CompiledProject } from '../compile/compiled-project.ts';
import { countingQuery } from '../project/counting-query.ts';
import type { UniqueId } from '../project/unique-id.ts';
import type { Plan } from './plan.ts';

/**
 * The main statement of each node with published names: what people read under `target/run`. What is executed says
 * the same under the names of staged relations.
 */
export function statementsOf(
  plan: Plan,
  compiled: CompiledProject,
  dialect: Dialect,
): ReadonlyMap<UniqueId, string> {
  const statements = new Map<UniqueId, string>();
  for (const { id, step, published } of plan.nodes) {
    const sql = compiled.nodes.get(id)?.sql;
    const resource = plan.graph.resources.get(id);
    if (sql == null || resource === undefined) continue;
    if (resource.resourceType === 'test') statements.set(id, countingQuery(resource, sql));
    else if (published === null) continue;
    else if (step.kind === 'build-table') statements.set(id, joined(dialect.createTableAs(published, sql)));
    else if (step.kind === 'build-view') statements.set(id, joined(dialect.createView(published, sql)));
    else if (step.kind === 'stage-increment') {
      statements.set(
        id,
        `-- the new rows, added to ${dialect.relation(published)} by ${step.strategy}\n${sql}`,
      );
    }
  }
  return statements;
}

function joined(statements: readonly string[]): string {
  return `${statements.join(';\n')}\n`;
}
