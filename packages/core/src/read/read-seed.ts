import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { diagnostic, type Outcome } from '../diagnostics/diagnostic.ts';
import type { SourceText } from '../diagnostics/source-text.ts';
import { placeOf, readText, unreadable } from './read-text.ts';
import { isInside } from './walk-folder.ts';

/** A seed is data that somebody keeps beside the code; what is larger belongs into a source's `load:` block. */
const mostSeedBytes = 512 * 1024 * 1024;

export interface SeedRequest {
  readonly projectDir: string;
  /** From the project folder, the package's folder included: `seeds/a.csv`, `dbt_packages/x/seeds/a.csv`. */
  readonly file: string;
}

/** Reads a seed's CSV when it is loaded. */
export async function readSeed({ projectDir, file }: SeedRequest): Promise<Outcome<SourceText | undefined>> {
  let real: string;
  try {
    real = realpathSync(join(projectDir, file));
    if (!isInside(real, realpathSync(projectDir))) {
      return {
        value: undefined,
        diagnostics: [diagnostic('path-escapes', { what: 'Seed', path: file }, { at: placeOf(file) })],
      };
    }
  } catch (error) {
    return { value: undefined, diagnostics: [unreadable(file, error)] };
  }
  return readText({ file: real, path: file, mostBytes: mostSeedBytes });
}
