import type { CompiledProject } from '../compile/compiled-project.ts';
import type { UniqueId } from '../project/unique-id.ts';
import type { NodeResult } from '../run/run-report.ts';
import { nodeFilePath } from './artifact-paths.ts';

/** A file of the target folder. */
export interface TargetFile {
  /** Relative to the target folder, with `/`. */
  readonly path: string;
  readonly text: string;
}

export interface CompiledFilesRequest {
  readonly compiled: CompiledProject;
  /** Of the run: what could only be compiled at its turn has its SQL here. */
  readonly results?: readonly NodeResult[];
  /** The main statement of each node that ran, with published names. */
  readonly statements?: ReadonlyMap<UniqueId, string>;
}

/** What people read to see what a template became: `compiled/…`, and `run/…` with the statement around it. */
export function compiledFilesOf(request: CompiledFilesRequest): readonly TargetFile[] {
  const { compiled, results = [], statements = new Map<UniqueId, string>() } = request;
  const queries = new Map<UniqueId, string>();
  for (const { id, sql } of compiled.nodes.values()) if (sql !== null) queries.set(id, sql);
  for (const { id, compiledSql } of results) if (compiledSql !== null) queries.set(id, compiledSql);
  return [...filesIn('compiled', queries, compiled), ...filesIn('run', statements, compiled)];
}

function filesIn(
  folder: 'compiled' | 'run',
  texts: ReadonlyMap<UniqueId, string>,
  { graph }: CompiledProject,
): readonly TargetFile[] {
  return [...texts].flatMap(([id, text]) => {
    const node = graph.resources.get(id);
    if (node === undefined || node.resourceType === 'source' || node.resourceType === 'exposure') return [];
    return [{ path: `${folder}/${nodeFilePath(node)}`, text }];
  });
}
