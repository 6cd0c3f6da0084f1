import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Diagnostic, diagnostic, type Outcome } from '../diagnostics/diagnostic.ts';
import type { SourceText } from '../diagnostics/source-text.ts';
import { isJsonMap, type JsonMap } from '../project/json-value.ts';
import { readYaml, type YamlFile } from '../yaml/read-yaml.ts';
import { checkInstalledPackages } from './check-installed-packages.ts';
import { addDotEnv } from './dot-env.ts';
import { findProfiles } from './find-profiles.ts';
import { type IsIgnored, parseIgnoreFile } from './ignore-file.ts';
import type { PackageFiles, ProjectFiles, ProjectFlavour, ResourceFile } from './project-files.ts';
import { readPackage } from './read-package.ts';
import { describeFile, mostTextBytes, placeOf, readText, unreadable } from './read-text.ts';
import { renderPathText } from './render-path-text.ts';
import { isInside } from './walk-folder.ts';

export interface ReadOptions {
  /** Absolute. */
  readonly projectDir: string;
  /** Of `--profiles-dir`; the environment variables are looked up here. Absolute. */
  readonly profilesDir?: string | undefined;
  /** tfm's own macros. Absolute. */
  readonly globalProjectDir: string;
  readonly env: ReadonlyMap<string, string>;
  /** Of `--vars`: folders may be named by a template. */
  readonly vars?: JsonMap | undefined;
}

const projectFileNames = { tfm: 'tfm.yml', dbt: 'dbt_project.yml' } as const;

/** Files beside the project file that are YAML, but hold no properties. */
const otherFiles = new Set([
  'tfm.yml',
  'dbt_project.yml',
  'profiles.yml',
  'packages.yml',
  'dependencies.yml',
  'package-lock.yml',
  'selectors.yml',
  'vars.yml',
  'catalogs.yml',
  'dbt_cloud.yml',
]);

/** Reads a project from disk: the only place that does. Nothing outside the project folder is read but profiles. */
export async function readProject(options: ReadOptions): Promise<Outcome<ProjectFiles | undefined>> {
  const diagnostics: Diagnostic[] = [];
  const take = <T>(outcome: Outcome<T>): T => {
    diagnostics.push(...outcome.diagnostics);
    return outcome.value;
  };
  const { projectDir } = options;
  let confinement: string;
  try {
    confinement = realpathSync(projectDir);
  } catch {
    return { value: undefined, diagnostics: [diagnostic('project-not-found', { folder: projectDir })] };
  }
  const env = readEnvironment(projectDir, options.env, take);
  const projectFile = take(readProjectFile(projectDir, '', projectDir));
  if (projectFile === undefined) return { value: undefined, diagnostics };

  const optional = (name: string): SourceText | null => take(readOptional(projectDir, name)) ?? null;
  const ignoreFile = optional('.dbtignore');
  const isIgnored = ignoreFile === null ? nothingIgnored : parseIgnoreFile(ignoreFile.text);
  const render = renderPathText(env, options.vars ?? new Map());
  const beside = projectFile.flavour === 'tfm' ? take(filesBesideProjectFile(projectDir, isIgnored)) : [];
  const request = {
    packageDir: projectDir,
    prefix: '',
    ...projectFile,
    confinement,
    isIgnored,
    besideProjectFile: beside,
  };
  const root = readPackage({ ...request, render: render(projectFile.projectFile) });
  diagnostics.push(...root.diagnostics);

  const packages = readInstalledPackages(
    { projectDir, confinement, folder: root.files.paths.packagesInstall, render },
    take,
  );
  diagnostics.push(...checkInstalledPackages({ projectDir, folder: root.files.paths.packagesInstall }));
  const globalProject = readGlobalProject(options.globalProjectDir, render, take);
  if (globalProject === undefined) return { value: undefined, diagnostics };
  const profiles = take(findProfiles({ projectDir, profilesDir: options.profilesDir, env }));
  const value: ProjectFiles = {
    projectDir,
    root: root.files,
    packages,
    globalProject,
    profiles: profiles ?? null,
    selectors: optional('selectors.yml'),
    vars: optional('vars.yml'),
    env,
  };
  return { value, diagnostics };
}

type Take = <T>(outcome: Outcome<T>) => T;
type Render = ReturnType<typeof renderPathText>;
const nothingIgnored: IsIgnored = () => false;

function readEnvironment(
  projectDir: string,
  env: ReadonlyMap<string, string>,
  take: Take,
): ReadonlyMap<string, string> {
  // A folder of that name holds whatever its owner likes; it is nothing of ours.
  if (statSync(join(projectDir, '.env'), { throwIfNoEntry: false })?.isDirectory() === true) return env;
  const file = take(readOptional(projectDir, '.env'));
  if (file === undefined) return env;
  const added = addDotEnv(env, file);
  return take({ value: added.env, diagnostics: added.diagnostics });
}

interface ProjectFile {
  readonly flavour: ProjectFlavour;
  readonly projectFile: YamlFile;
}

