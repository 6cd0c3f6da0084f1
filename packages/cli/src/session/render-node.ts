import {
  askThrough,
  type Connection,
  createRunRenderer,
  type Diagnostic,
  diagnostic,
  nearest,
  type ParsedAnalysis,
  type ParsedNode,
  type ProjectGraph,
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

/** The SQL of a template of the command line. */
export async function renderInline(
  project: OpenProject,
  context: CommandContext,
  { text, connection }: { readonly text: string; readonly connection: Connection },
): Promise<string> {
  try {
    return await renderNode(project, context, { node: inlineNode(project, text), connection });
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
    throw new CommandFailure(
      error.exitCode,
      error.diagnostics.map((problem) => asUnknownNode(problem, project)),
    );
  }
}

/** Nodes of files must be known before they are rendered; here a name that is not known does not exist. */
function asUnknownNode(problem: Diagnostic, { graph }: OpenProject): Diagnostic {
  if (problem.code !== 'ref-not-seen' || problem.at === undefined) return problem;
  const { source, start, end } = problem.at;
  const words = [...source.text.slice(start, end).matchAll(/'([^']*)'|"([^"]*)"/g)].map(
    ([, a, b]) => a ?? b ?? '',
  );
  const name = words.join('.');
  return diagnostic('unknown-node', { name, nearest: nearest(name, nodeNames(graph)) }, { at: problem.at });
}

/** Of everything that can be asked for. */
export function nodeNames(graph: ProjectGraph): readonly string[] {
  return [...graph.resources.values()].map((resource) =>
    resource.resourceType === 'source' ? `${resource.sourceName}.${resource.name}` : resource.name,
  );
}

/** As a node that nothing depends on. */
function inlineNode({ graph }: OpenProject, text: string): ParsedAnalysis {
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
