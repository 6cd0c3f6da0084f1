import { dbtVersion } from '../context/environment.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { JsonMap } from '../project/json-value.ts';
import type { ParsedProjectFile } from './project-file.ts';

/** `require-dbt-version`: all conditions must hold for the dbt release that tfm stands for. */
export function checkVersion(root: ParsedProjectFile, flags: JsonMap): readonly Diagnostic[] {
  if (flags.get('version_check') === false || root.settings.flags.get('version_check') === false) return [];
  const at = root.place(['require-dbt-version']);
  return root.settings.requireDbtVersion
    .flatMap((text) => text.split(','))
    .map((text) => text.trim())
    .filter((text) => text !== '' && !holds(text, dbtVersion))
    .map((required) => diagnostic('require-version', { required, version: dbtVersion }, { at }));
}

function holds(condition: string, version: string): boolean {
  const match = /^(>=|<=|>|<|==?|!=)?\s*v?(\d+(?:\.\d+){0,2})/.exec(condition);
  if (match === null) return true;
  const order = compareVersions(version, match[2] ?? '');
  switch (match[1]) {
    case '>=':
      return order >= 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '<':
      return order < 0;
    case '!=':
      return order !== 0;
    default:
      return order === 0;
  }
}

function compareVersions(a: string, b: string): number {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let i = 0; i < 3; i += 1) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
