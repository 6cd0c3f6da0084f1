import type { Connection } from '../adapter/connection.ts';
import type { Dialect } from '../adapter/dialect.ts';
import { WarehouseError } from '../adapter/warehouse-error.ts';
import { type Diagnostic, diagnostic, type Outcome } from '../diagnostics/diagnostic.ts';
import type { Clock } from '../project/clock.ts';
import type { ProjectGraph } from '../project/graph.ts';
import { isJsonMap, type JsonValue } from '../project/json-value.ts';
import type { ParsedSource } from '../project/node.ts';
import type { UniqueId } from '../project/unique-id.ts';
import { longAgo, type Moment, momentOf, momentText } from './loaded-at.ts';
import { endsTheRun, nodeDiagnostic } from './warehouse-diagnostic.ts';

export interface FreshnessResult {
  readonly source: ParsedSource;
  readonly status: 'pass' | 'warn' | 'error' | 'runtime error';
  /** Absent after a runtime error. ISO times, UTC. */
  readonly age?: {
    readonly maxLoadedAt: string;
    readonly snapshottedAt: string;
    readonly seconds: number;
  };
  readonly startedAt: string;
  readonly completedAt: string;
  /** Seconds. */
  readonly executionTime: number;
  readonly diagnostics: readonly Diagnostic[];
}

export interface FreshnessRequest {
  readonly graph: ProjectGraph;
  readonly selected: ReadonlySet<UniqueId>;
  readonly connection: Connection;
  readonly dialect: Dialect;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Renders a `loaded_at_query`. */
  readonly render: (source: ParsedSource, query: string) => Promise<Outcome<string | undefined>>;
  /** Hears each result as it comes. */
  readonly told: (result: FreshnessResult) => void;
}

/** Sources with a threshold: no other one can be late. */
export function sourcesWithThreshold({ project }: ProjectGraph): readonly ParsedSource[] {
  return [...project.sources.values()].filter(
    ({ freshness }) =>
      thresholdOf(freshness, 'warn_after') !== undefined ||
      thresholdOf(freshness, 'error_after') !== undefined,
  );
}

/** How long ago each source got its newest row, one after another. What cannot be asked is a result as well. */
export async function checkFreshness(request: FreshnessRequest): Promise<readonly FreshnessResult[]> {
  const { graph, selected, clock, signal } = request;
  const results: FreshnessResult[] = [];
  const wanted = sourcesWithThreshold(graph).filter(({ uniqueId }) => selected.has(uniqueId));
  for (const source of wanted) {
    if (signal.aborted) break;
    const startedAt = clock.now();
    const start = clock.monotonic();
    const found = await checkSource(source, request);
    const executionTime = (clock.monotonic() - start) / 1000;
    const result = { source, ...found, startedAt, completedAt: clock.now(), executionTime };
    results.push(result);
    request.told(result);
  }
  return results;
}

type Found = Pick<FreshnessResult, 'status' | 'age' | 'diagnostics'>;

async function checkSource(source: ParsedSource, request: FreshnessRequest): Promise<Found> {
  const { connection, signal } = request;
  const name = `${source.sourceName}.${source.name}`;
  const failed = (...diagnostics: readonly Diagnostic[]): Found => ({ status: 'runtime error', diagnostics });
  try {
    const query = await queryOf(source, request);
    if (query.value === undefined) return failed(...query.diagnostics);
    const { rows } = await connection.query(query.value, { signal });
    const [cell = null, now = null] = rows[0] ?? [];
    const loadedAt = momentOf(cell ?? longAgo);
    if (loadedAt === undefined)
      return failed(diagnostic('loaded-at-value', { name, value: String(cell) }, { at: source.at }));
    const snapshot = momentOf(now) ?? momentOf(request.clock.now());
    if (snapshot === undefined) throw new Error('the clock shows no time');
    return judge(source, loadedAt, snapshot);
  } catch (error) {
    if (error instanceof WarehouseError && endsTheRun(error)) throw error;
    return failed(nodeDiagnostic(error, source));
  }
}

async function queryOf(
  source: ParsedSource,
  { dialect, render }: FreshnessRequest,
): Promise<Outcome<string | undefined>> {
  const { loadedAtField, loadedAtQuery, freshness } = source;
  if (loadedAtQuery !== null) {
    const own = await render(source, loadedAtQuery);
    if (own.value === undefined) return own;
    const text = `select (\n${own.value.trim().replace(/;$/, '')}\n) as max_loaded_at, current_timestamp as snapshotted_at`;
    return { value: text, diagnostics: [] };
  }
  if (loadedAtField === null) {
    const name = `${source.sourceName}.${source.name}`;
    return { value: undefined, diagnostics: [diagnostic('loaded-at-missing', { name }, { at: source.at })] };
  }
  const relation = source.externalLocation ?? dialect.relation(source.relation);
  const filter = isJsonMap(freshness) ? freshness.get('filter') : null;
  const where = typeof filter === 'string' && filter.trim() !== '' ? `\nwhere ${filter}` : '';
  return {
    value: `select max(${loadedAtField}) as max_loaded_at, current_timestamp as snapshotted_at\nfrom ${relation}${where}`,
    diagnostics: [],
  };
}

function judge(source: ParsedSource, loadedAt: Moment, snapshot: Moment): Found {
  const seconds = Number(snapshot - loadedAt) / 1_000_000;
  const age = { maxLoadedAt: momentText(loadedAt), snapshottedAt: momentText(snapshot), seconds };
  const name = `${source.sourceName}.${source.name}`;
  const exceeded = (key: 'warn_after' | 'error_after'): string | undefined => {
    const limit = thresholdOf(source.freshness, key);
    return limit !== undefined && seconds > limit.seconds ? limit.words : undefined;
  };
  const newest = age.maxLoadedAt === longAgo ? null : age.maxLoadedAt;
  const error = exceeded('error_after');
  if (error !== undefined)
    return {
      status: 'error',
      age,
      diagnostics: [diagnostic('source-stale', { name, newest, limit: error }, { at: source.at })],
    };
  const warning = exceeded('warn_after');
  if (warning !== undefined)
    return {
      status: 'warn',
      age,
      diagnostics: [diagnostic('source-late', { name, newest, limit: warning }, { at: source.at })],
    };
  return { status: 'pass', age, diagnostics: [] };
}

const periods = new Map([
  ['minute', 60],
  ['hour', 3600],
  ['day', 86_400],
]);

function thresholdOf(
  freshness: JsonValue,
  key: 'warn_after' | 'error_after',
): { readonly seconds: number; readonly words: string } | undefined {
  const one = isJsonMap(freshness) ? freshness.get(key) : undefined;
  if (one === undefined || !isJsonMap(one)) return undefined;
  const [count, period] = [Number(one.get('count') ?? Number.NaN), String(one.get('period'))];
  const length = periods.get(period);
  if (length === undefined || Number.isNaN(count)) return undefined;
  return { seconds: count * length, words: `${count} ${period}${count === 1 ? '' : 's'}` };
}
