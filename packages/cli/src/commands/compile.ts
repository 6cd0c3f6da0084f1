import {
  type CompiledNode,
  type CompiledProject,
  compileNodes,
  countWords,
  diagnostic,
  hasErrors,
  inspectWarehouse,
  type ParsedNode,
  type RelationInfo,
  type UniqueId,
} from '@tfm/core';
import { openTargetFolder, writeCompiled } from '../session/artifacts.ts';
import type { CommandContext } from '../session/command-context.ts';
import { CommandFailure } from '../session/command-failure.ts';
import { exitCodes } from '../session/exit-codes.ts';
import { findNode } from '../session/find-node.ts';
import { LazyWarehouse } from '../session/lazy-warehouse.ts';
import { type OpenProject, openProject } from '../session/open-project.ts';
import { inlineNode, renderNode } from '../session/render-node.ts';
import { select } from '../session/select.ts';

export async function compile(context: CommandContext): Promise<number> {
  const { flags } = context;
  const project = await openProject(context);
  const warehouse = new LazyWarehouse(project, context);
  try {
    const inline = flags.get('inline');
    if (inline !== undefined) await compileInline(project, context, { inline, warehouse });
    else await compileSelected(project, context, warehouse);
    return exitCodes.good;
  } finally {
    await warehouse.close();
  }
}

async function compileInline(
  project: OpenProject,
  context: CommandContext,
  { inline, warehouse }: { readonly inline: string; readonly warehouse: LazyWarehouse },
): Promise<void> {
  if (context.argument !== undefined || context.flags.list('select').length > 0)
    throw new CommandFailure(exitCodes.mistake, [
      diagnostic('flags-exclude-each-other', { flags: ['--inline', 'a selection'] }),
    ]);
  const sql = await renderNode(project, context, { node: inlineNode(project, inline), warehouse });
  print(undefined, sql, context);
}

async function compileSelected(
  project: OpenProject,
  context: CommandContext,
  warehouse: LazyWarehouse,
): Promise<void> {
  const { argument, output } = context;
  const { graph } = project;
  const selected =
    argument === undefined ? select(graph, context).ids : new Set([findNode(project, argument).uniqueId]);
  if (selected.size === 0) return;
  const folder = await openTargetFolder(project, context);
  const compiled = await compiledNodes(project, context, { selected, warehouse });
  await writeCompiled(project, context, { folder, compiled });
  const only = onlyNode(selected, project, context);
  const sql = only === undefined ? undefined : compiled.nodes.get(only.uniqueId)?.sql;
  if (only !== undefined && typeof sql === 'string') print(only, sql, context);
  else {
    const count = [...compiled.nodes.values()].filter((node) => node.sql !== null).length;
    output.say({
      name: 'CompileComplete',
      code: 'Q036',
      text: `${countWords(count, 'node')} compiled to ${folder.shown}/compiled`,
    });
  }
}

/** One node that was asked for: its tests came along unasked. */
function onlyNode(
  selected: ReadonlySet<UniqueId>,
  { graph }: OpenProject,
  { argument, flags }: CommandContext,
): ParsedNode | undefined {
  if (argument === undefined && flags.list('select').length === 0) return undefined;
  const nodes = [...selected].flatMap((id) => graph.project.nodes.get(id) ?? []);
  const [first, ...others] = nodes.filter(({ resourceType }) => resourceType !== 'test');
  if (first === undefined) return nodes.length === 1 ? nodes[0] : undefined;
  return others.length === 0 ? first : undefined;
}

function print(node: ParsedNode | undefined, sql: string, { flags, output }: CommandContext): void {
  const data = {
    ...(node === undefined ? {} : { node_name: node.name, unique_id: node.uniqueId }),
    compiled: sql,
  };
  const record = node === undefined ? { compiled: sql } : { node: node.name, compiled: sql };
  const text = flags.get('output') === 'json' ? JSON.stringify(record, undefined, 2) : sql;
  output.result(text, { name: 'CompiledNode', code: 'Q042', data });
}

/** The SQL of the selection. The warehouse is asked only where an answer changes the SQL. */
async function compiledNodes(
  project: OpenProject,
  context: CommandContext,
  { selected, warehouse }: { readonly selected: ReadonlySet<UniqueId>; readonly warehouse: LazyWarehouse },
): Promise<CompiledProject> {
  const { graph, adapter } = project;
  const fullRefresh = context.flags.is('full-refresh');
  const asks =
    !fullRefresh &&
    [...selected].some((id) => graph.project.nodes.get(id)?.config.materialized === 'incremental');
  const relations = asks
    ? (await inspectWarehouse(graph, await warehouse.open(), adapter.dialect)).relations
    : [];
  const compiled = await compileNodes({ graph, selected, adapter, relations, fullRefresh });
  if (hasErrors(compiled.diagnostics)) throw new CommandFailure(exitCodes.mistake, compiled.diagnostics);
  context.output.complain(compiled.diagnostics);
  const nodes = new Map<UniqueId, CompiledNode>(compiled.value.nodes);
  for (const [id, late] of compiled.value.nodes) {
    const node = graph.project.nodes.get(id);
    if (late.sql !== null || node === undefined) continue;
    const incremental = asks && isTable(node, relations, project);
    nodes.set(id, { ...late, sql: await renderNode(project, context, { node, warehouse, incremental }) });
  }
  return { graph, nodes };
}

function isTable(node: ParsedNode, relations: readonly RelationInfo[], { adapter }: OpenProject): boolean {
  if (node.config.materialized !== 'incremental' || !('relation' in node)) return false;
  const fold = (name: string) => adapter.dialect.foldIdentifier(name);
  const { schema, identifier } = node.relation;
  return relations.some(
    ({ name, kind }) =>
      kind === 'table' &&
      fold(name.identifier) === fold(identifier) &&
      fold(name.schema ?? '') === fold(schema ?? ''),
  );
}
