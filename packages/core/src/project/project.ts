import type { SourceText, Span } from '../diagnostics/source-text.ts';
import type { Invocation } from './invocation.ts';
import type { JsonMap, JsonValue } from './json-value.ts';
import type {
  Hook,
  ParsedDoc,
  ParsedExposure,
  ParsedGroup,
  ParsedMacro,
  ParsedNode,
  ParsedSource,
} from './node.ts';
import type { Target } from './target.ts';
import type { UniqueId } from './unique-id.ts';

/** When a run's results become visible. */
export type PublishPolicy = 'together' | 'all' | 'each';

/** The project file, `tfm.yml` or `dbt_project.yml`, of the project itself or of a package. */
export interface ProjectSettings {
  readonly name: string;
  readonly version: string | null;
  /** `tfm` projects are checked more strictly. */
  readonly flavour: 'tfm' | 'dbt';
  readonly profile: string | null;
  readonly file: SourceText;
  readonly paths: ProjectPaths;
  readonly quoting: JsonMap;
  readonly dispatch: readonly { readonly macroNamespace: string; readonly searchOrder: readonly string[] }[];
  readonly vars: JsonMap;
  readonly onRunStart: readonly Hook[];
  readonly onRunEnd: readonly Hook[];
  readonly flags: JsonMap;
  readonly publish: PublishPolicy;
  readonly queryComment: JsonValue;
  readonly restrictAccess: boolean;
  /** Conditions on the version, as written: `>=1.0.0`. */
  readonly requireDbtVersion: readonly string[];
}

/** Folders, relative to the project folder, with `/`. */
export interface ProjectPaths {
  readonly models: readonly string[];
  readonly seeds: readonly string[];
  readonly snapshots: readonly string[];
  readonly tests: readonly string[];
  readonly macros: readonly string[];
  readonly analyses: readonly string[];
  readonly functions: readonly string[];
  readonly docs: readonly string[];
  readonly target: string;
  readonly logs: string;
  readonly packagesInstall: string;
  readonly cleanTargets: readonly string[];
}

/** A whole project as its files say, nothing resolved yet. */
export interface ParsedProject {
  readonly settings: ProjectSettings;
  /** Installed packages and the built-in global project, by name; without the project itself. */
  readonly packages: ReadonlyMap<string, ProjectSettings>;
  readonly target: Target;
  readonly invocation: Invocation;
  readonly nodes: ReadonlyMap<UniqueId, ParsedNode>;
  readonly sources: ReadonlyMap<UniqueId, ParsedSource>;
  readonly macros: ReadonlyMap<UniqueId, ParsedMacro>;
  readonly exposures: ReadonlyMap<UniqueId, ParsedExposure>;
  readonly docs: ReadonlyMap<UniqueId, ParsedDoc>;
  readonly groups?: ReadonlyMap<UniqueId, ParsedGroup>;
  /** Kinds that are checked and kept as written: `unit_tests`, `metrics`, `semantic_models`, `saved_queries`, `functions`. */
  readonly otherProperties?: readonly OtherProperty[];
  /** `enabled: false`. A reference to one of them is an error that says so. */
  readonly disabled: ReadonlyMap<UniqueId, readonly (ParsedNode | ParsedSource | ParsedExposure)[]>;
  /** `selectors.yml`: name → definition. */
  readonly selectors: ReadonlyMap<string, YamlSelector>;
}

/** An entry of a property file that nothing is made of yet. */
export interface OtherProperty {
  readonly list: string;
  readonly name: string;
  readonly packageName: string;
  readonly originalFilePath: string;
  readonly properties: JsonMap;
  readonly at: Span;
}

export interface YamlSelector {
  readonly name: string;
  readonly description: string;
  readonly isDefault: boolean;
  readonly definition: JsonValue;
  readonly at: Span;
}
