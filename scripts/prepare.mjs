// Runs at the end of `npm ci`: builds, so that `npx tfm` works at once.
import { createRequire } from 'node:module';

try {
  createRequire(import.meta.url).resolve('esbuild');
} catch {
  console.log('Not built: the build tools are not installed.');
  process.exit(0);
}
await import('./build.mjs');
