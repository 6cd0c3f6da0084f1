import { envVarFunction, VarFunction } from '../context/functions/variables.ts';
import { createYamlRenderer } from '../context/render-yaml.ts';
import type { JsonMap } from '../project/json-value.ts';
import type { Value } from '../template/template.ts';
import { type YamlFile, yamlSpan } from '../yaml/read-yaml.ts';
import type { RenderText } from './project-paths.ts';

/** Renders the few texts of a project file that are needed while reading: its folders. Parsing reports their mistakes. */
export function renderPathText(
  env: ReadonlyMap<string, string>,
  vars: JsonMap,
): (file: YamlFile) => RenderText {
  const names = new Map<string, Value>([
    ['env_var', envVarFunction(env, { secrets: false })],
    [
      'var',
      new VarFunction({ values: vars, owner: 'the command line' }, { lenient: true, render: (text) => text }),
    ],
  ]);
  return (file) => {
    let failed = false;
    const renderer = createYamlRenderer({
      scope: { lookup: (name) => names.get(name) },
      report: () => {
        failed = true;
      },
    });
    return (text, key) => {
      failed = false;
      const value = renderer.text(text, yamlSpan(file, [key]));
      return failed ? undefined : value;
    };
  };
}
