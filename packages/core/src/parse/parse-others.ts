import { macroCalls } from '../context/macro-calls.ts';
import { parsedPart } from '../context/parsed-template.ts';
import { diagnostic } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import { isJsonList, isJsonMap, type JsonMap, type JsonValue } from '../project/json-value.ts';
import type {
  NodeConfig,
  ParsedDoc,
  ParsedExposure,
  ParsedGroup,
  ParsedMacro,
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

/** Macros with what property files say about them. */
export function describeMacros(
  context: ParseContext,
  macros: ReadonlyMap<UniqueId, ParsedMacro>,
): ReadonlyMap<UniqueId, ParsedMacro> {
  const described = new Map<UniqueId, ParsedMacro>();
  for (const [id, macro] of macros) described.set(id, new MacroWithCalls(macro, context));
  for (const [id, macro] of macros) {
    const entry =
      context.properties.take(macro.packageName, 'macros', macro.name) ??
      (macro.name.startsWith('test_')
        ? context.properties.take(macro.packageName, 'macros', macro.name.slice('test_'.length))
        : undefined);
    if (entry === undefined) continue;
    const config = mapOr(entry.value.get('config'));
    const docs = config.get('docs') ?? entry.value.get('docs');
    const args = entry.value.get('arguments');
    const list = isJsonList(args) ? args.filter(isJsonMap) : [];
    const statement = parsedPart(macro.at).value?.tree.body[0];
    const parameters =
      statement?.kind === 'macro' ? statement.parameters.map((parameter) => parameter.name) : [];
    list.forEach((argument, index) => {
      const name = textOr(argument.get('name'), '');
      if (statement === undefined || parameters.includes(name)) return;
      const at = entry.place(['arguments', index, 'name']);
      context.report(
        diagnostic(
          'macro-arguments',
          { macro: macro.name, argument: name, nearest: nearest(name, parameters) },
          { at },
        ),
      );
    });
    const properties: ParsedMacro = {
      ...macro,
      description: describedBy(context, macro.packageName, entry).description,
      arguments: list.map((argument) => ({
        name: textOr(argument.get('name'), ''),
        type: textOrNull(argument.get('type')),
        description: textOr(argument.get('description'), ''),
      })),
      meta: new Map([...mapOr(entry.value.get('meta')), ...mapOr(config.get('meta'))]),
      ...(isJsonMap(docs)
        ? {
            docs: new Map<string, JsonValue>([
              ['show', docs.get('show') ?? true],
              ['node_color', docs.get('node_color') ?? null],
            ]),
          }
        : {}),
      patchPath: `${macro.packageName}://${entry.file.originalFilePath}`,
    };
    described.set(id, new MacroWithCalls(properties, context));
  }
  return described;
}

/** Only artifacts ask what a macro calls, and then its text must be read: that waits until somebody asks. */
class MacroWithCalls implements ParsedMacro {
  readonly uniqueId: ParsedMacro['uniqueId'];
  readonly name: string;
  readonly packageName: string;
  readonly originalFilePath: string;
  readonly description: string;
  readonly at: ParsedMacro['at'];
  readonly source: ParsedMacro['source'];
  readonly arguments: ParsedMacro['arguments'];
  readonly meta: JsonMap;
  readonly docs?: JsonMap;
  readonly patchPath: string | null;
  readonly supportedLanguages: readonly string[] | null;
  readonly #macro: ParsedMacro;
  readonly #context: ParseContext;
  #calls: readonly UniqueId[] | undefined;

  constructor(macro: ParsedMacro, context: ParseContext) {
    this.uniqueId = macro.uniqueId;
    this.name = macro.name;
    this.packageName = macro.packageName;
    this.originalFilePath = macro.originalFilePath;
    this.description = macro.description;
    this.at = macro.at;
    this.source = macro.source;
    this.arguments = macro.arguments;
    this.meta = macro.meta;
    if (macro.docs !== undefined) this.docs = macro.docs;
    this.patchPath = macro.patchPath;
    this.supportedLanguages = macro.supportedLanguages ?? null;
    this.#macro = macro;
    this.#context = context;
  }

  get calls(): readonly UniqueId[] {
    this.#calls ??= macroCalls(this.#macro, this.#context.environment.macros);
    return this.#calls;
  }
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
