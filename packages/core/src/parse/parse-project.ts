import { createEnvironment, targetAsValue } from '../context/environment.ts';
import { envVarFunction, VarFunction } from '../context/functions/variables.ts';
import { internalPackage } from '../context/macro-index.ts';
import { createYamlRenderer, type YamlRenderer } from '../context/render-yaml.ts';
import { type Diagnostic, diagnostic, type Outcome } from '../diagnostics/diagnostic.ts';
import type { Invocation } from '../project/invocation.ts';
import { isJsonMap, type JsonValue } from '../project/json-value.ts';
import type { ParsedDoc, ParsedGroup, ParsedMacro } from '../project/node.ts';
import type { OtherProperty, ParsedProject, ProjectSettings } from '../project/project.ts';
import type { Target } from '../project/target.ts';
import type { UniqueId } from '../project/unique-id.ts';
import type { PackageFiles, ProjectFiles } from '../read/project-files.ts';
import type { Value } from '../template/template.ts';
import { checkLoadFiles, checkUnused } from './check-leftovers.ts';
import { checkVersion } from './check-version.ts';
import { collectMacros } from './collect-macros.ts';
import { type ConfigTree, readConfigTree } from './config/config-tree.ts';
import { ConfigMerger } from './config/merge-config.ts';
import { describeMacros } from './describe-macros.ts';
import { loadFilesOf } from './load-files.ts';
import { type Collected, type ParseContext, PropertyIndex, type TreeKind } from './parse-context.ts';
import { parseDescribedTests } from './parse-described-tests.ts';
import { parseModels } from './parse-models.ts';
import { parseAnalyses, parseSeeds, parseSnapshots } from './parse-other-nodes.ts';
import { otherProperties, parseDocs, parseExposures, parseGroups, parseSelectors } from './parse-others.ts';
import type { ParseSettings } from './parse-settings.ts';
import { parseSingularTests } from './parse-singular-tests.ts';
import { parseSources } from './parse-sources.ts';
import { type ParsedProjectFile, parseProjectFile } from './project-file.ts';
import { type PropertyEntry, type PropertyList, readPropertyFiles } from './property-files.ts';
import { readVars } from './read-vars.ts';
import { resolveTarget } from './resolve-target.ts';
import { tidyDiagnostics } from './tidy-diagnostics.ts';

export type { AdapterProfile, ParseSettings } from './parse-settings.ts';

/** While parsing, no warehouse is known; whoever looks at a relation sees standard quotes. */
const parseDialect = {
  name: 'parse',
  quote: (identifier: string): string => `"${identifier}"`,
  relation: ({
    database,
    schema,
    identifier,
  }: {
    readonly database: string | null;
    readonly schema: string | null;
    readonly identifier: string;
  }): string =>
    [database, schema, identifier]
      .filter((part) => part !== null)
      .map((part) => `"${part}"`)
      .join('.'),
};

/** Files → project: everything the files say, nothing resolved. Without a value, not even a target could be found. */
export function parseProject(
  files: ProjectFiles,
  settings: ParseSettings,
): Outcome<ParsedProject | undefined> {
  const diagnostics: Diagnostic[] = [];
  const report = (...problems: readonly Diagnostic[]): void => {
    diagnostics.push(...problems);
  };
  const value = new ProjectParser(files, settings, report).parse();
  return { value, diagnostics: tidyDiagnostics(diagnostics) };
}

class ProjectParser {
  readonly #files: ProjectFiles;
  readonly #settings: ParseSettings;
  readonly #report: ParseContext['report'];

  constructor(files: ProjectFiles, settings: ParseSettings, report: ParseContext['report']) {
    this.#files = files;
    this.#settings = settings;
    this.#report = report;
  }

