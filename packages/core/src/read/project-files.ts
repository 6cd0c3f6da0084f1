import type { SourceText } from '../diagnostics/source-text.ts';
import type { ProjectPaths } from '../project/project.ts';
import type { YamlFile } from '../yaml/read-yaml.ts';

/** Everything that was read from disk: all later stages work on this and on nothing else. */
export interface ProjectFiles {
  /** Absolute. Later stages pass it on to adapters and loaders; it appears in no message. */
  readonly projectDir: string;
  readonly root: PackageFiles;
  /** Of the folder `packages-install-path`, by folder name. */
  readonly packages: readonly PackageFiles[];
  /** tfm's own macros: the package `dbt`. */
  readonly globalProject: PackageFiles;
  readonly profiles: SourceText | null;
  readonly selectors: SourceText | null;
  /** `vars.yml` of the project. */
  readonly vars: SourceText | null;
  /** The environment, with what `.env` adds to it. */
  readonly env: ReadonlyMap<string, string>;
}

/** `tfm.yml` projects are checked more strictly than `dbt_project.yml` ones. */
export type ProjectFlavour = 'tfm' | 'dbt';

/** The files of one package: the project itself, an installed package, or the global project. */
export interface PackageFiles {
  /** What stands before the package's own paths when a file is shown: `''`, or `dbt_packages/dbt_utils/`. */
  readonly prefix: string;
  readonly flavour: ProjectFlavour;
  readonly projectFile: YamlFile;
  readonly paths: ProjectPaths;
  readonly models: readonly ResourceFile[];
  readonly snapshots: readonly ResourceFile[];
  readonly analyses: readonly ResourceFile[];
  /** Of the test paths, without `generic/` and `fixtures/`. */
  readonly singularTests: readonly ResourceFile[];
  /** Of the macro paths and of `generic/` below the test paths. */
  readonly macros: readonly ResourceFile[];
  readonly docs: readonly ResourceFile[];
  /** Every `.yml` and `.yaml` of the resource folders; of a tfm project also those beside the project file. */
  readonly properties: readonly ResourceFile[];
  readonly seeds: readonly SeedFile[];
}

/** A file of a resource folder, with its text. */
export interface ResourceFile {
  /** The resource folder, as the project file names it: `models`; `''` for files beside the project file. */
  readonly folder: string;
  /** Relative to the folder: `staging/stg_orders.sql`. */
  readonly path: string;
  /** Relative to the package. */
  readonly originalFilePath: string;
  readonly source: SourceText;
}

/**
 * A CSV file of the seed paths. Which of them are seeds and which are the data of a source's `load:` block is not
 * known while reading, and the latter can have any size. So only small files are read at once (their text makes the
 * checksum); `readSeed` reads a seed when it is loaded.
 */
export interface SeedFile {
  readonly folder: string;
  readonly path: string;
  readonly originalFilePath: string;
  readonly size: number;
  /** null above `largestHashedSeed`. */
  readonly source: SourceText | null;
}

/** dbt's `maximum_seed_size_mib`: above it a seed is compared by its path. */
export const largestHashedSeed = 1024 * 1024;
