import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pythonEnvironment } from './python-environment.ts';
import type { Operation, Tool } from './tool.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const installed = fileURLToPath(new URL('../target/peers/', import.meta.url));

/** The tools that `--against` knows. Each is installed at its first use. */
export const peers: { readonly [name: string]: () => Tool } = {
  dbt: dbt1,
  dbt2,
  sqlbuild,
};

function dbt1(): Tool {
  const folder = join(installed, 'dbt');
  if (!existsSync(join(folder, 'bin/dbt'))) {
    const requirements = join(here, 'dbt-requirements.txt');
    pythonEnvironment({
      folder,
      atLeast: [3, 10],
      pipArguments: ['--no-deps', '--requirement', requirements],
    });
  }
  return dbtTool('dbt 1.12', join(folder, 'bin/dbt'), { DBT_SEND_ANONYMOUS_USAGE_STATS: 'false' });
}

/** dbt's rewrite in Rust. It reaches DuckDB through an ADBC driver: the library that tfm's own driver brings. */
function dbt2(): Tool {
  const folder = join(installed, 'dbt2');
  if (!existsSync(join(folder, 'bin/dbt'))) {
    pythonEnvironment({ folder, atLeast: [3, 10], pipArguments: ['dbt==2.0.0rc196'] });
  }
  const drivers = join(folder, 'drivers');
  mkdirSync(drivers, { recursive: true });
  writeFileSync(join(drivers, 'duckdb.toml'), driverManifest());
  return dbtTool('dbt 2.0.0rc196', join(folder, 'bin/dbt'), {
    DBT_SEND_ANONYMOUS_USAGE_STATS: 'false',
    ADBC_DRIVER_PATH: drivers,
  });
}

function driverManifest(): string {
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  const bindings = `@duckdb/node-bindings-${process.platform}-${process.arch}/package.json`;
  const folder = dirname(createRequire(import.meta.url).resolve(bindings));
  const library = join(folder, process.platform === 'darwin' ? 'libduckdb.dylib' : 'libduckdb.so');
  const platform = `${process.platform === 'darwin' ? 'macos' : 'linux'}_${architecture}`;
  return `name = "DuckDB"

[Driver]
entrypoint = "duckdb_adbc_init"

[Driver.shared]
${platform} = "${library}"
`;
}

function dbtTool(name: string, bin: string, env: Tool['env']): Tool {
  const flags = ['--profiles-dir', '.'];
  const commands: { readonly [operation in Operation]: readonly string[] } = {
    // `dbt --version` asks the network for newer versions; this does not.
    version: ['--help'],
    help: ['--help'],
    parse: ['parse', ...flags],
    ls: ['ls', ...flags],
    compile: ['compile', ...flags],
    build: ['build', ...flags],
  };
  return { name, notation: 'dbt', env, command: (operation) => [bin, ...commands[operation]] };
}

function sqlbuild(): Tool {
  const folder = join(installed, 'sqlbuild');
  const bin = join(folder, 'bin/sqb');
  if (!existsSync(bin)) {
    pythonEnvironment({ folder, atLeast: [3, 12], pipArguments: ['sqlbuild==0.183.0'] });
  }
  const commands: { readonly [operation in Operation]: readonly string[] | null } = {
    version: [bin, '--version'],
    help: [bin, '--help'],
    // It has no parser alone: what comes nearest also checks columns and types.
    parse: [bin, 'compile'],
    ls: null,
    compile: [bin, 'compile'],
    build: [bin, 'build', '--concurrency', '4'],
  };
  return {
    name: 'SQLBuild 0.183',
    notation: 'sqlbuild',
    env: {},
    command: (operation) => commands[operation],
  };
}
