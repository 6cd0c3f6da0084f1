/** Questions about a body as a whole. */
import type { Body, Statement, Target } from '../read/ast.ts';
import type { Spot } from './render-state.ts';

/** Whether a `{% block … scoped %}` stands anywhere in a body. */
export function hasScopedBlock(body: Body): boolean {
  return statements(body).some((statement) => statement.kind === 'block' && statement.scoped);
}

/** All statements of a body, those inside others included. */
function statements(body: Body): Statement[] {
  return body.flatMap((statement) => [statement, ...bodiesOf(statement).flatMap(statements)]);
}

function bodiesOf(statement: Statement): Body[] {
  if (statement.kind === 'if')
    return [...statement.branches.map((branch) => branch.body), statement.otherwise];
  if (statement.kind === 'for') return [statement.body, statement.otherwise];
  return 'body' in statement ? [statement.body] : [];
}

/** Where a body assigns to a name. */
export function assignmentTo(name: string, body: Body): Spot | undefined {
  for (const statement of statements(body)) {
    const targets: Target[] = [];
    if (statement.kind === 'set' || statement.kind === 'set-block' || statement.kind === 'for')
      targets.push(statement.target);
    if (statement.kind === 'with') targets.push(...statement.assignments.map(({ target }) => target));
    for (const target of targets) if (assigns(target, name)) return target;
  }
  return undefined;
}

function assigns(target: Target, name: string): boolean {
  if (target.kind === 'tuple-target') return target.items.some((item) => assigns(item, name));
  return target.kind === 'name' && target.name === name;
}
