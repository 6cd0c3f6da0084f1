// Builds the command line into packages/cli/dist.
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bundle, root } from './bundle.mjs';

const dist = join(root, 'packages/cli/dist');
// Built aside and put in place at the end, so that a running tfm or a failed build loses nothing.
const staged = join(root, `packages/cli/.dist-${process.pid}`);
const replaced = `${staged}-old`;

try {
  await bundle(staged);
  if (existsSync(dist)) renameSync(dist, replaced);
  renameSync(staged, dist);
} finally {
  rmSync(staged, { recursive: true, force: true });
  rmSync(replaced, { recursive: true, force: true });
}
