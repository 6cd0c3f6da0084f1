// Bundles the command line into packages/cli/dist, with everything it needs beside it.
import { cpSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { thirdPartyLicenses } from './third-party-licenses.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cli = join(root, 'packages/cli');
const dist = join(cli, 'dist');
// Built aside and put in place at the end, so that a running tfm or a failed build loses nothing.
const staged = join(cli, `.dist-${process.pid}`);
const replaced = `${staged}-old`;

const { version } = JSON.parse(readFileSync(join(cli, 'package.json'), 'utf8'));

const entryPoints = {
  main: 'packages/cli/src/main.ts',
  'sqlite-child': 'packages/adapters/src/sqlite/child.ts',
};

const folders = {
  'global-project': 'packages/core/global-project',
  schemas: 'packages/core/schemas',
};

try {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(
      Object.entries(entryPoints).filter(([, source]) => existsSync(join(root, source))),
    ),
    outdir: staged,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22.14',
    conditions: ['tfm-src'],
    external: ['@duckdb/node-api', '@duckdb/node-bindings*', 'better-sqlite3', 'chokidar'],
    define: { TFM_VERSION: JSON.stringify(version) },
    // Bundled CommonJS packages call require for Node's own modules.
    banner: {
      js: "import { createRequire as tfmCreateRequire } from 'node:module'; const require = tfmCreateRequire(import.meta.url);",
    },
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  });
  for (const [name, source] of Object.entries(folders)) {
    if (existsSync(join(root, source))) cpSync(join(root, source), join(staged, name), { recursive: true });
  }
  writeFileSync(
    join(staged, 'third-party-licenses.txt'),
    thirdPartyLicenses(root, Object.keys(metafile.inputs)),
  );
  if (existsSync(dist)) renameSync(dist, replaced);
  renameSync(staged, dist);
} finally {
  rmSync(staged, { recursive: true, force: true });
  rmSync(replaced, { recursive: true, force: true });
}
