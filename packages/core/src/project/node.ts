import type { SourceText, Span } from '../diagnostics/source-text.ts';
import type { JsonMap, JsonValue } from './json-value.ts';
import type { RelationName } from './relation-name.ts';
import type { UniqueId } from './unique-id.ts';

/** What every thing of a project has. Names follow dbt's manifest. */
export interface ResourceBase {
  readonly uniqueId: UniqueId;
  readonly name: string;
  readonly packageName: string;
  /** Relative to the resource folder (`staging/stg_orders.sql`). */
  readonly path: string;
  /** Relative to the project folder (`models/staging/stg_orders.sql`). */
  readonly originalFilePath: string;
  readonly fqn: readonly string[];
  readonly description: string;
  /** The docs blocks that the description's template inserts. */
  readonly docBlocks?: readonly UniqueId[];
  /** Where it is defined, for diagnostics. */
  readonly at: Span;
}

export interface ColumnConstraint {
  readonly type: 'not_null' | 'unique' | 'primary_key' | 'foreign_key' | 'check' | 'custom';
  readonly expression?: string;
  readonly name?: string;
  readonly columns?: readonly string[];
  readonly to?: string;
  readonly toColumns?: readonly string[];
  /** Warn where the warehouse knows the constraint but does not enforce it. True when absent. */
  readonly warnUnenforced?: boolean;
  /** Warn where the warehouse does not know the constraint. True when absent. */
  readonly warnUnsupported?: boolean;
}

/** A column as the project declares it; the warehouse may know more or others. */
export interface DeclaredColumnProperties {
  readonly name: string;
  readonly description: string;
  readonly dataType: string | null;
  readonly quote: boolean | null;
  readonly meta: JsonMap;
  readonly tags: readonly string[];
  readonly constraints: readonly ColumnConstraint[];
  readonly docBlocks?: readonly UniqueId[];
  readonly at: Span;
}

/** A hook: rendered when it runs. */
export interface Hook {
  readonly sql: string;
  readonly transaction: boolean;
  readonly at: Span;
}

/**
 * The merged configuration of a node: tfm's own view of the keys it understands, and every key as merged.
 * Unknown keys are custom configs: only in `all`.
 */
export interface NodeConfig {
  readonly enabled: boolean;
  readonly materialized: string;
  readonly tags: readonly string[];
  readonly meta: JsonMap;
  readonly preHooks: readonly Hook[];
  readonly postHooks: readonly Hook[];
  /** Every key, merged, in dbt's order of declaration and with dbt's defaults: what `config.get` and the manifest show. */
  readonly all: JsonMap;
  /** What was written in files, before rendering. */
  readonly unrendered: JsonMap;
  /** Where the value that won was written; absent for defaults. */
  readonly places?: ReadonlyMap<string, Span>;
}

export interface RefCall {
  readonly package: string | null;
  readonly name: string;
  readonly version: string | number | null;
  readonly at: Span;
}

export interface SourceCall {
  readonly source: string;
  readonly table: string;
  readonly at: Span;
}

/** What a node's template asked for while it was rendered at parse time, in the order of the calls, repeats kept. */
export interface TemplateUse {
  readonly refs: readonly RefCall[];
  readonly sources: readonly SourceCall[];
  /** Macros called directly from the node's text, in call order, each once. */
  readonly macros: readonly UniqueId[];
}

interface NodeBase extends ResourceBase {
  readonly config: NodeConfig;
  readonly columns: readonly DeclaredColumnProperties[];
  /** `<package>://<path>` of the property file, or null. */
  readonly patchPath: string | null;
  readonly checksum: { readonly name: string; readonly checksum: string };
}

interface TemplatedNodeBase extends NodeBase {
  /** The template: the file's text stripped at both ends, or the block's body. */
  readonly template: SourceText;
  /** Where the template stands in its file, so that mistakes show the file's lines. */
  readonly body: Span;
  readonly uses: TemplateUse;
}

/** A node that has a relation in the warehouse. `relation` is its published name. */
interface PublishedNodeBase extends NodeBase {
  readonly relation: RelationName;
}

export interface ParsedModel extends TemplatedNodeBase, PublishedNodeBase {
  readonly resourceType: 'model';
  readonly language: 'sql' | 'python';
  readonly version: string | number | null;
  readonly latestVersion: string | number | null;
  readonly access: 'private' | 'protected' | 'public';
  readonly group: string | null;
  readonly deprecationDate: string | null;
  readonly constraints: readonly ColumnConstraint[];
}

export interface ParsedSeed extends PublishedNodeBase {
  readonly resourceType: 'seed';
  /** The CSV file, from the project folder (an installed package's folder included); `readSeed` reads it. */
  readonly file: string;
}

