export { type InProcessOptions, type InProcessTfm, inProcessTfm } from './in-process-tfm.ts';
export {
  askWarehouse,
  lookIntoWarehouse,
  type Rows,
  relationsOf,
  type WarehouseFile,
} from './look-into-warehouse.ts';
export { type PlantedBug, type PlantedTfm, plantBug } from './planted-tfm.ts';
export { runTfm, type TfmOptions, type TfmResult, tfmBin } from './run-tfm.ts';
export { type TemporaryProject, temporaryProject } from './temporary-project.ts';
export {
  versionedInput,
  versionedProject,
  versionedRelations,
  versionedRows,
  versionsIn,
} from './versioned-project.ts';
