import {
  askThrough,
  type Connection,
  createRunRenderer,
  type ParsedAnalysis,
  type ParsedNode,
  type RelationName,
  type UniqueId,
  uniqueId,
} from '@tfm/core';
import type { CommandContext } from './command-context.ts';
import { CommandFailure } from './command-failure.ts';
import { exitCodes } from './exit-codes.ts';
import type { OpenProject } from './open-project.ts';

export interface RenderWish {
  readonly node: ParsedNode;
  readonly connection: Connection;
  /** Relations that take the place of published ones. */
  readonly staged?: ReadonlyMap<UniqueId, RelationName>;
}

/** The SQL of one node; mistakes in its template end the command. */
export async function renderNode(
  { graph, adapter }: OpenProject,
  { flags }: CommandContext,
  { node, connection, staged = new Map() }: RenderWish,
): Promise<string> {
  const fullRefresh = flags.is('full-refresh');
  const renderer = createRunRenderer({ graph, adapter, existing: new Map(), fullRefresh });
  const ask = askThrough({ connection, executor: connection, dialect: adapter.dialect });
  const rendered = await renderer.node(node, { staged, ask });
  if (rendered.value === undefined) throw new CommandFailure(exitCodes.mistake, rendered.diagnostics);
  return rendered.value;
}

/** A template of the command line, as a node that nothing depends on. */
export function inlineNode({ graph }: OpenProject, text: string): ParsedAnalysis {
  const { name } = graph.project.settings;
  const source = { path: '--inline', text };
  const example = [...graph.project.nodes.values()].find(({ resourceType }) => resourceType === 'analysis');
  return {
    uniqueId: uniqueId('sql_operation', name, 'inline_query'),
    resourceType: 'analysis',
    name: 'inline_query',
    packageName: name,
    path: 'inline_query',
    originalFilePath: '--inline',
    fqn: [name, 'inline_query'],
    description: '',
    at: { source, start: 0, end: text.length },
    config: example?.config ?? {
      enabled: true,
      materialized: 'view',
      tags: [],
      meta: new Map(),
      preHooks: [],
      postHooks: [],
      all: new Map(),
      unrendered: new Map(),
    },
    columns: [],
    patchPath: null,
    checksum: { name: 'none', checksum: '' },
    template: source,
    body: { source, start: 0, end: text.length },
    uses: { refs: [], sources: [], macros: [] },
  };
}
