import { isJsonList, isJsonMap, type JsonMap, type JsonValue } from '../project/json-value.ts';
import { mapOr } from './config/merge-config.ts';
import type { ParseContext } from './parse-context.ts';
import type { ParsedProjectFile } from './project-file.ts';

/** A file that a source's `load:` block names: a path or a pattern, from the project folder. */
export interface LoadFile {
  readonly source: string;
  readonly matches: (path: string) => boolean;
}

/**
 * The files that sources load. A CSV of a seed folder that is among them is data of the source and no seed. Looked up
 * before seeds are parsed, so on what is written, rendered.
 */
export function loadFilesOf(context: ParseContext, owner: ParsedProjectFile): readonly LoadFile[] {
  const renderer = context.renderer(owner.settings.name);
  const found: LoadFile[] = [];
  for (const entry of context.properties.list(owner.settings.name, 'sources')) {
    const tables = entry.value.get('tables');
    if (!isJsonList(tables)) continue;
    for (const table of tables) {
      if (!isJsonMap(table)) continue;
      const name = String(table.get('name') ?? '');
      const loader = table.get('loader') ?? entry.value.get('loader');
      if (loader !== 'files') continue;
      const path = pathOf(table) ?? pathOf(entry.value);
      if (typeof path !== 'string') continue;
      const rendered = renderer.text(path, entry.place(['name']));
      const pattern = String(rendered).replaceAll('{table}', name);
      const prefix = owner.files.prefix;
      const expression = globExpression(pattern.replace(/^\.\//, ''));
      found.push({
        source: `${entry.name}.${name}`,
        matches: (file) => file.startsWith(prefix) && expression.test(file.slice(prefix.length)),
      });
    }
  }
  return found;
}

function pathOf(level: JsonMap): JsonValue | undefined {
  const config = mapOr(level.get('config'));
  const blocks = [
    level.get('load'),
    config.get('load'),
    mapOr(config.get('meta')).get('load'),
    mapOr(level.get('meta')).get('load'),
  ];
  return blocks.map((block) => mapOr(block).get('path')).find((path) => path !== undefined);
}

/** `*`, `**`, `?` and `{a,b}`. */
export function globExpression(glob: string): RegExp {
  let expression = '';
  let depth = 0;
  for (let i = 0; i < glob.length; i += 1) {
    const character = glob.charAt(i);
    if (glob.startsWith('**/', i)) {
      expression += '(?:.*/)?';
      i += 2;
    } else if (glob.startsWith('**', i)) {
      expression += '.*';
      i += 1;
    } else if (character === '*') expression += '[^/]*';
    else if (character === '?') expression += '[^/]';
    else if (character === '{') {
      expression += '(?:';
      depth += 1;
    } else if (character === '}' && depth > 0) {
      expression += ')';
      depth -= 1;
    } else if (character === ',' && depth > 0) expression += '|';
    else expression += character.replace(/[\\^$.+()[\]|{}-]/, '\\$&');
  }
  return new RegExp(`^${expression}${')'.repeat(depth)}$`);
}
