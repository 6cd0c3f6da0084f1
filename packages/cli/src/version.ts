import { readFileSync } from 'node:fs';

/** Put in by the build. */
declare const TFM_VERSION: string | undefined;

/** Of this package. Run from the sources, it is read from the manifest. */
export const version: string = typeof TFM_VERSION === 'string' ? TFM_VERSION : fromManifest();

function fromManifest(): string {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;
}
