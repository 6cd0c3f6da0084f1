import { folderOf, type ResolvedImport, resolveImport, type SourceFile } from './source-file.ts';

/** Which packages of the workspace a package may import. */
const mayImport: { readonly [name: string]: readonly string[] } = {
  core: [],
  adapters: ['core'],
  loaders: ['core'],
  server: ['core'],
  web: ['server'],
  cli: ['core', 'adapters', 'loaders', 'server', 'web'],
  testkit: ['core', 'adapters', 'loaders', 'server', 'web', 'cli'],
};

/** Folders of `adapters` and `loaders` that belong to no warehouse and no kind of source: the leaves share them. */
const shared: { readonly [name: string]: ReadonlySet<string> } = {
  adapters: new Set(['sql', 'process', 'contract-suite']),
  loaders: new Set(['rows', 'process', 'contract-suite']),
};

/** Who may import whom among the packages and, in adapters and loaders, among their folders. */
export function packageRules(file: SourceFile): readonly string[] {
  return file.scanned.imports.flatMap((one) => {
    const problem = importProblem(file, resolveImport(file, one));
    return problem === undefined ? [] : [`${file.path} imports "${one.from}": ${problem}`];
  });
}

function importProblem(file: SourceFile, one: ResolvedImport): string | undefined {
  if (one.target !== null) {
    if (file.package !== 'core' && !one.target.startsWith(`${file.package}/src/`))
      return 'a package imports files of its own src only';
    if (!/\.(ts|mjs|json)$/.test(one.from)) return 'a file is imported by its whole name';
    return siblingProblem(file, one.target);
  }
  const packageName = /^@tfm\/([^/]+)/.exec(one.from)?.[1];
  if (packageName === undefined) return undefined;
  const allowed = mayImport[file.package];
  if (file.package === 'core') return undefined;
  if (allowed === undefined) return `the architecture does not know the package "${file.package}"`;
  if (!allowed.includes(packageName))
    return `${file.package} knows ${allowed.join(', ')} and no other package`;
  return file.package === 'web' && one.kind !== 'types'
    ? "web knows only the types of the server's API"
    : undefined;
}

function siblingProblem(file: SourceFile, target: string): string | undefined {
  const common = shared[file.package];
  if (common === undefined) return undefined;
  const own = folderOf(file.inside);
  const other = folderOf(target.split('/').slice(2).join('/'));
  // `index.ts` names the leaves; it puts nothing together.
  if (own === other || other === '' || own === '') return undefined;
  if (common.has(other)) return undefined;
  return common.has(own)
    ? `${own}/ is shared and knows no leaf`
    : `${own} and ${other} are siblings and do not know each other`;
}