  parse(): ParsedProject | undefined {
    const target = this.#target();
    if (target === undefined) return undefined;
    const owners = this.#owners(target);
    const [root] = owners;
    if (root === undefined) return undefined;
    this.#report(...checkVersion(root, this.#settings.flags));
    const macros = new Map<UniqueId, ParsedMacro>();
    const docs = new Map<UniqueId, ParsedDoc>();
    for (const owner of owners) {
      const collected = collectMacros(owner.settings.name, owner.files, owner !== root);
      this.#report(...collected.diagnostics);
      for (const [id, macro] of collected.macros) macros.set(id, macro);
      parseDocs(owner, docs, this.#report);
    }
    const packages = new Map(owners.slice(1).map((owner) => [owner.settings.name, owner.settings]));
    const invocation = this.#invocation(root.settings);
    const environment = createEnvironment(
      { settings: root.settings, packages, target, macros, invocation },
      parseDialect,
      () => {},
    );
    const context = this.#context(owners, root, environment, docs);
    const parsed = this.#resources(context);
    const described = describeMacros(context, macros);
    checkUnused(
      context,
      treeKinds.map(({ kind }) => kind),
    );
    return {
      settings: root.settings,
      packages,
      target,
      invocation,
      ...context.collected,
      macros: described,
      docs,
      ...parsed,
      selectors: parseSelectors(context),
    };
  }

  /** The project file as far as it can be read without a target; its mistakes are reported when it is read for good. */
  #target(): Target | undefined {
    const { root } = this.#files;
    const value = root.projectFile.value;
    const project = isJsonMap(value) ? value : new Map<string, JsonValue>();
    const quiet = this.#renderer(null, false, () => {});
    const head = new Map(
      [...project].filter(([key]) => ['name', 'profile', 'target', 'targets'].includes(key)),
    );
    const rendered = quiet.deep(new Map([...head].filter(([key]) => key !== 'targets')), () => ({
      source: root.projectFile.source,
      start: 0,
      end: 0,
    }));
    const outcome = resolveTarget({
      files: this.#files,
      settings: this.#settings,
      project: new Map([...head, ...(isJsonMap(rendered) ? rendered : [])]),
      renderer: this.#renderer(null, true, this.#report),
    });
    this.#report(...outcome.diagnostics);
    if (outcome.value === undefined) {
      // Without a target nothing else can be understood, but the project file itself can be checked.
      this.#report(...parseProjectFile(root, false, quiet).diagnostics);
    }
    return outcome.value;
  }

  #owners(target: Target): readonly ParsedProjectFile[] {
    const owners: ParsedProjectFile[] = [];
    const renderer = this.#renderer(target, false, this.#report);
    const all: readonly PackageFiles[] = [
      this.#files.root,
      ...this.#files.packages,
      this.#files.globalProject,
    ];
    for (const files of all) {
      const { file, diagnostics } = parseProjectFile(files, files !== this.#files.root, renderer);
      this.#report(...diagnostics);
      const { name } = file.settings;
      const other = owners.find((owner) => owner.settings.name === name);
      if (other !== undefined) {
        const at = file.place(['name']);
        this.#report(
          diagnostic(
            'duplicate-package',
            { name, path: other.files.prefix || 'the project folder' },
            { at, related: [{ message: 'the other one', at: other.place(['name']) }] },
          ),
        );
        continue;
      }
      owners.push(files === this.#files.root ? this.#withVars(file) : file);
    }
    return owners;
  }

  /** `vars.yml` stands for the key `vars`. */
  #withVars(file: ParsedProjectFile): ParsedProjectFile {
    const read = readVars(this.#files.vars, file);
    this.#report(...read.diagnostics);
    return read.value === undefined ? file : { ...file, settings: { ...file.settings, vars: read.value } };
  }

