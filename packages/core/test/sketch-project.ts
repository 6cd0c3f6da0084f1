import type { SourceText, Span } from '../src/diagnostics/source-text.ts';
import type { JsonMap, JsonValue } from '../src/project/json-value.ts';
import type {
  NodeConfig,
  ParsedExposure,
  ParsedModel,
  ParsedNode,
  ParsedSource,
  Resource,
  TemplateUse,
} from '../src/project/node.ts';
import type { ParsedProject, ProjectSettings, YamlSelector } from '../src/project/project.ts';
import { type UniqueId, uniqueId } from '../src/project/unique-id.ts';

/** A resource in one line, for tests of the pure stages. What is not said has a plain default. */
export interface Sketch {
  readonly type?: 'model' | 'seed' | 'snapshot' | 'analysis' | 'test' | 'source' | 'exposure';
  readonly name: string;
  readonly id?: string;
  readonly package?: string;
  /** From the project folder. */
  readonly file?: string;
  readonly fqn?: readonly string[];
  /** The template; `ref` and `source` calls in it are found, with their places. */
  readonly sql?: string;
  readonly tags?: readonly string[];
  readonly config?: Readonly<Record<string, PlainJson>>;
  readonly enabled?: boolean;
  readonly alias?: string;
  readonly schema?: string;
  readonly version?: string | number;
  readonly latestVersion?: string | number;
  readonly access?: 'private' | 'protected' | 'public';
  readonly group?: string;
  readonly patch?: string;
  /** Tests: the macro's name makes it generic. */
  readonly testName?: string;
  readonly tested?: string;
  readonly storeFailures?: 'table';
  /** Sources. */
  readonly source?: string;
  readonly load?: boolean;
}

export type PlainJson =
  | null
  | boolean
  | number
  | string
  | readonly PlainJson[]
  | { readonly [key: string]: PlainJson };

export function jsonOf(value: PlainJson): JsonValue {
  if (Array.isArray(value)) return value.map(jsonOf);
  if (value !== null && typeof value === 'object') return mapOf(value as Record<string, PlainJson>);
  return value as JsonValue;
}

function mapOf(value: Readonly<Record<string, PlainJson>>): JsonMap {
  return new Map(Object.entries(value).map(([key, one]) => [key, jsonOf(one)]));
}

/** A project named `shop` out of sketches. The package `closed` restricts access. `selectors`: name → definition; the one named `default` is the default. */
export function sketchProject(
  sketches: readonly Sketch[],
  options: {
    readonly selectors?: Readonly<Record<string, PlainJson>>;
    readonly flags?: Readonly<Record<string, PlainJson>>;
    readonly name?: string;
  } = {},
): ParsedProject {
  const root = options.name ?? 'shop';
  const nodes = new Map<UniqueId, ParsedNode>();
  const sources = new Map<UniqueId, ParsedSource>();
  const exposures = new Map<UniqueId, ParsedExposure>();
  const disabled = new Map<UniqueId, Resource[]>();
  const packages = new Map<string, ProjectSettings>();
  for (const sketch of sketches) {
    const resource = resourceOf({ package: root, ...sketch });
    if (sketch.enabled === false)
      disabled.set(resource.uniqueId, [...(disabled.get(resource.uniqueId) ?? []), resource]);
    else if (resource.resourceType === 'source') sources.set(resource.uniqueId, resource);
    else if (resource.resourceType === 'exposure') exposures.set(resource.uniqueId, resource);
    else nodes.set(resource.uniqueId, resource);
    if (resource.packageName !== root)
      packages.set(resource.packageName, settingsOf(resource.packageName, {}));
  }
  const file: SourceText = { path: 'selectors.yml', text: '' };
  const selectors = new Map<string, YamlSelector>(
    Object.entries(options.selectors ?? {}).map(([name, definition]) => [
      name,
      {
        name,
        description: '',
        isDefault: name === 'default',
        definition: jsonOf(definition),
        at: { source: file, start: 0, end: 0 },
      },
    ]),
  );
  return {
    settings: settingsOf(root, options.flags ?? {}),
    packages,
    target: {
      profileName: root,
      name: 'dev',
      type: 'duckdb',
      threads: 1,
      database: 'db',
      schema: 'main',
      settings: new Map(),
    },
    invocation: {
      id: 'test',
      startedAt: '2026-01-01T00:00:00.000000Z',
      command: 'build',
      flags: new Map(),
      vars: new Map(),
      env: new Map(),
    },
    nodes,
    sources,
    macros: new Map(),
    exposures,
    docs: new Map(),
    disabled,
    selectors,
  };
}

