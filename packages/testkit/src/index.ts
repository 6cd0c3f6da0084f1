export { runTfm, type TfmOptions, type TfmResult, tfmBin } from './run-tfm.ts';
export { type TemporaryProject, temporaryProject } from './temporary-project.ts';
