import type { Capabilities } from '../adapter/adapter.ts';
import type { Dialect } from '../adapter/dialect.ts';
import type { CompiledProject } from '../compile/compiled-project.ts';
import { type Diagnostic, diagnostic, type Outcome } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import type { SourceMarker } from '../loader/loader.ts';
import type { ProjectGraph } from '../project/graph.ts';
import { addTo } from '../project/multi-map.ts';
import type { ParsedModel, ParsedSource, ParsedTest, Resource } from '../project/node.ts';
import type { PublishPolicy } from '../project/project.ts';
import type { RelationKind, RelationName } from '../project/relation-name.ts';
import { isEphemeral, relationParents } from '../project/relation-parents.ts';
import { stagedName } from '../project/staged-name.ts';
import type { UniqueId } from '../project/unique-id.ts';
import type { Plan, PlannedNode, Step, WarehouseState } from './plan.ts';
import { planIncrement } from './plan-increment.ts';
import { firstBelowAll, lastOf } from './run-order.ts';

/** The commands that go through a plan. */
export type RunCommand = 'build' | 'run' | 'test' | 'seed';

export interface PlanRequest {
  readonly command: RunCommand;
  readonly compiled: CompiledProject;
  readonly selected: ReadonlySet<UniqueId>;
  readonly state: WarehouseState;
  readonly capabilities: Capabilities;
  readonly dialect: Dialect;
  /** Random and unique; its first eight characters are part of staged names. */
  readonly runId: string;
  readonly policy: PublishPolicy;
  readonly fullRefresh: boolean;
  /** What a load of each source would bring now; null: cannot be told. Sources that are not here are not loaded. */
  readonly loadMarkers: ReadonlyMap<UniqueId, SourceMarker | null>;
}

/** Decides what each selected node does, and in which order; pure, so that it is tested without a database. */
export function planRun(request: PlanRequest): Outcome<Plan> {
  const planner = new Planner(request);
  return planner.plan();
}

const resourceTypesOf: Record<RunCommand, readonly Resource['resourceType'][]> = {
  build: ['source', 'seed', 'model', 'test'],
  run: ['source', 'model'],
  seed: ['seed'],
  test: ['test'],
};

/** What is there only when a run has made it. */
const builtByRuns: ReadonlySet<string> = new Set(['model', 'seed', 'snapshot']);

const materializations = ['view', 'table', 'incremental', 'ephemeral'];

class Planner {
  readonly #request: PlanRequest;
  readonly #graph: ProjectGraph;
  readonly #diagnostics: Diagnostic[] = [];
  readonly #existing: ReadonlyMap<string, RelationKind>;
  readonly #steps = new Map<UniqueId, { readonly step: Step; readonly reason: string }>();

