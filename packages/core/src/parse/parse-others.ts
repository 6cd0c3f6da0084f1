import { diagnostic } from '../diagnostics/diagnostic.ts';
import { isJsonList, isJsonMap, type JsonMap, type JsonValue } from '../project/json-value.ts';
import type {
  NodeConfig,
  ParsedDoc,
  ParsedExposure,
  ParsedGroup,
  RefCall,
  SourceCall,
} from '../project/node.ts';
import type { OtherProperty, YamlSelector } from '../project/project.ts';
import { type UniqueId, uniqueId } from '../project/unique-id.ts';
import { compileTemplate, parseTemplate, scanBlocks, staticCalls, textOf } from '../template/template.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { type YamlPart, type YamlPath, YamlSpan } from '../yaml/yaml-span.ts';
import { mapOr, textOr, textOrNull, uniqueTexts } from './config/merge-config.ts';
import { propertyLayer } from './config/property-layer.ts';
import { describe } from './describe.ts';
import { folderParts, type ParseContext, treeLayers } from './parse-context.ts';
import { describedBy } from './parse-other-nodes.ts';
import type { ParsedProjectFile } from './project-file.ts';
import { register } from './register.ts';
import { validate } from './schema/validate.ts';

/** Docs blocks of a package's Markdown files. */
export function parseDocs(
  owner: ParsedProjectFile,
  docs: Map<UniqueId, ParsedDoc>,
  report: ParseContext['report'],
): void {
  const packageName = owner.settings.name;
  for (const file of owner.files.docs) {
    if (!/\{%[-+]?\s*docs\b/.test(file.source.text)) continue;
    const blocks = scanBlocks(file.source, ['docs']);
    report(...blocks.diagnostics);
    for (const block of blocks.value) {
      const at = { source: file.source, start: block.nameStart, end: block.nameStart + block.name.length };
      const id = uniqueId('doc', packageName, block.name);
      const other = docs.get(id);
      if (other !== undefined) {
        report(
          diagnostic(
            'duplicate-doc',
            { name: block.name },
            { at, related: [{ message: 'the other one', at: other.at }] },
          ),
        );
        continue;
      }
      const text = file.source.text.slice(block.bodyStart, block.bodyEnd);
      const blockContents = (/\{[{%#]/.test(text) ? renderPlain(text) : text).trim();
      docs.set(id, {
        uniqueId: id,
        name: block.name,
        packageName,
        path: file.path,
        originalFilePath: file.originalFilePath,
        blockContents,
        at,
      });
    }
  }
}

/** Docs blocks see nothing: only `raw` and comments mean something in them. */
function renderPlain(text: string): string {
  const parsed = parseTemplate({ path: '', text });
  if (parsed.value === undefined) return text;
  return compileTemplate(parsed.value).render({ lookup: () => undefined }).value ?? text;
}

/** Exposures: what is made of the data outside. */
export function parseExposures(context: ParseContext, owner: ParsedProjectFile): void {
  const packageName = owner.settings.name;
  for (const entry of context.properties.list(packageName, 'exposures')) {
    context.properties.take(packageName, 'exposures', entry.name);
    const value = context
      .renderer(packageName)
      .deep(entry.value, entry.place, (path) => path[0] === 'description') as JsonMap;
    const at = entry.place(['name']);
    if (!/^[\w-]+$/.test(entry.name)) {
      const expected = 'only letters, digits, _ and - are allowed';
      context.report(
        diagnostic(
          'resource-name',
          { kind: 'exposure', name: entry.name, expected },
          { at, severity: owner.strictness === 'tfm' ? 'error' : 'warning' },
        ),
      );
    }
    const refs: RefCall[] = [];
    const sources: SourceCall[] = [];
    const depends = value.get('depends_on');
    if (isJsonList(depends)) {
      depends.forEach((one, index) => {
        if (typeof one === 'string')
          dependOn(context, one, entry.place(['depends_on', index]), refs, sources);
      });
    }
    const owning = mapOr(value.get('owner'));
    if (
      textOrNull(owning.get('name')) === null &&
      textOrNull(owning.get('email')) === null &&
      isJsonMap(value.get('owner'))
    ) {
      context.report(
        diagnostic(
          'missing-key',
          { key: 'name', where: `in the owner of exposure "${entry.name}" (or "email")` },
          { at: entry.place(['owner'], 'key') },
        ),
      );
    }
    const fqn = [packageName, ...folderParts(entry.file.path), entry.name];
    const exposure: ParsedExposure = {
      resourceType: 'exposure',
      uniqueId: uniqueId('exposure', packageName, entry.name),
      name: entry.name,
      packageName,
      path: entry.file.path,
      originalFilePath: entry.file.originalFilePath,
      fqn,
      ...describedBy(context, packageName, entry),
      at,
      type: textOr(value.get('type'), 'dashboard'),
      label: textOrNull(value.get('label')),
      maturity: textOrNull(value.get('maturity')),
      url: textOrNull(value.get('url')),
      owner: owning,
      ...exposureConfig(context, owner, entry, fqn),
      uses: { refs, sources, macros: [] },
    };
    register(context, exposure);
  }
}

function exposureConfig(
  context: ParseContext,
  owner: ParsedProjectFile,
  entry: Parameters<typeof propertyLayer>[1]['entry'],
  fqn: readonly string[],
): Pick<ParsedExposure, 'config' | 'meta' | 'tags'> {
  const { weak, strong } = treeLayers(context, owner.settings.name, 'exposures', fqn);
  const own = propertyLayer(context, { entry, configKind: 'plainConfig', name: `exposure "${entry.name}"` });
  const all = new Map<string, JsonValue>([
    ['enabled', true],
    ['tags', []],
    ['meta', new Map()],
  ]);
  const unrendered = new Map<string, JsonValue>();
  for (const layer of [...weak, own, ...strong]) {
    for (const [key, { value }] of layer.entries) {
      if (key === 'tags') all.set(key, uniqueTexts([...uniqueTexts(all.get(key)), ...uniqueTexts(value)]));
      else if (key === 'meta') all.set(key, new Map([...mapOr(all.get(key)), ...mapOr(value)]));
      else all.set(key, value);
    }
    for (const [key, value] of layer.unrendered) unrendered.set(key, value);
  }
  const tags = uniqueTexts(all.get('tags'));
  const meta = mapOr(all.get('meta'));
  const config: NodeConfig = {
    enabled: all.get('enabled') !== false,
    materialized: 'exposure',
    tags,
    meta,
    preHooks: [],
    postHooks: [],
    all,
    unrendered,
  };
  return { config, meta, tags };
}

function dependOn(
  context: ParseContext,
  text: string,
  at: RefCall['at'],
  refs: RefCall[],
  sources: SourceCall[],
): void {
  const [call] = staticCalls({ path: '', text: /^\s*\{\{/.test(text) ? text : `{{ ${text} }}` })?.calls ?? [];
  const [first, second] = call?.positional.map((one) => textOf(one)) ?? [];
  const version = call?.named.get('v') ?? call?.named.get('version') ?? null;
  if (call?.name === 'ref' && first !== undefined) {
    refs.push({
      package: second === undefined ? null : first,
      name: second ?? first,
      version: version === null ? null : String(version),
      at,
    });
  } else if (call?.name === 'source' && first !== undefined && second !== undefined)
    sources.push({ source: first, table: second, at });
  else if (!/^\s*metric\(/.test(text)) {
    context.report(
      diagnostic(
        'wrong-value',
        {
          what: '"depends_on"',
          value: text,
          expected: "ref('…'), source('…', '…') or metric('…')",
          nearest: undefined,
        },
        { at },
      ),
    );
  }
}

export function parseGroups(
  context: ParseContext,
  owner: ParsedProjectFile,
  groups: Map<UniqueId, ParsedGroup>,
): void {
  const packageName = owner.settings.name;
  for (const entry of context.properties.list(packageName, 'groups')) {
    context.properties.take(packageName, 'groups', entry.name);
    const id = uniqueId('group', packageName, entry.name);
    const description = entry.value.get('description');
    groups.set(id, {
      uniqueId: id,
      name: entry.name,
      packageName,
      path: entry.file.path,
      originalFilePath: entry.file.originalFilePath,
      description:
        description === undefined || description === null
          ? null
          : describe(context, packageName, description, () => entry.place(['description'])).description,
      owner: mapOr(entry.value.get('owner')),
      meta: mapOr(mapOr(entry.value.get('config')).get('meta')),
      at: entry.place(['name']),
    });
  }
}

const otherLists = ['unit_tests', 'metrics', 'semantic_models', 'saved_queries', 'functions'] as const;

/** Kinds whose meaning comes later are checked and kept. */
export function otherProperties(context: ParseContext, owner: ParsedProjectFile): readonly OtherProperty[] {
  return otherLists.flatMap((list) =>
    context.properties.list(owner.settings.name, list).map((entry) => {
      context.properties.take(owner.settings.name, list, entry.name);
      return {
        list,
        name: entry.name,
        packageName: owner.settings.name,
        originalFilePath: entry.file.originalFilePath,
        properties: entry.value,
        at: entry.place(['name']),
      };
    }),
  );
}

/** `selectors.yml`. */
export function parseSelectors(context: ParseContext): ReadonlyMap<string, YamlSelector> {
  const selectors = new Map<string, YamlSelector>();
  const source = context.files.selectors;
  if (source === null) return selectors;
  const read = readYaml(source);
  context.report(...read.diagnostics);
  if (read.value === undefined) return selectors;
  const place = (path: YamlPath, part: YamlPart = 'value'): YamlSpan => new YamlSpan(source, path, part);
  context.report(
    ...validate('selectors', {
      value: read.value.value,
      name: 'selectors.yml',
      place,
      strictness: context.root.strictness,
    }),
  );
  const list = mapOr(read.value.value).get('selectors');
  if (!isJsonList(list)) return selectors;
  const renderer = context.renderer(context.root.settings.name);
  list.forEach((item, index) => {
    const name = isJsonMap(item) ? item.get('name') : undefined;
    if (!isJsonMap(item) || typeof name !== 'string') return;
    const at = place(['selectors', index, 'name']);
    const other = selectors.get(name);
    if (other !== undefined) {
      context.report(
        diagnostic(
          'duplicate-resource',
          { kind: 'selector', name },
          { at, related: [{ message: 'the other one', at: other.at }] },
        ),
      );
    }
    const isDefault = renderer.deep(item.get('default') ?? false, () => at);
    selectors.set(name, {
      name,
      description: textOr(item.get('description'), ''),
      isDefault: isDefault === true || isDefault === 'true' || isDefault === 'True',
      definition: renderer.deep(item.get('definition') ?? null, (path) =>
        place(['selectors', index, 'definition', ...path]),
      ),
      at,
    });
  });
  return selectors;
}
