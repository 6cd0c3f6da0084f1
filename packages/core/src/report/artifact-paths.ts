import type { ParsedNode } from '../project/node.ts';

/** Longest part of a path that every file system takes, in bytes. */
const longestPart = 255;

/**
 * Where a node's SQL lies below `target/compiled` and `target/run`: dbt's paths. A node that is a file of its own
 * has the file's path; nodes of a shared file lie in a folder of the file's name.
 */
export function nodeFilePath(node: ParsedNode): string {
  return safePath(`${node.packageName}/${pathInPackage(node)}`);
}

function pathInPackage(node: ParsedNode): string {
  if (node.resourceType === 'snapshot') return `${node.originalFilePath}/${node.name}.sql`;
  const isOwnFile = lastPart(node.path) === lastPart(node.originalFilePath);
  return isOwnFile ? node.originalFilePath : `${node.originalFilePath}/${node.path}`;
}

/** Names come from the project's files; none of them may lead anywhere else. */
function safePath(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .map((part) => (part === '..' || hasForeignCharacter(part) || isTooLong(part) ? spelledOut(part) : part))
    .join('/');
}

function hasForeignCharacter(part: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
  return /[\\:\u0000-\u001f]/.test(part);
}

function isTooLong(part: string): boolean {
  return Buffer.byteLength(part) > longestPart;
}

function spelledOut(part: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it replaces
  const spelled = part.replace(/[\\:\u0000-\u001f]/g, '_').replace(/^\.\.$/, '__');
  let cut = spelled;
  while (isTooLong(cut)) cut = cut.slice(0, Math.floor(cut.length * 0.9));
  return cut;
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