  constructor(request: PlanRequest) {
    this.#request = request;
    this.#graph = request.compiled.graph;
    this.#existing = new Map(
      request.state.relations.map((relation) => [this.#keyOf(relation.name), relation.kind]),
    );
  }

  plan(): Outcome<Plan> {
    const { command, runId, policy, fullRefresh } = this.#request;
    const ids = this.#plannedIds();
    this.#tellWhatIsNotRun();
    for (const id of ids) {
      const decided = this.#decide(this.#resource(id));
      if (decided !== undefined) this.#steps.set(id, decided);
    }
    const rejects = this.#rejects();
    const waits = this.#waits(rejects);
    const nodes = ids.flatMap((id) => {
      const decided = this.#steps.get(id);
      return decided === undefined ? [] : [this.#plannedNode(id, decided, waits.get(id) ?? [])];
    });
    const plan: Plan = {
      graph: this.#graph,
      command,
      runId,
      policy,
      writes: command !== 'test',
      nodes,
      rejects,
      fullRefresh,
      schemas: this.#schemas(nodes),
    };
    return { value: plan, diagnostics: this.#diagnostics };
  }

  /** Selected nodes that this command handles, and the sources that are to be loaded, in the graph's order. */
  #plannedIds(): readonly UniqueId[] {
    const types = resourceTypesOf[this.#request.command];
    const wanted = new Set<UniqueId>();
    for (const id of this.#request.selected) {
      const resource = this.#graph.resources.get(id);
      if (resource === undefined || !types.includes(resource.resourceType) || isEphemeral(this.#graph, id))
        continue;
      wanted.add(id);
    }
    if (types.includes('source')) for (const id of this.#request.loadMarkers.keys()) wanted.add(id);
    return this.#graph.order.filter((id) => wanted.has(id));
  }

  /** Kinds that are read and checked, and nothing more as yet: a user who counts on them must hear of it. */
  #tellWhatIsNotRun(): void {
    const { command, selected } = this.#request;
    if (command !== 'build' && command !== 'test') return;
    const unitTests = (this.#graph.project.otherProperties ?? []).filter(
      ({ list }) => list === 'unit_tests',
    ).length;
    const snapshots = [...selected].filter(
      (id) => this.#graph.resources.get(id)?.resourceType === 'snapshot',
    ).length;
    if (unitTests > 0) this.#diagnostics.push(diagnostic('not-run', { what: 'unit test', count: unitTests }));
    if (snapshots > 0) this.#diagnostics.push(diagnostic('not-run', { what: 'snapshot', count: snapshots }));
  }

  #decide(resource: Resource): { readonly step: Step; readonly reason: string } | undefined {
    switch (resource.resourceType) {
      case 'source':
        return this.#decideLoad(resource);
      case 'seed':
        return {
          step: { kind: 'load-seed', staged: this.#staged(resource.relation) },
          reason: 'seeds are loaded by every build',
        };
      case 'model':
        return this.#blocked(resource) ?? this.#decideModel(resource);
      case 'test':
        return this.#blocked(resource) ?? { step: { kind: 'check-test' }, reason: 'selected' };
      default:
        return undefined;
    }
  }

  #decideLoad(source: ParsedSource): { readonly step: Step; readonly reason: string } | undefined {
    const marker = this.#request.loadMarkers.get(source.uniqueId);
    if (marker === undefined) return undefined;
    const last = this.#request.state.loads.get(source.uniqueId);
    const isThere = this.#existing.has(this.#keyOf(source.relation));
    const isUnchanged = marker !== null && last?.marker?.fingerprint === marker.fingerprint;
    if (isUnchanged && isThere && !this.#request.fullRefresh) {
      const reason = `unchanged since run ${last.runId.slice(0, 8)}`;
      return { step: { kind: 'none', reason }, reason };
    }
    const reason =
      last === undefined
        ? 'never loaded'
        : isThere
          ? 'its data or its `load:` block has changed'
          : 'its table is gone';
    return { step: { kind: 'load-source', staged: this.#staged(source.relation), marker }, reason };
  }

  #decideModel(model: ParsedModel): { readonly step: Step; readonly reason: string } {
    const existing = this.#existing.get(this.#keyOf(model.relation));
    const staged = this.#staged(model.relation);
    switch (model.config.materialized) {
      case 'view':
        return {
          step: { kind: 'build-view', staged },
          reason: existing === undefined ? 'new' : kindReason(existing, 'view'),
        };
      case 'table':
        return {
          step: { kind: 'build-table', staged },
          reason: existing === undefined ? 'new' : kindReason(existing, 'table'),
        };
      case 'incremental': {
        const planned = planIncrement(model, {
          existing,
          fullRefresh: this.#request.fullRefresh,
          capabilities: this.#request.capabilities,
          staged,
          delta: stagedName(this.#request.runId, model.relation, 'delta'),
        });
        this.#diagnostics.push(...planned.diagnostics);
        return planned.value;
      }
      default: {
        const problem = diagnostic(
          'materialization-unknown',
          {
            name: model.config.materialized,
            model: model.name,
            nearest: nearest(model.config.materialized, materializations),
          },
          { at: model.config.places?.get('materialized') ?? model.at },
        );
        this.#diagnostics.push(problem);
        return { step: { kind: 'blocked', diagnostic: problem }, reason: problem.message };
      }
    }
  }

  /** A node that reads a model or seed which is neither there nor built by this run cannot work: say it before the database does. */
  #blocked(node: ParsedModel | ParsedTest): { readonly step: Step; readonly reason: string } | undefined {
    for (const parent of relationParents(this.#graph, node.uniqueId)) {
      const resource = this.#resource(parent);
      if (!builtByRuns.has(resource.resourceType) || !('relation' in resource)) continue;
      if (this.#steps.has(parent) || this.#existing.has(this.#keyOf(resource.relation))) continue;
      const call = node.uses.refs.find((ref) => ref.name === resource.name);
      const problem = diagnostic(
        'parent-not-built',
        {
          kind: node.resourceType,
          name: node.name,
          parentKind: resource.resourceType,
          parent: resource.name,
        },
        { at: call?.at ?? node.at },
      );
      return { step: { kind: 'blocked', diagnostic: problem }, reason: problem.message };
    }
    return undefined;
  }

  /** Test → the staged nodes it guards. A generic test guards the node it is written on; others the last of what they read. */
  #rejects(): ReadonlyMap<UniqueId, readonly UniqueId[]> {
    const rejects = new Map<UniqueId, readonly UniqueId[]>();
    for (const [id, { step }] of this.#steps) {
      const test = this.#resource(id);
      // A test that cannot run holds its nodes back as well: they would be published untested.
      if (test.resourceType !== 'test' || step.kind === 'none') continue;
      const staged = relationParents(this.#graph, id).filter((parent) => this.#isStaged(parent));
      // Published one by one, a node cannot wait for a test that also reads what is built from it.
      const ownOnly =
        this.#request.policy !== 'each' && test.testedNode !== null && staged.includes(test.testedNode);
      const own = ownOnly && test.testedNode !== null ? [test.testedNode] : undefined;
      rejects.set(id, own ?? lastOf(this.#graph, staged));
    }
    return rejects;
  }

  /**
   * A node waits for what it reads and for the tests of it: those whose tested nodes all lie above it. A test that
   * also reads a node beside or below would otherwise wait for a node that waits for the test.
   */
  #waits(rejects: ReadonlyMap<UniqueId, readonly UniqueId[]>): ReadonlyMap<UniqueId, readonly UniqueId[]> {
    const waits = new Map<UniqueId, Set<UniqueId>>();
    const readers = new Map<UniqueId, UniqueId[]>();
    for (const id of this.#steps.keys()) {
      const parents = relationParents(this.#graph, id).filter((parent) => this.#steps.has(parent));
      waits.set(id, new Set(parents));
      if (rejects.has(id)) continue;
      for (const parent of parents) addTo(readers, parent, id);
    }
    for (const test of rejects.keys()) {
      const tested = [...(waits.get(test) ?? [])];
      for (const reader of firstBelowAll(tested, readers)) waits.get(reader)?.add(test);
      if (this.#request.policy === 'each') {
        // Published one by one, a parent changes its name under its readers: they start when nothing can hold it back.
        for (const guarded of rejects.get(test) ?? []) {
          for (const reader of readers.get(guarded) ?? []) waits.get(reader)?.add(test);
        }
      }
    }
    return new Map([...waits].map(([id, set]) => [id, [...set]]));
  }

  #plannedNode(
    id: UniqueId,
    decided: { readonly step: Step; readonly reason: string },
    waitsFor: readonly UniqueId[],
  ): PlannedNode {
    const resource = this.#resource(id);
    const published =
      resource.resourceType === 'test' || !('relation' in resource) ? null : resource.relation;
    return {
      id,
      step: decided.step,
      waitsFor,
      published,
      existing: published === null ? null : (this.#existing.get(this.#keyOf(published)) ?? null),
      reason: decided.reason,
      late: this.#request.compiled.nodes.get(id)?.sql === null,
    };
  }

  #schemas(nodes: readonly PlannedNode[]): Plan['schemas'] {
    const schemas = new Map<string, { readonly database: string | null; readonly schema: string }>();
    for (const { published } of nodes) {
      if (published?.schema == null) continue;
      schemas.set(JSON.stringify([published.database, published.schema]), {
        database: published.database,
        schema: published.schema,
      });
    }
    return [...schemas.values()];
  }

  #isStaged(id: UniqueId): boolean {
    const step = this.#steps.get(id)?.step;
    return (
      step !== undefined && step.kind !== 'none' && step.kind !== 'blocked' && step.kind !== 'check-test'
    );
  }

  #staged(published: RelationName): RelationName {
    return stagedName(this.#request.runId, published, 'stage');
  }

  #keyOf(name: RelationName): string {
    const fold = (part: string | null) => (part === null ? null : this.#request.dialect.foldIdentifier(part));
    return JSON.stringify([fold(name.database), fold(name.schema), fold(name.identifier)]);
  }

  #resource(id: UniqueId): Resource {
    const resource = this.#graph.resources.get(id);
    if (resource === undefined) throw new Error(`planned node ${id} is not in the graph`);
    return resource;
  }
}

function kindReason(existing: RelationKind, wanted: RelationKind): string {
  return existing === wanted ? 'selected' : `the ${existing} becomes a ${wanted}`;
}
