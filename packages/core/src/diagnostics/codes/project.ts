import { configCodes } from './config.ts';
import { fileCodes } from './file.ts';
import { resourceCodes } from './resource.ts';
import { yamlCodes } from './yaml.ts';

/** Mistakes found while the project's files are read and parsed, grouped by what is wrong. */
export const projectCodes = {
  ...fileCodes,
  ...yamlCodes,
  ...configCodes,
  ...resourceCodes,
};
