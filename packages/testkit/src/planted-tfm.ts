import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A change that makes the product wrong in one way. */
export interface PlantedBug {
  readonly name: string;
  /** Relative to the repository. */
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

export interface PlantedTfm {
  /** Path of the launcher of the broken tfm. */
  readonly bin: string;
  remove(): void;
}

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Bundles tfm with a bug in it. Fails when the text to be changed is not there exactly once. */
export async function plantBug(bug: PlantedBug): Promise<PlantedTfm> {
  // Inside the repository, since the bundle looks for its drivers in the node_modules above it.
  const folder = mkdtempSync(join(root, 'packages/cli/.planted-'));
  const { bundle } = (await import(new URL('../../../scripts/bundle.mjs', import.meta.url).href)) as {
    bundle: (outdir: string, edit: (path: string, text: string) => string) => Promise<void>;
  };
  let planted = 0;
  await bundle(join(folder, 'dist'), (path, text) => {
    if (path !== bug.file) return text;
    planted = text.split(bug.find).length - 1;
    return text.replace(bug.find, () => bug.replace);
  });
  const remove = () => rmSync(folder, { recursive: true, force: true });
  if (planted !== 1) {
    remove();
    throw new Error(`${bug.name}: the text to change stands ${planted} times in ${bug.file}`);
  }
  cpSync(join(root, 'packages/cli/package.json'), join(folder, 'package.json'));
  cpSync(join(root, 'packages/cli/bin'), join(folder, 'bin'), { recursive: true });
  return { bin: join(folder, 'bin/tfm.js'), remove };
}
