// Compiles the schemas that tfm has into code when it is built, so that no command has to do it at its start.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build, transform } from 'esbuild';

/**
 * Replaces `compile-validator.ts` by the compiled validators.
 *
 * @param {string} root
 * @returns {import('esbuild').Plugin}
 */
export function compileValidators(root) {
  return {
    name: 'compile-validators',
    setup({ onLoad }) {
      onLoad({ filter: /parse[/\\]schema[/\\]compile-validator\.ts$/ }, async ({ path }) => ({
        contents: await validatorCode(root),
        loader: 'js',
        resolveDir: dirname(path),
      }));
    },
  };
}

/** @param {string} root */
async function validatorCode(root) {
  const require = createRequire(join(root, 'packages/core/package.json'));
  const { Ajv2020 } = require('ajv/dist/2020.js');
  const { default: standaloneCode } = require('ajv/dist/standalone/index.js');
  const { adapters, validatorOptions } = await sources(root);
  const schemas = [
    ...projectSchemas(join(root, 'packages/core/schemas')),
    ...[...adapters.values()].map(({ profileSchema }) => profileSchema),
  ];
  // A function for each definition, however often it is referred to: a quarter less code.
  const ajv = new Ajv2020({ ...validatorOptions, inlineRefs: false, code: { source: true, esm: true } });
  const exported = schemas.map((schema, i) => {
    const id = schema.$id ?? `schema-${i}`;
    ajv.addSchema(schema, schema.$id === undefined ? id : undefined);
    return { name: `validator${i}`, id, key: keyOf(schema) };
  });
  const code = standaloneCode(ajv, Object.fromEntries(exported.map(({ name, id }) => [name, id])));
  const entries = exported.map(({ name, key }) => `[${JSON.stringify(key)}, ${name}]`);
  const whole = `${code}
const validators = new Map([${entries.join(', ')}]);
${keyOf}
export function compileValidator(schema) {
  const validator = validators.get(keyOf(schema));
  if (validator === undefined) throw new Error('This schema was not known when tfm was built: ' + keyOf(schema));
  return validator;
}
`;
  return (await transform(whole, { minify: true, format: 'esm' })).code;
}

/** @param {{ $id?: string }} schema */
function keyOf(schema) {
  return schema.$id ?? JSON.stringify(schema);
}

/**
 * The schemas of whole files, and those of configs, which are parts of one of them.
 *
 * @param {string} folder
 * @returns {object[]}
 */
function projectSchemas(folder) {
  const files = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
  const parts = files.flatMap(({ $id, $defs = {} }) =>
    Object.keys($defs)
      .filter((name) => name.endsWith('Config'))
      .map((name) => ({ $ref: `${$id}#/$defs/${name}` })),
  );
  return [...files, ...parts];
}

/**
 * What the sources themselves say.
 *
 * @param {string} root
 */
async function sources(root) {
  const { outputFiles } = await build({
    absWorkingDir: root,
    stdin: {
      contents: `export { adapters } from './packages/cli/src/session/adapters.ts';
export { validatorOptions } from './packages/core/src/parse/schema/compile-validator.ts';`,
      resolveDir: root,
    },
    write: false,
    bundle: true,
    format: 'esm',
    platform: 'node',
    conditions: ['tfm-src'],
    external: ['@duckdb/*', 'better-sqlite3', 'chokidar'],
    plugins: [
      {
        name: 'without-ajv',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^ajv\// }, ({ path }) => ({ path, namespace: 'empty' }));
          onLoad({ filter: /./, namespace: 'empty' }, () => ({
            contents: 'export const Ajv2020 = undefined;',
          }));
        },
      },
    ],
  });
  const text = outputFiles[0]?.text ?? '';
  return import(`data:text/javascript;base64,${Buffer.from(text).toString('base64')}`);
}
