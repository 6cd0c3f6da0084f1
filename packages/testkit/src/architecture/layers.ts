/** The core's folders, from the ground up; ARCHITECTURE.md says the same in words. */

/** Any core folder may import these; among themselves, only those before them. */
export const foundations = [
  'diagnostics',
  'project',
  'yaml',
  'csv',
  'template',
  'context',
  'packages',
] as const;

/** What a warehouse and a source look like from the core. */
export const contracts = ['adapter', 'loader'] as const;

/** In the order of the pipeline: a stage knows the types of those before it, and nothing of those after it. */
export const stages = ['read', 'parse', 'graph', 'select', 'compile', 'plan', 'run', 'report'] as const;

/** Folders that may use the contracts. */
export const contractUsers: ReadonlySet<string> = new Set(['context', 'compile', 'plan', 'run']);

/** Folders that may know their types: what a profile looks like, what a cell of a result can be. */
export const contractReaders: ReadonlySet<string> = new Set(['csv', 'parse', 'report']);

/** Which core folders use which third-party package. */
export const corePackages: { readonly [name: string]: readonly string[] } = {
  nunjucks: ['template'],
  // `context` has it for `toyaml`, `packages` to add to a list and keep its comments.
  yaml: ['yaml', 'context', 'packages'],
  ajv: ['parse'],
};

/** Parts of Node that compute and touch nothing. */
export const pureNodeModules: ReadonlySet<string> = new Set([
  'node:crypto',
  'node:path',
  'node:buffer',
  'node:util',
]);

/** The only places of the core that touch the disk. */
export function mayTouchDisk(path: string): boolean {
  return path.startsWith('read/') || path.startsWith('report/write/');
}