/** `folder` is how the folder is called in a message. */
function readProjectFile(
  directory: string,
  prefix: string,
  folder: string,
): Outcome<ProjectFile | undefined> {
  const flavours = (['tfm', 'dbt'] as const).filter((flavour) =>
    exists(join(directory, projectFileNames[flavour])),
  );
  const flavour = flavours[0];
  if (flavour === undefined)
    return { value: undefined, diagnostics: [diagnostic('project-not-found', { folder })] };
  const name = projectFileNames[flavour];
  const both: Diagnostic[] =
    flavours.length === 1 ? [] : [diagnostic('project-file-twice', {}, { at: placeOf(`${prefix}${name}`) })];
  const text = readText({ file: join(directory, name), path: `${prefix}${name}`, mostBytes: mostTextBytes });
  const yaml: Outcome<YamlFile | undefined> =
    text.value === undefined ? { value: undefined, diagnostics: [] } : readYaml(text.value);
  const diagnostics = [...both, ...text.diagnostics, ...yaml.diagnostics];
  if (yaml.value === undefined) return { value: undefined, diagnostics };
  if (!isJsonMap(yaml.value.value)) {
    const at = { source: yaml.value.source, start: 0, end: 1 };
    return {
      value: undefined,
      diagnostics: [
        ...diagnostics,
        diagnostic(
          'file-not-a-map',
          { what: 'The project file' },
          { at, hint: 'begin with a line such as "name: my_project"' },
        ),
      ],
    };
  }
  return { value: { flavour, projectFile: yaml.value }, diagnostics };
}

/** Property files of a tfm project may lie beside the project file: those that hold a list of resources. */
function filesBesideProjectFile(projectDir: string, isIgnored: IsIgnored): Outcome<readonly ResourceFile[]> {
  const diagnostics: Diagnostic[] = [];
  const files: ResourceFile[] = [];
  for (const entry of readdirSync(projectDir, { withFileTypes: true })) {
    const { name } = entry;
    if (
      !/\.ya?ml$/i.test(name) ||
      name.startsWith('.') ||
      otherFiles.has(name) ||
      isIgnored(name) ||
      entry.isDirectory()
    )
      continue;
    const file = take(confined(projectDir, name));
    if (file === undefined) continue;
    const source = take(readText({ file, path: name, mostBytes: mostTextBytes }));
    if (source !== undefined && looksLikeProperties(source.text))
      files.push({ folder: '', path: name, originalFilePath: name, source });
  }
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { value: files, diagnostics };

  function take<T>(outcome: Outcome<T>): T {
    diagnostics.push(...outcome.diagnostics);
    return outcome.value;
  }
}

/** A project folder also holds YAML of other tools; `docker-compose.yml` is none of ours. */
function looksLikeProperties(text: string): boolean {
  return /^["']?(?:models|sources|seeds|snapshots|macros|exposures|data_tests|tests|unit_tests|groups|analyses|metrics|semantic_models|saved_queries|functions)["']?[ ]*:/m.test(
    text,
  );
}

interface InstalledPackages {
  readonly projectDir: string;
  readonly confinement: string;
  readonly folder: string;
  readonly render: Render;
}

function readInstalledPackages(
  { projectDir, confinement, folder, render }: InstalledPackages,
  take: Take,
): readonly PackageFiles[] {
  const directory = join(projectDir, folder);
  let names: readonly string[];
  try {
    names = readdirSync(directory).sort();
  } catch (error) {
    const isMissing = (error as { code?: string }).code === 'ENOENT';
    return take({ value: [], diagnostics: isMissing ? [] : [unreadable(folder, error)] });
  }
  const packages: PackageFiles[] = [];
  for (const name of names) {
    const packageDir = take(confined(projectDir, `${folder}/${name}`));
    if (packageDir === undefined || !statSync(packageDir).isDirectory()) continue;
    if (!exists(join(packageDir, 'tfm.yml')) && !exists(join(packageDir, 'dbt_project.yml'))) continue;
    const prefix = `${folder}/${name}/`;
    const projectFile = take(readProjectFile(packageDir, prefix, `${folder}/${name}`));
    if (projectFile === undefined) continue;
    const request = {
      packageDir,
      prefix,
      ...projectFile,
      confinement,
      isIgnored: nothingIgnored,
      besideProjectFile: [],
    };
    const { files, diagnostics } = readPackage({ ...request, render: render(projectFile.projectFile) });
    packages.push(take({ value: files, diagnostics }));
  }
  return packages;
}

function readGlobalProject(directory: string, render: Render, take: Take): PackageFiles | undefined {
  const prefix = 'dbt://';
  const projectFile = take(readProjectFile(directory, prefix, directory));
  if (projectFile === undefined) return undefined;
  const confinement = realpathSync(directory);
  const request = {
    packageDir: directory,
    prefix,
    ...projectFile,
    confinement,
    isIgnored: nothingIgnored,
    besideProjectFile: [],
  };
  const { files, diagnostics } = readPackage({ ...request, render: render(projectFile.projectFile) });
  return take({ value: files, diagnostics });
}

/** A file of the project folder that need not be there. */
function readOptional(projectDir: string, name: string): Outcome<SourceText | undefined> {
  if (!exists(join(projectDir, name))) return { value: undefined, diagnostics: [] };
  const file = confined(projectDir, name);
  if (file.value === undefined) return { value: undefined, diagnostics: file.diagnostics };
  return readText({ file: file.value, path: name, mostBytes: mostTextBytes });
}

/** Where a path of the project really is, unless that is outside of it. */
function confined(projectDir: string, path: string): Outcome<string | undefined> {
  try {
    const real = realpathSync(join(projectDir, path));
    if (isInside(real, realpathSync(projectDir))) {
      const status = statSync(real);
      if (status.isFile() || status.isDirectory()) return { value: real, diagnostics: [] };
      return {
        value: undefined,
        diagnostics: [diagnostic('not-a-file', { path, found: describeFile(status) }, { at: placeOf(path) })],
      };
    }
  } catch (error) {
    return { value: undefined, diagnostics: [unreadable(path, error)] };
  }
  return {
    value: undefined,
    diagnostics: [diagnostic('path-escapes', { what: 'Symbolic link', path }, { at: placeOf(path) })],
  };
}

function exists(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false }) !== undefined;
}
