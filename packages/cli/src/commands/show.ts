import {
  type Connection,
  diagnostic,
  isEphemeral,
  type RelationName,
  type Resource,
  type ResultSet,
  StateStore,
  type UniqueId,
  WarehouseError,
} from '@tfm/core';
import { rowsAsCsv, rowsAsJson, rowsAsText, type ShownRows } from '../output/result-rows.ts';
import type { CommandContext } from '../session/command-context.ts';
import { CommandFailure, queryFailure } from '../session/command-failure.ts';
import { connectOrEmpty, withConnection } from '../session/connect.ts';
import { exitCodes } from '../session/exit-codes.ts';
import { findNode, findSelectedNode } from '../session/find-node.ts';
import { type OpenProject, openProject } from '../session/open-project.ts';
import { renderInline, renderNode } from '../session/render-node.ts';

const usualLimit = 5;

/** What is asked for: a resource, or a query of one's own. */
interface Question {
  readonly what: string;
  readonly node: string | undefined;
  readonly sql: string;
}

export async function show(context: CommandContext): Promise<number> {
  const project = await openProject(context);
  const asked = whatIsAsked(project, context);
  return withConnection(connectOrEmpty(project, context), context, async (connection, signal) => {
    const question =
      typeof asked === 'string'
        ? await inlineQuestion(project, context, { text: asked, connection })
        : await resourceQuestion(project, context, { resource: asked, connection });
    const limit = context.flags.number('limit') ?? usualLimit;
    const rows = await read(project, connection, { question, limit, signal });
    print(context, question, { ...rows, limit });
    return exitCodes.good;
  });
}

function whatIsAsked(project: OpenProject, context: CommandContext): Resource | string {
  const { argument, flags } = context;
  const inline = flags.get('inline');
  const given = [argument, flags.list('select')[0], inline].filter((value) => value !== undefined);
  if (given.length > 1)
    throw new CommandFailure(exitCodes.mistake, [
      diagnostic('flags-exclude-each-other', { flags: ['NODE', '--select', '--inline'] }),
    ]);
  if (inline !== undefined) return inline;
  const resource = argument === undefined ? findSelectedNode(project, context) : findNode(project, argument);
  if (resource === undefined)
    throw new CommandFailure(exitCodes.mistake, [diagnostic('nothing-to-show', { command: 'show' })]);
  return resource;
}

interface InlineWish {
  readonly text: string;
  readonly connection: Connection;
}

async function inlineQuestion(
  project: OpenProject,
  context: CommandContext,
  { text, connection }: InlineWish,
): Promise<Question> {
  const sql = await renderInline(project, context, { text, connection });
  return { what: 'the query', node: undefined, sql };
}

interface ResourceWish {
  readonly resource: Resource;
  readonly connection: Connection;
}

async function resourceQuestion(
  project: OpenProject,
  context: CommandContext,
  wish: ResourceWish,
): Promise<Question> {
  const { resource, connection } = wish;
  const what = `${resource.resourceType} "${resource.name}"`;
  const select = (relation: RelationName): Question => ({
    what,
    node: resource.name,
    sql: `select * from ${project.adapter.dialect.relation(relation)}`,
  });
  if (context.flags.is('rejected')) return rejectedQuestion(project, context, { ...wish, select });
  switch (resource.resourceType) {
    case 'exposure':
      throw new CommandFailure(exitCodes.mistake, [
        diagnostic('node-without-rows', { name: resource.name, kind: resource.resourceType }),
      ]);
    case 'source': {
      if (resource.externalLocation === null) {
        await demandRelation(project, connection, resource);
        return select(resource.relation);
      }
      const text = `select * from {{ source('${resource.sourceName}', '${resource.name}') }}`;
      return { ...(await inlineQuestion(project, context, { text, connection })), what, node: resource.name };
    }
    case 'seed':
      await demandRelation(project, connection, resource);
      return select(resource.relation);
    case 'model':
    case 'snapshot':
      if (
        !isEphemeral(project.graph, resource.uniqueId) &&
        (await isThere(project, connection, resource.relation))
      )
        return select(resource.relation);
      context.output.note(`${resource.name} is not built yet: its query is run`);
      return {
        what,
        node: resource.name,
        sql: await renderNode(project, context, { node: resource, connection }),
      };
    case 'test':
    case 'analysis':
      return {
        what,
        node: resource.name,
        sql: await renderNode(project, context, { node: resource, connection }),
      };
  }
}

