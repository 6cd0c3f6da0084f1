/** The public names of the core, one by one. */
export type {
  Adapter,
  Capabilities,
  ConnectOptions,
  IncrementalStrategy,
  JsonObjectSchema,
} from './adapter/adapter.ts';
export type { Cell, CellKind, ResultColumn, ResultSet } from './adapter/cell.ts';
export type {
  Connection,
  ConnectionInfo,
  ExecuteSummary,
  Executor,
  LockOutcome,
  LockRecord,
  RelationInfo,
  RowStream,
  StatementOptions,
} from './adapter/connection.ts';
export type { DeclaredColumn, Dialect, IncrementParts } from './adapter/dialect.ts';
export { WarehouseError, type WarehouseErrorKind } from './adapter/warehouse-error.ts';
export { type CompileRequest, compileNodes } from './compile/compile-nodes.ts';
export type { CompiledNode, CompiledProject } from './compile/compiled-project.ts';
export { findOperation, type OperationRequest, renderOperation } from './compile/render-operation.ts';
export { renderText, type TextRequest } from './compile/render-text.ts';
export { createRunRenderer, type RunRenderer, type RunRendererOptions } from './compile/run-renderer.ts';
export { templateMistakes } from './compile/template-mistakes.ts';
export { type AskWarehouse, askThrough } from './context/ask-warehouse.ts';
export { dbtVersion, type MessageSink } from './context/environment.ts';
export { type CellReader, cellReader, Misfit, typeText } from './csv/cell-from-text.ts';
export { csvDiagnostic, shortened } from './csv/csv-diagnostic.ts';
export type { CsvBatch, CsvField, CsvOptions, CsvProblem, CsvRecord } from './csv/csv-record.ts';
export { type CsvScan, CsvScanner, fieldSpan } from './csv/csv-scanner.ts';
export { type DeclaredType, declaredType, TYPE_NAMES } from './csv/declared-type.ts';
export { type TypedSeed, typeSeed } from './csv/infer-seed-types.ts';
export { type CsvTable, csvFieldSpan, csvHeaderSpan, readCsv } from './csv/read-csv.ts';
export type { DiagnosticCode } from './diagnostics/catalogue.ts';
export { type Diagnostic, diagnostic, hasErrors, type Outcome } from './diagnostics/diagnostic.ts';
export { displayWidth, escapeControl } from './diagnostics/display-width.ts';
export { nearest } from './diagnostics/nearest.ts';
export { printDiagnostic, printLocation } from './diagnostics/print-diagnostic.ts';
export {
  type Position,
  positionOf,
  type SourceText,
  type Span,
  wholeText,
} from './diagnostics/source-text.ts';
export { LoadError } from './loader/load-error.ts';
export type {
  LoadDisposition,
  Loader,
  LoadRequest,
  LoadSummary,
  OpenLoad,
  SourceMarker,
} from './loader/loader.ts';
export {
  type AddedKind,
  type AddedPackage,
  addRequirement,
  parseAddedPackage,
} from './packages/add-requirement.ts';
export { type HubVersions, newestVersion } from './packages/choose-version.ts';
export { type LockedPackage, type LockFile, lockFileText, readLockFile } from './packages/lock-file.ts';
export {
  type PackagePin,
  type PackageRequirement,
  packageTitle,
  pinText,
  type ResolvedPackage,
} from './packages/package-requirement.ts';
export { isProjectName, urlPlace } from './packages/package-url.ts';
export { type Requirements, readRequirements } from './packages/read-requirements.ts';
export { requirementsHash } from './packages/requirements-hash.ts';
export {
  type Asker,
  type OpenedPackage,
  type PackageSource,
  resolvePackages,
} from './packages/resolve-packages.ts';
export type { AdapterProfile, ParseSettings } from './parse/parse-settings.ts';
export { carryOut, loadProject, type PreparedRun, prepareRun, type RunRequest } from './pipeline.ts';
export type { Plan, PlannedNode, Step, StepKind, WarehouseState } from './plan/plan.ts';
export type { RunCommand } from './plan/plan-run.ts';
export type { Clock } from './project/clock.ts';
export type { ColumnType, TypedColumn } from './project/column-type.ts';
export type { ProjectGraph } from './project/graph.ts';
export { isJsonList, isJsonMap, type JsonMap, type JsonValue } from './project/json-value.ts';
export type {
  DeclaredColumnProperties,
  LoadBlock,
  ParsedAnalysis,
  ParsedMacro,
  ParsedModel,
  ParsedNode,
  ParsedSeed,
  ParsedSource,
  ParsedTest,
  Resource,
  ResourceType,
} from './project/node.ts';
export type { ParsedProject, ProjectPaths, ProjectSettings, PublishPolicy } from './project/project.ts';
export { type RelationKind, type RelationName, relationKey } from './project/relation-name.ts';
export { isEphemeral } from './project/relation-parents.ts';
export type { Target } from './project/target.ts';
export type { UniqueId } from './project/unique-id.ts';
export { uniqueId } from './project/unique-id.ts';
export { type PackageLists, readPackageLists } from './read/read-package-lists.ts';
export { type ReadOptions, readProject } from './read/read-project.ts';
export { readSeed } from './read/read-seed.ts';
export type { ArtifactMetadata } from './report/artifact-metadata.ts';
export { catalogOf } from './report/catalog.ts';
export { cellJson } from './report/cell-json.ts';
export { cellText } from './report/cell-text.ts';
export { compiledFilesOf, type TargetFile } from './report/compiled-files.ts';
export { countWords, durationWords, joinWords, thousands } from './report/count-words.ts';
export { type ManifestRequest, manifestOf } from './report/manifest.ts';
export { type OperationOutcome, operationResultsOf } from './report/operation-results.ts';
export { type PlainJson, type PlainObject, plainJson, plainObject } from './report/plain-json.ts';
export { type RunCounts, runCounts, statsLine } from './report/run-counts.ts';
export { runResultsOf } from './report/run-results.ts';
export { planWords, publishedWords, runVerdict, wentWell } from './report/run-verdict.ts';
export { type EarlierArtifacts, parseArtifact, selectionStateOf } from './report/selection-state.ts';
export { sourcesOf } from './report/sources.ts';
export { cutTo, type TextColumn, type TextTable, textTable, textWidth } from './report/text-table.ts';
export { tidyDiagnostics } from './report/tidy-diagnostics.ts';
export { checkTargetWritable, type TargetFolder, writeArtifacts } from './report/write/write-artifacts.ts';
export {
  checkFreshness,
  type FreshnessRequest,
  type FreshnessResult,
  sourcesWithThreshold,
} from './run/check-freshness.ts';
export type { Emit, RunEvent } from './run/event.ts';
export { type Failpoint, failpoints, type ReachFailpoint } from './run/failpoint.ts';
export { inspectWarehouse } from './run/inspect-warehouse.ts';
export {
  type CatalogRelation,
  type CatalogRequest,
  readCatalog,
  type WarehouseCatalog,
} from './run/read-catalog.ts';
export type { NodeResult, NodeStatus, RunEnd, RunReport } from './run/run-report.ts';
export type { RunOwner, RunServices } from './run/run-services.ts';
export { StateStore } from './run/state/state-store.ts';
export {
  type IndirectSelection,
  type Selection,
  type SelectionRequest,
  type SelectionState,
  selectNodes,
} from './select/select-nodes.ts';
export { readYaml } from './yaml/read-yaml.ts';
