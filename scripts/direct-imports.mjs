// Splitting a bundle goes by files: whoever imports one name of an index has to load all that the index names.
// So an import of the core's index becomes imports of the files themselves, and `tfm --help` loads no parser.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const imported = /^import (type )?\{([^}]*)\} from '@tfm\/core';$/gm;
const reexported = /^export (type )?\{([^}]*)\} from '\.\/([^']+)';$/gm;

/**
 * @param {string} root
 * @returns {(text: string) => string}
 */
export function directImports(root) {
  const core = join(root, 'packages/core/src');
  /** @type {Map<string, string>} */
  const fileOf = new Map();
  for (const [, type, names = '', file = ''] of readFileSync(join(core, 'index.ts'), 'utf8').matchAll(
    reexported,
  )) {
    if (type === undefined) for (const { name } of valuesOf(names)) fileOf.set(name, join(core, file));
  }
  return (text) =>
    text.replace(imported, (whole, type, names) => {
      if (type !== undefined) return '';
      const values = valuesOf(names);
      if (values.some(({ name }) => !fileOf.has(name))) return whole;
      return values
        .map(({ name, written }) => `import { ${written} } from ${JSON.stringify(fileOf.get(name))};`)
        .join('\n');
    });
}

/**
 * What is imported beside types.
 *
 * @param {string} names
 */
function valuesOf(names) {
  return names
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '' && !one.startsWith('type '))
    .map((written) => ({ written, name: /^\S+/.exec(written)?.[0] ?? '' }));
}
