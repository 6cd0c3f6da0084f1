import { fileURLToPath } from 'node:url';
import type { Tool } from './tool.ts';

const bin = fileURLToPath(new URL('../../packages/cli/bin/tfm.js', import.meta.url));

/** The built command line of this repository, run by the Node that runs the benchmark. */
export const tfm: Tool = {
  name: 'tfm',
  notation: 'dbt',
  env: {},
  command: (operation) => {
    const tool = [process.execPath, bin];
    switch (operation) {
      case 'version':
        return [...tool, '--version'];
      case 'help':
        return [...tool, '--help'];
      default:
        return [...tool, operation];
    }
  },
};