function settingsOf(name: string, flags: Readonly<Record<string, PlainJson>>): ProjectSettings {
  return {
    name,
    version: null,
    flavour: 'tfm',
    profile: null,
    file: { path: 'tfm.yml', text: `name: ${name}\n` },
    paths: {
      models: ['models'],
      seeds: ['seeds'],
      snapshots: ['snapshots'],
      tests: ['tests'],
      macros: ['macros'],
      analyses: ['analyses'],
      functions: [],
      docs: [],
      target: 'target',
      logs: 'logs',
      packagesInstall: 'packages',
      cleanTargets: [],
    },
    quoting: new Map(),
    dispatch: [],
    vars: new Map(),
    onRunStart: [],
    onRunEnd: [],
    flags: mapOf(flags),
    publish: 'together',
    queryComment: null,
    restrictAccess: name === 'closed',
    requireDbtVersion: [],
  };
}

function resourceOf(sketch: Sketch): Resource {
  const type = sketch.type ?? 'model';
  const packageName = sketch.package ?? 'shop';
  const file = sketch.file ?? defaultFile(type, sketch.name);
  const text: SourceText = { path: file, text: sketch.sql ?? '' };
  const at: Span = { source: text, start: 0, end: 0 };
  const version = sketch.version ?? null;
  const idParts =
    type === 'source'
      ? [sketch.source ?? 'raw', sketch.name]
      : version === null
        ? [sketch.name]
        : [sketch.name, `v${version}`];
  const config = configOf(sketch, type);
  const relation = {
    database: 'db',
    schema: sketch.schema ?? 'main',
    identifier: sketch.alias ?? idParts.join('_'),
  };
  const folders = file.split('/').slice(1, -1);
  const base = {
    uniqueId: (sketch.id ?? uniqueId(type, packageName, ...idParts)) as UniqueId,
    name: sketch.name,
    packageName,
    path: file.slice(file.indexOf('/') + 1),
    originalFilePath: file,
    fqn: sketch.fqn ?? [packageName, ...folders, ...idParts],
    description: '',
    at,
    config,
    columns: [],
    patchPath: sketch.patch ?? null,
    checksum: { name: 'sha256', checksum: '' },
  };
  const body: Span = { source: text, start: 0, end: text.text.length };
  const templated = { ...base, template: text, body, uses: usesOf(text) };
  switch (type) {
    case 'source':
      return {
        ...base,
        resourceType: 'source',
        sourceName: sketch.source ?? 'raw',
        sourceDescription: '',
        identifier: sketch.name,
        relation: {
          database: 'db',
          schema: sketch.schema ?? sketch.source ?? 'raw',
          identifier: sketch.alias ?? sketch.name,
        },
        loader: '',
        load: sketch.load === true ? { loader: 'files', settings: new Map(), places: new Map(), at } : null,
        externalLocation: null,
        quoting: new Map(),
        freshness: null,
        loadedAtField: null,
        loadedAtQuery: null,
        meta: new Map(),
        sourceMeta: new Map(),
        tags: sketch.tags ?? [],
        unrenderedDatabase: null,
        unrenderedSchema: null,
      };
    case 'exposure':
      return {
        ...base,
        resourceType: 'exposure',
        type: 'dashboard',
        label: null,
        maturity: null,
        url: null,
        owner: new Map(),
        meta: new Map(),
        tags: sketch.tags ?? [],
        uses: templated.uses,
      };
    case 'seed':
      return { ...base, resourceType: 'seed', relation, file };
    case 'snapshot':
      return { ...templated, resourceType: 'snapshot', relation };
    case 'analysis':
      return { ...templated, resourceType: 'analysis' };
    case 'test':
      return {
        ...templated,
        resourceType: 'test',
        kind: sketch.testName === undefined ? 'singular' : 'generic',
        testMetadata:
          sketch.testName === undefined
            ? null
            : { name: sketch.testName, namespace: null, kwargs: new Map() },
        columnName: null,
        testedNode: (sketch.tested ?? null) as UniqueId | null,
        fileKeyName: null,
        severity: String(config.all.get('severity') ?? 'error').toLowerCase() === 'warn' ? 'warn' : 'error',
        warnIf: '!= 0',
        errorIf: '!= 0',
        failCalc: 'count(*)',
        where: null,
        limit: null,
        storeFailures: sketch.storeFailures ?? null,
        relation: { ...relation, schema: 'main_dbt_test__audit' },
      };
    default: {
      const model: ParsedModel = {
        ...templated,
        resourceType: 'model',
        relation,
        language: 'sql',
        version,
        latestVersion: sketch.latestVersion ?? version,
        access: sketch.access ?? 'protected',
        group: sketch.group ?? null,
        deprecationDate: null,
        constraints: [],
      };
      return model;
    }
  }
}

