import {
  askThrough,
  type CompiledProject,
  type Connection,
  compileNodes,
  countWords,
  diagnostic,
  hasErrors,
  inspectWarehouse,
  type ParsedNode,
  type UniqueId,
} from '@tfm/core';
import { openTargetFolder, writeCompiled } from '../session/artifacts.ts';
import type { CommandContext } from '../session/command-context.ts';
import { CommandFailure } from '../session/command-failure.ts';
import { exitCodes } from '../session/exit-codes.ts';
import { findNode } from '../session/find-node.ts';
import { lazyConnection } from '../session/lazy-connection.ts';
import { type OpenProject, openProject } from '../session/open-project.ts';
import { renderInline } from '../session/render-node.ts';
import { select } from '../session/select.ts';

export async function compile(context: CommandContext): Promise<number> {
  const { flags } = context;
  const project = await openProject(context);
  const connection = lazyConnection(project, context);
  try {
    const inline = flags.get('inline');
    if (inline !== undefined) await compileInline(project, context, { inline, connection });
    else await compileSelected(project, context, connection);
    return exitCodes.good;
  } finally {
    await connection.close();
  }
}

async function compileInline(
  project: OpenProject,
  context: CommandContext,
  { inline, connection }: { readonly inline: string; readonly connection: Connection },
): Promise<void> {
  if (context.argument !== undefined || context.flags.list('select').length > 0)
    throw new CommandFailure(exitCodes.mistake, [
      diagnostic('flags-exclude-each-other', { flags: ['--inline', 'a selection'] }),
    ]);
  const sql = await renderInline(project, context, { text: inline, connection });
  print(undefined, sql, context);
}

async function compileSelected(
  project: OpenProject,
  context: CommandContext,
  connection: Connection,
): Promise<void> {
  const { argument, output } = context;
  const selected =
    argument === undefined ? select(project, context).ids : new Set([findNode(project, argument).uniqueId]);
  if (selected.size === 0) return;
  const folder = await openTargetFolder(project, context);
  const compiled = await compiledNodes(project, context, { selected, connection });
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
export async function compiledNodes(
  { graph, adapter }: OpenProject,
  { flags, output }: CommandContext,
  { selected, connection }: { readonly selected: ReadonlySet<UniqueId>; readonly connection: Connection },
): Promise<CompiledProject> {
  const fullRefresh = flags.is('full-refresh');
  const isIncremental = (id: UniqueId) => graph.project.nodes.get(id)?.config.materialized === 'incremental';
  const asks = !fullRefresh && [...selected].some(isIncremental);
  const relations = asks ? (await inspectWarehouse(graph, connection, adapter.dialect)).relations : [];
  const ask = askThrough({ connection, executor: connection, dialect: adapter.dialect });
  const compiled = await compileNodes({ graph, selected, adapter, relations, fullRefresh, ask });
  if (hasErrors(compiled.diagnostics)) throw new CommandFailure(exitCodes.mistake, compiled.diagnostics);
  output.complain(compiled.diagnostics);
  return compiled.value;
}
