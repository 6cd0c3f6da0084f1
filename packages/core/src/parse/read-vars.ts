import { diagnostic, type Outcome } from '../diagnostics/diagnostic.ts';
import type { SourceText } from '../diagnostics/source-text.ts';
import { isJsonMap, type JsonMap } from '../project/json-value.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import type { ParsedProjectFile } from './project-file.ts';

/** `vars.yml`, when there is one; both places at once are a mistake. */
export function readVars(
  source: SourceText | null,
  project: ParsedProjectFile,
): Outcome<JsonMap | undefined> {
  if (source === null) return { value: undefined, diagnostics: [] };
  const read = readYaml(source);
  const top = read.value?.value;
  const vars = isJsonMap(top) ? top.get('vars') : undefined;
  if (!isJsonMap(vars)) return { value: undefined, diagnostics: read.diagnostics };
  if (!project.top.has('vars')) return { value: vars, diagnostics: read.diagnostics };
  const place = {
    at: project.place(['vars'], 'key'),
    related: [{ message: 'the other vars', at: { source, start: 0, end: 4 } }],
  };
  const where = 'in the project file and in vars.yml';
  return {
    value: undefined,
    diagnostics: [
      ...read.diagnostics,
      diagnostic('both-given', { first: 'vars', second: 'vars', where }, place),
    ],
  };
}