export interface ParsedSnapshot extends TemplatedNodeBase, PublishedNodeBase {
  readonly resourceType: 'snapshot';
}

export interface ParsedAnalysis extends TemplatedNodeBase {
  readonly resourceType: 'analysis';
}

/** A data test: a query of failing rows. */
export interface ParsedTest extends TemplatedNodeBase {
  readonly resourceType: 'test';
  readonly kind: 'generic' | 'singular';
  /** Generic tests only. */
  readonly testMetadata: {
    readonly name: string;
    readonly namespace: string | null;
    readonly kwargs: JsonMap;
  } | null;
  readonly columnName: string | null;
  /** What a generic test is written on: the id of the model, seed, snapshot or source; null for singular ones. */
  readonly testedNode: UniqueId | null;
  /** `models.stg_orders`, dbt's file_key_name; null for singular tests. */
  readonly fileKeyName: string | null;
  readonly severity: 'error' | 'warn';
  readonly warnIf: string;
  readonly errorIf: string;
  readonly failCalc: string;
  readonly where: string | null;
  readonly limit: number | null;
  readonly storeFailures: 'table' | 'view' | null;
  /** Where failures are stored; its schema ends in `_dbt_test__audit`. */
  readonly relation: RelationName;
}

export type ParsedNode = ParsedModel | ParsedSeed | ParsedSnapshot | ParsedAnalysis | ParsedTest;

/** How a source table's rows come into the warehouse. */
export interface LoadBlock {
  readonly loader: string;
  /** Rendered keys of the `load:` block, source and table level merged. */
  readonly settings: JsonMap;
  /** Where each key of `settings` stands (dotted path → place), for diagnostics. */
  readonly places: ReadonlyMap<string, Span>;
  readonly at: Span;
}

export interface ParsedSource extends ResourceBase {
  readonly resourceType: 'source';
  readonly sourceName: string;
  readonly sourceDescription: string;
  readonly identifier: string;
  readonly relation: RelationName;
  readonly loader: string;
  /** null: the table exists already, or a file is read in place. */
  readonly load: LoadBlock | null;
  /** dbt-duckdb's `external_location`, rendered; null for tables. */
  readonly externalLocation: string | null;
  readonly config: NodeConfig;
  readonly columns: readonly DeclaredColumnProperties[];
  readonly quoting: JsonMap;
  readonly freshness: JsonValue;
  readonly loadedAtField: string | null;
  readonly loadedAtQuery: string | null;
  readonly meta: JsonMap;
  readonly sourceMeta: JsonMap;
  readonly tags: readonly string[];
  readonly patchPath: string | null;
  readonly unrenderedDatabase: string | null;
  readonly unrenderedSchema: string | null;
}

export interface ParsedMacro {
  readonly uniqueId: UniqueId;
  readonly name: string;
  readonly packageName: string;
  readonly originalFilePath: string;
  readonly description: string;
  readonly at: Span;
  /** The whole file; the block lies at `at`. */
  readonly source: SourceText;
  readonly arguments: readonly {
    readonly name: string;
    readonly type: string | null;
    readonly description: string;
  }[];
  readonly meta: JsonMap;
  readonly docs?: JsonMap;
  readonly patchPath: string | null;
  /** Macros called in its body, in call order, each once. */
  readonly calls?: readonly UniqueId[];
  /** Of a materialization; null for all others. */
  readonly supportedLanguages?: readonly string[] | null;
}

export interface ParsedExposure extends ResourceBase {
  readonly resourceType: 'exposure';
  readonly type: string;
  readonly label: string | null;
  readonly maturity: string | null;
  readonly url: string | null;
  readonly owner: JsonMap;
  readonly meta: JsonMap;
  readonly tags: readonly string[];
  readonly uses: TemplateUse;
  readonly config: NodeConfig;
}

export interface ParsedDoc {
  readonly uniqueId: UniqueId;
  readonly name: string;
  readonly packageName: string;
  readonly path: string;
  readonly originalFilePath: string;
  readonly blockContents: string;
  readonly at: Span;
}

/** Models that belong together and who owns them. Models name their group; it has no other use. */
export interface ParsedGroup {
  readonly uniqueId: UniqueId;
  readonly name: string;
  readonly packageName: string;
  readonly path: string;
  readonly originalFilePath: string;
  readonly description: string | null;
  readonly owner: JsonMap;
  readonly meta: JsonMap;
  readonly at: Span;
}

export type ResourceType = ParsedNode['resourceType'] | 'source' | 'exposure';

/** Everything the graph is made of. */
export type Resource = ParsedNode | ParsedSource | ParsedExposure;
