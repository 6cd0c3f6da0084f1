import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { YamlFile } from '../yaml/read-yaml.ts';
import type { IsIgnored } from './ignore-file.ts';
import {
  largestHashedSeed,
  type PackageFiles,
  type ProjectFlavour,
  type ResourceFile,
  type SeedFile,
} from './project-files.ts';
import { type RenderText, readProjectPaths } from './project-paths.ts';
import { mostTextBytes, readText } from './read-text.ts';
import { walkFolder } from './walk-folder.ts';

export interface PackageRequest {
  readonly packageDir: string;
  readonly prefix: string;
  readonly flavour: ProjectFlavour;
  readonly projectFile: YamlFile;
  /** The folder that nothing may lie outside of, with symbolic links resolved. */
  readonly confinement: string;
  readonly isIgnored: IsIgnored;
  readonly render: RenderText;
  /** Property files beside the project file, of a tfm project. */
  readonly besideProjectFile: readonly ResourceFile[];
}

/** Reads all resource files of a package. */
export function readPackage(request: PackageRequest): {
  readonly files: PackageFiles;
  readonly diagnostics: readonly Diagnostic[];
} {
  const { paths, diagnostics } = readProjectPaths(request.projectFile, request.render);
  const reader = new PackageReader(request);
  const tests = reader.texts(paths.tests, '.sql');
  const macros = [...reader.texts(paths.macros, '.sql'), ...tests.filter(isGenericTest)];
  const propertyFolders = [
    paths.models,
    paths.seeds,
    paths.snapshots,
    paths.analyses,
    paths.macros,
    paths.tests,
  ].flat();
  const files: PackageFiles = {
    prefix: request.prefix,
    flavour: request.flavour,
    projectFile: request.projectFile,
    paths,
    models: reader.texts(paths.models, '.sql', '.py'),
    snapshots: reader.texts(paths.snapshots, '.sql'),
    analyses: reader.texts(paths.analyses, '.sql'),
    singularTests: tests.filter((file) => !/^(?:generic|fixtures)\//.test(file.path)),
    macros: uniqueFiles(macros),
    docs: uniqueFiles(reader.texts(paths.docs, '.md')),
    properties: [
      ...request.besideProjectFile,
      ...uniqueFiles(reader.texts(propertyFolders, '.yml', '.yaml')),
    ],
    seeds: reader.seeds(paths.seeds),
  };
  return { files, diagnostics: [...diagnostics, ...reader.diagnostics] };
}

function isGenericTest(file: ResourceFile): boolean {
  return file.path.startsWith('generic/');
}

/** Folders may overlap; a file is read under the first that holds it. */
function uniqueFiles(files: readonly ResourceFile[]): readonly ResourceFile[] {
  return [...new Map(files.map((file) => [file.originalFilePath, file])).values()];
}

const extensions = ['.sql', '.py', '.csv', '.md', '.yml', '.yaml'];

function extensionOf(name: string): string {
  return name.slice(Math.max(0, name.lastIndexOf('.'))).toLowerCase();
}

interface Found {
  readonly folder: string;
  readonly path: string;
  readonly file: string;
  readonly extension: string;
}

/** Walks each folder once, reads each file once. */
class PackageReader {
  readonly diagnostics: Diagnostic[] = [];
  readonly #request: PackageRequest;
  readonly #folders = new Map<string, readonly Found[]>();
  readonly #texts = new Map<string, ResourceFile | undefined>();

  constructor(request: PackageRequest) {
    this.#request = request;
  }

  texts(folders: readonly string[], ...wanted: readonly string[]): readonly ResourceFile[] {
    const files: ResourceFile[] = [];
    for (const folder of folders) {
      for (const found of this.#walk(folder)) {
        if (!wanted.includes(found.extension)) continue;
        const text = this.#read(found);
        if (text !== undefined) files.push(text);
      }
    }
    return files;
  }

  seeds(folders: readonly string[]): readonly SeedFile[] {
    const files: SeedFile[] = [];
    for (const folder of folders) {
      for (const found of this.#walk(folder)) {
        if (found.extension !== '.csv') continue;
        const size = sizeOf(found.file);
        const source = size <= largestHashedSeed ? (this.#read(found)?.source ?? null) : null;
        const originalFilePath = join(folder, found.path);
        if (size <= largestHashedSeed && source === null) continue;
        files.push({ folder, path: found.path, originalFilePath, size, source });
      }
    }
    return files;
  }

  #walk(folder: string): readonly Found[] {
    let found = this.#folders.get(folder);
    if (found === undefined) {
      const { packageDir, prefix, confinement, isIgnored } = this.#request;
      const wanted = (name: string): boolean => extensions.includes(extensionOf(name));
      const walked = walkFolder({ confinement, packageDir, prefix, folder, isIgnored, wanted });
      this.diagnostics.push(...walked.diagnostics);
      found = walked.files.map(({ path, file }) => ({ folder, path, file, extension: extensionOf(path) }));
      this.#folders.set(folder, found);
    }
    return found;
  }

  #read({ folder, path, file }: Found): ResourceFile | undefined {
    const originalFilePath = join(folder, path);
    if (this.#texts.has(originalFilePath)) {
      const known = this.#texts.get(originalFilePath);
      // The same file below two folders: each of them names it by its own.
      return known === undefined ? undefined : { ...known, folder, path };
    }
    const read = readText({
      file,
      path: `${this.#request.prefix}${originalFilePath}`,
      mostBytes: mostTextBytes,
    });
    this.diagnostics.push(...read.diagnostics);
    const text =
      read.value === undefined ? undefined : { folder, path, originalFilePath, source: read.value };
    this.#texts.set(originalFilePath, text);
    return text;
  }
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}