/** A candidate that the last build rejected; of a test, the rows of candidates that fail it. */
async function rejectedQuestion(
  project: OpenProject,
  context: CommandContext,
  { resource, connection, select }: ResourceWish & { readonly select: (relation: RelationName) => Question },
): Promise<Question> {
  const rejected = await rejectedRelations(project, connection);
  const relation = rejected.get(resource.uniqueId);
  if (relation !== undefined) return select(relation);
  const parents = project.graph.parents.get(resource.uniqueId) ?? [];
  if (resource.resourceType === 'test' && parents.some((id) => rejected.has(id))) {
    const sql = await renderNode(project, context, {
      node: resource,
      connection,
      staged: rejected,
    });
    return { what: `test "${resource.name}"`, node: resource.name, sql };
  }
  throw new CommandFailure(exitCodes.failed, [diagnostic('nothing-rejected', { name: resource.name })]);
}

async function rejectedRelations(
  { adapter }: OpenProject,
  connection: Connection,
): Promise<ReadonlyMap<UniqueId, RelationName>> {
  const store = new StateStore(adapter.dialect, connection.info);
  if (!(await store.exists(connection))) return new Map();
  const rows = await store.staging(connection);
  return new Map(rows.filter(({ role }) => role === 'rejected').map(({ id, relation }) => [id, relation]));
}

async function demandRelation(
  project: OpenProject,
  connection: Connection,
  resource: Extract<Resource, { readonly relation: RelationName }>,
): Promise<void> {
  if (await isThere(project, connection, resource.relation)) return;
  const { resourceType: kind, name } = resource;
  const hint =
    kind === 'source'
      ? `tfm build --select source:${resource.sourceName}.${name}`
      : `tfm build --select ${name}`;
  throw new CommandFailure(exitCodes.failed, [diagnostic('relation-missing', { kind, name }, { hint })]);
}

async function isThere(
  { adapter }: OpenProject,
  connection: Connection,
  relation: RelationName,
): Promise<boolean> {
  const fold = (name: string) => adapter.dialect.foldIdentifier(name);
  const { database, schema, identifier } = relation;
  const there = await connection.inspect([{ database, schema: schema ?? '' }]);
  return there.some(({ name }) => fold(name.identifier) === fold(identifier));
}

interface Reading {
  readonly question: Question;
  readonly limit: number;
  readonly signal: AbortSignal;
}

/** One row more than is shown tells whether there are more. */
async function read(
  { adapter }: OpenProject,
  connection: Connection,
  { question, limit, signal }: Reading,
): Promise<{ readonly result: ResultSet; readonly hasMore: boolean }> {
  const sql = limit < 0 ? question.sql : adapter.dialect.limited(question.sql, limit + 1);
  try {
    const result = await connection.query(sql, { signal });
    const hasMore = limit >= 0 && result.rows.length > limit;
    return { result: hasMore ? { ...result, rows: result.rows.slice(0, limit) } : result, hasMore };
  } catch (error) {
    if (error instanceof WarehouseError) throw queryFailure(error, question.what);
    throw error;
  }
}

function print({ flags, output }: CommandContext, { node }: Question, rows: ShownRows): void {
  const { result } = rows;
  const saying = {
    name: 'ShowNode',
    code: 'Q041',
    data: { node_name: node ?? 'inline', preview: rowsAsJson(undefined, result) },
  };
  switch (flags.get('output') ?? 'text') {
    case 'json':
      output.result(rowsAsJson(node, result), saying);
      return;
    case 'csv':
      output.raw(rowsAsCsv(result));
      return;
    default: {
      const { text, notes } = rowsAsText(rows, output);
      output.result(text, saying);
      for (const note of notes) output.note(output.palette.dim(note));
    }
  }
}
