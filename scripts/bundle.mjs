// Bundles the command line into a folder, with everything it needs beside it.
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { compileValidators } from './compile-validators.mjs';
import { directImports } from './direct-imports.mjs';
import { thirdPartyLicenses } from './third-party-licenses.mjs';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

const entryPoints = {
  main: 'packages/cli/src/main.ts',
  'sqlite-child': 'packages/adapters/src/sqlite/child.ts',
};

const folders = {
  'global-project': 'packages/core/global-project',
  schemas: 'packages/core/schemas',
};

/**
 * @param {string} outdir absolute
 * @param {(path: string, text: string) => string} [edit] changes a source on its way into the bundle; `path` is
 *   relative to the root. Tests plant bugs with it.
 */
export async function bundle(outdir, edit) {
  const { version } = JSON.parse(readFileSync(join(root, 'packages/cli/package.json'), 'utf8'));
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints,
    outdir,
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
    plugins: [compileValidators(root), sources(edit)],
  });
  for (const [name, source] of Object.entries(folders)) {
    if (existsSync(join(root, source))) cpSync(join(root, source), join(outdir, name), { recursive: true });
  }
  writeFileSync(
    join(outdir, 'third-party-licenses.txt'),
    thirdPartyLicenses(root, Object.keys(metafile.inputs)),
  );
}

/** @param {((path: string, text: string) => string) | undefined} edit */
function sources(edit) {
  const direct = directImports(root);
  return {
    name: 'sources',
    /** @param {import('esbuild').PluginBuild} build */
    setup(build) {
      build.onLoad({ filter: /packages\/[a-z]+\/src\/.*\.ts$/ }, ({ path }) => {
        const text = readFileSync(path, 'utf8');
        const edited = edit === undefined ? text : edit(path.slice(root.length + 1), text);
        return { contents: direct(edited), loader: /** @type {const} */ ('ts') };
      });
    },
  };
}
