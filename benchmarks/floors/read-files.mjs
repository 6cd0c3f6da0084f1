// The least a parser does: walk a project's folder, read every file, hash it.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder = '.'] = process.argv.slice(2);
for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
  if (entry.isFile() && /\.(sql|ya?ml|md)$/.test(entry.name)) {
    createHash('sha256')
      .update(readFileSync(join(entry.parentPath, entry.name)))
      .digest('hex');
  }
}
