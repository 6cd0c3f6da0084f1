import {
  contractReaders,
  contracts,
  contractUsers,
  corePackages,
  foundations,
  mayTouchDisk,
  pureNodeModules,
  stages,
} from './layers.ts';
import type { Token } from './scan-source.ts';
import { folderOf, type ResolvedImport, resolveImport, type SourceFile } from './source-file.ts';

/** Who may import whom inside the core, and what the core does not touch at all. */
export function coreRules(file: SourceFile): readonly string[] {
  if (file.package !== 'core') return [];
  const problems = file.scanned.imports.flatMap((one) => {
    const problem = importProblem(file, resolveImport(file, one));
    return problem === undefined ? [] : [`${file.path} imports "${one.from}": ${problem}`];
  });
  return [...problems, ...globalsUsed(file)];
}

function importProblem(file: SourceFile, one: ResolvedImport): string | undefined {
  if (one.target === null) return outsideProblem(file, one);
  // The JSON Schemas are published for editors, too.
  if (/^core\/schemas\/[a-z-]+\.json$/.test(one.target)) return undefined;
  if (!one.target.startsWith('core/src/')) return 'a package imports files of its own src only';
  const from = folderOf(file.inside);
  const to = folderOf(one.target.slice('core/src/'.length));
  // `pipeline.ts` and `index.ts` lie in no folder: they put everything together.
  if (from === '' || from === to) return undefined;
  if (to === '') return 'only other packages import what puts the core together';
  return folderProblem(from, to, one);
}

function folderProblem(from: string, to: string, one: ResolvedImport): string | undefined {
  const ground = rank(foundations, to);
  if (ground !== -1) {
    const own = rank(foundations, from);
    if (own === -1 && rank(contracts, from) === -1) return undefined;
    if (own === -1)
      return ground <= rank(foundations, 'csv') ? undefined : `a contract knows the nouns only, not ${to}/`;
    return ground < own ? undefined : `${from}/ lies below ${to}/`;
  }
  if (rank(contracts, to) !== -1) {
    if (rank(contracts, from) !== -1 || contractUsers.has(from)) return undefined;
    if (contractReaders.has(from) && one.kind === 'types') return undefined;
    return `only ${[...contractUsers].join(', ')} use the contracts, and ${[...contractReaders].join(', ')} their types`;
  }
  const own = rank(stages, from);
  const other = rank(stages, to);
  if (other === -1) return `${to}/ is no folder of the core that the architecture knows`;
  if (own === -1) return `${from}/ lies below the stages`;
  if (other > own) return `the stage ${to} comes after ${from}`;
  return one.kind === 'types' ? undefined : `a stage takes only types from a stage before it`;
}

function outsideProblem(file: SourceFile, { from, kind }: ResolvedImport): string | undefined {
  if (from.startsWith('@tfm/')) return 'the core knows no other package';
  if (from.startsWith('node:')) {
    return pureNodeModules.has(from) || mayTouchDisk(file.inside)
      ? undefined
      : 'only read/ and report/write/ touch the disk; nothing of the core touches the process or the network';
  }
  const name = from.startsWith('@') ? from.split('/').slice(0, 2).join('/') : (from.split('/')[0] ?? '');
  const homes = corePackages[name];
  if (homes === undefined) return 'the core does not depend on this package';
  if (homes.includes(folderOf(file.inside)) || kind === 'types') return undefined;
  return `${name} is used in ${homes.map((home) => `${home}/`).join(' and ')} only`;
}

/** What must come from outside, so that a test can say what it is. */
function globalsUsed(file: SourceFile): readonly string[] {
  const { tokens } = file.scanned;
  const found = new Set<string>();
  tokens.forEach((token, at) => {
    if (token.kind !== 'word' || tokens[at - 1]?.value === '.') return;
    const used = globalAt(tokens, at);
    if (used !== undefined && !(used === 'process' && mayTouchDisk(file.inside))) found.add(used);
  });
  return [...found].map(
    (name) => `${file.path} uses ${name}: time, chance, the process and the terminal are given to the core`,
  );
}

function globalAt(tokens: readonly Token[], at: number): string | undefined {
  const [name, next, member, after] = tokens.slice(at, at + 4).map(({ value }) => value);
  if ((name === 'process' || name === 'console' || name === 'performance') && next === '.') return name;
  if ((name === 'Date' && member === 'now') || (name === 'Math' && member === 'random'))
    return `${name}.${member}`;
  return name === 'new' && next === 'Date' && member === '(' && after === ')' ? 'new Date()' : undefined;
}

function rank(folders: readonly string[], folder: string): number {
  return folders.indexOf(folder);
}