function defaultFile(type: string, name: string): string {
  const folders: Readonly<Record<string, string>> = {
    seed: 'seeds',
    snapshot: 'snapshots',
    test: 'tests',
    analysis: 'analyses',
  };
  const extension = type === 'seed' ? 'csv' : type === 'source' || type === 'exposure' ? 'yml' : 'sql';
  return `${folders[type] ?? 'models'}/${extension === 'yml' ? 'schema' : name}.${extension}`;
}

function configOf(sketch: Sketch, type: string): NodeConfig {
  const materialized = type === 'model' ? 'view' : type;
  const all = mapOf({
    enabled: sketch.enabled ?? true,
    tags: sketch.tags ?? [],
    ...(type === 'source' || type === 'exposure' ? {} : { materialized }),
    ...(sketch.group === undefined ? {} : { group: sketch.group }),
    ...sketch.config,
  });
  return {
    enabled: sketch.enabled ?? true,
    materialized: String(all.get('materialized') ?? materialized),
    tags: sketch.tags ?? [],
    meta: new Map(),
    preHooks: [],
    postHooks: [],
    all,
    unrendered: new Map(),
  };
}

/** Finds literal calls; enough for sketches. */
function usesOf(text: SourceText): TemplateUse {
  const uses = {
    refs: [] as TemplateUse['refs'][number][],
    sources: [] as TemplateUse['sources'][number][],
    macros: [],
  };
  for (const call of text.text.matchAll(/\b(ref|source)\(([^)]*)\)/g)) {
    const parts = [...(call[2] ?? '').matchAll(/(?:(\w+)\s*=\s*)?'?([^',=\s]+)'?/g)];
    const version = parts.find((part) => part[1] === 'v')?.[2] ?? null;
    const names = parts.filter((part) => part[1] === undefined).map((part) => part[2] ?? '');
    const at = { source: text, start: call.index, end: call.index + call[0].length };
    if (call[1] === 'source') uses.sources.push({ source: names[0] ?? '', table: names[1] ?? '', at });
    else
      uses.refs.push({
        package: names.length > 1 ? (names[0] ?? null) : null,
        name: names.at(-1) ?? '',
        version,
        at,
      });
  }
  return uses;
}