  #invocation(root: ProjectSettings): Invocation {
    const { invocationId, runStartedAt, command, flags, vars } = this.#settings;
    return {
      id: invocationId,
      startedAt: runStartedAt,
      command,
      flags: new Map([...root.flags, ...flags]),
      vars,
      env: this.#files.env,
    };
  }

  /** For project files and profiles: the environment, `--vars` and, where there is one, the target. */
  #renderer(target: Target | null, secrets: boolean, report: (problem: Diagnostic) => void): YamlRenderer {
    const names = new Map<string, Value>([
      ['env_var', envVarFunction(this.#files.env, { secrets })],
      [
        'var',
        new VarFunction(
          { values: this.#settings.vars, owner: 'the command line' },
          { lenient: false, render: (text) => text },
        ),
      ],
    ]);
    if (target !== null) {
      names.set('target', targetAsValue(target));
      names.set('env', targetAsValue(target));
    }
    return createYamlRenderer({
      scope: { lookup: (name) => names.get(name), names: () => names.keys() },
      report,
    });
  }

  #context(
    owners: readonly ParsedProjectFile[],
    root: ParsedProjectFile,
    environment: ParseContext['environment'],
    docs: ReadonlyMap<UniqueId, ParsedDoc>,
  ): ParseContext {
    const trees = this.#trees(owners);
    const renderers = new Map<string, YamlRenderer>();
    const renderer = (packageName: string): YamlRenderer => {
      let made = renderers.get(packageName);
      if (made === undefined) {
        const variable = environment.varFunction(packageName, false);
        const lookup = (name: string): Value | undefined =>
          name === 'var' ? variable : environment.globals.get(name);
        made = createYamlRenderer({ scope: { lookup }, report: this.#report });
        renderers.set(packageName, made);
      }
      return made;
    };
    const properties = new PropertyIndex();
    for (const owner of owners) this.#readProperties(owner, properties);
    const collected: Collected = {
      nodes: new Map(),
      sources: new Map(),
      exposures: new Map(),
      disabled: new Map(),
    };
    return {
      files: this.#files,
      owners,
      root,
      environment,
      docs,
      renderer,
      trees: (packageName, kind) => trees.get(`${packageName}\n${kind}`) ?? noTree,
      properties,
      merger: new ConfigMerger(),
      naming: new Map(),
      report: this.#report,
      collected,
    };
  }

  #readProperties(owner: ParsedProjectFile, properties: PropertyIndex): void {
    const read = readPropertyFiles(owner);
    this.#report(...read.diagnostics);
    for (const [list, entries] of read.entries) {
      for (const entry of entries) {
        const other = properties.add(entry);
        if (other !== undefined) this.#report(duplicate(list, entry, other));
      }
    }
  }

  #trees(owners: readonly ParsedProjectFile[]): ReadonlyMap<string, ConfigTree> {
    const trees = new Map<string, ConfigTree>();
    for (const owner of owners) {
      for (const { kind, keys, configKind } of treeKinds) {
        const { tree, diagnostics } = readConfigTree({ file: owner, keys, configKind });
        this.#report(...diagnostics);
        trees.set(`${owner.settings.name}\n${kind}`, tree);
      }
    }
    return trees;
  }

  #resources(context: ParseContext): {
    readonly groups: ReadonlyMap<UniqueId, ParsedGroup>;
    readonly otherProperties: readonly OtherProperty[];
  } {
    const groups = new Map<UniqueId, ParsedGroup>();
    const others: OtherProperty[] = [];
    for (const owner of context.owners) {
      if (owner.settings.name === internalPackage) continue;
      const loadFiles = loadFilesOf(context, owner);
      parseModels(context, owner);
      parseSeeds(context, owner, (path) => loadFiles.some((file) => file.matches(path)));
      parseSnapshots(context, owner);
      parseAnalyses(context, owner);
      parseSingularTests(context, owner);
      parseDescribedTests(context, owner);
      parseSources(context, owner);
      parseExposures(context, owner);
      parseGroups(context, owner, groups);
      others.push(...otherProperties(context, owner));
      checkLoadFiles(context, owner, loadFiles);
    }
    return { groups, otherProperties: others };
  }
}

const treeKinds: readonly {
  readonly kind: TreeKind;
  readonly keys: readonly string[];
  readonly configKind: Parameters<typeof readConfigTree>[0]['configKind'];
}[] = [
  { kind: 'models', keys: ['models'], configKind: 'modelConfig' },
  { kind: 'seeds', keys: ['seeds'], configKind: 'seedConfig' },
  { kind: 'snapshots', keys: ['snapshots'], configKind: 'snapshotConfig' },
  { kind: 'data_tests', keys: ['data_tests', 'tests'], configKind: 'testConfig' },
  { kind: 'sources', keys: ['sources'], configKind: 'sourceConfig' },
  { kind: 'exposures', keys: ['exposures'], configKind: 'plainConfig' },
];

const noTree: ConfigTree = { layersFor: () => [], unused: () => [] };

function duplicate(list: PropertyList, entry: PropertyEntry, other: PropertyEntry): Diagnostic {
  const kind =
    list === 'data_tests' ? 'test' : list.replace(/ies$/, 'y').replace(/s$/, '').replaceAll('_', ' ');
  const place = {
    at: entry.place(['name']),
    related: [{ message: 'the other one', at: other.place(['name']) }],
  };
  return diagnostic(
    'duplicate-description',
    { kind: `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`, name: entry.name },
    place,
  );
}
