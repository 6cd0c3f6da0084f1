/**
 * The table of contents: every command is these stages in this order. A newcomer starts here.
 *
 *   readProject → parseProject → buildGraph → selectNodes → inspectWarehouse → compileNodes → planRun → runPlan
 *
 * Each stage is one folder with one front door, takes plain data and returns an outcome: as much of the value as
 * could be made, and everything that is wrong with the rest. Reporting (`report/`) reads what they return.
 */
import type { Adapter } from './adapter/adapter.ts';
import type { Connection } from './adapter/connection.ts';
import { compileNodes } from './compile/compile-nodes.ts';
import type { CompiledProject } from './compile/compiled-project.ts';
import { createRunRenderer } from './compile/run-renderer.ts';
import type { Diagnostic, Outcome } from './diagnostics/diagnostic.ts';
import { buildGraph } from './graph/build-graph.ts';
import type { Loader } from './loader/loader.ts';
import { type ParseSettings, parseProject } from './parse/parse-project.ts';
import type { Plan } from './plan/plan.ts';
import { planRun, type RunCommand } from './plan/plan-run.ts';
import { statementsOf } from './plan/statements-of.ts';
import type { ProjectGraph } from './project/graph.ts';
import type { PublishPolicy } from './project/project.ts';
import type { UniqueId } from './project/unique-id.ts';
import { type ReadOptions, readProject } from './read/read-project.ts';
import { unreadNames } from './read/unread-names.ts';
import { inspectWarehouse } from './run/inspect-warehouse.ts';
import { type LoadPlace, markLoads } from './run/mark-loads.ts';
import { runPlan } from './run/run-plan.ts';
import type { RunReport } from './run/run-report.ts';
import type { RunServices } from './run/run-services.ts';

/** Files → graph: everything that needs no warehouse. Without a value, nothing can be done with the project. */
export async function loadProject(
  files: ReadOptions,
  settings: ParseSettings,
): Promise<Outcome<ProjectGraph | undefined>> {
  const diagnostics: Diagnostic[] = [];
  const read = await readProject(files);
  diagnostics.push(...read.diagnostics);
  if (read.value === undefined) return { value: undefined, diagnostics };
  const parsed = parseProject(read.value, settings);
  diagnostics.push(...parsed.diagnostics);
  if (parsed.value === undefined) return { value: undefined, diagnostics };
  const graph = buildGraph(parsed.value, unreadNames(read.diagnostics));
  return { value: graph.value, diagnostics: [...diagnostics, ...graph.diagnostics] };
}

export interface RunRequest {
  readonly command: RunCommand;
  /** What `selectNodes` gave. */
  readonly selected: ReadonlySet<UniqueId>;
  readonly adapter: Adapter;
  readonly connection: Connection;
  readonly loaders: ReadonlyMap<string, Loader>;
  readonly loadPlace: LoadPlace;
  /** False: sources stay as they are (`--no-load`). */
  readonly load: boolean;
  readonly runId: string;
  readonly policy: PublishPolicy;
  readonly fullRefresh: boolean;
}

export interface PreparedRun {
  readonly compiled: CompiledProject;
  readonly plan: Plan;
  /** The main statement of each node, for people to read. */
  readonly statements: ReadonlyMap<UniqueId, string>;
}

/** Selection → plan. Reads the warehouse, writes nothing. With errors among the diagnostics, it must not be carried out. */
export async function prepareRun(
  graph: ProjectGraph,
  request: RunRequest,
): Promise<Outcome<PreparedRun | undefined>> {
  const { adapter, connection, selected, fullRefresh } = request;
  const state = await inspectWarehouse(graph, connection, adapter.dialect);
  const compiled = await compileNodes({ graph, selected, adapter, relations: state.relations, fullRefresh });
  const marked = await markLoads(graph, request, state.loads);
  const planned = planRun({
    ...request,
    compiled: compiled.value,
    state,
    capabilities: adapter.capabilities,
    dialect: adapter.dialect,
    loadMarkers: marked.value,
  });
  const diagnostics = [...compiled.diagnostics, ...marked.diagnostics, ...planned.diagnostics];
  const statements = statementsOf(planned.value, compiled.value, adapter.dialect);
  return { value: { compiled: compiled.value, plan: planned.value, statements }, diagnostics };
}

/** Plan → report: the only part that writes to the warehouse. */
export async function carryOut(
  prepared: PreparedRun,
  adapter: Adapter,
  services: Omit<RunServices, 'dialect' | 'capabilities' | 'renderer'>,
): Promise<RunReport> {
  const { dialect, capabilities } = adapter;
  const { graph, fullRefresh, nodes } = prepared.plan;
  const existing = new Map(
    nodes.flatMap(({ id, existing: kind }) => (kind === null ? [] : [[id, kind] as const])),
  );
  const renderer = createRunRenderer({
    graph,
    adapter,
    existing,
    fullRefresh,
    sink: (level, text) =>
      services.emit({ type: 'message', level: level === 'warning' ? 'warn' : level, text, id: null }),
  });
  return runPlan(prepared.plan, { ...services, dialect, capabilities, renderer });
}
