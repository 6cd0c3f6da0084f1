import type { SourceFile } from './source-file.ts';

/** Names that say nothing: what is in such a file belongs somewhere with a name. */
const emptyWords = new Set(
  ['util', 'helper', 'common', 'misc', 'manager', 'handler', 'processor'].flatMap((word) => [
    word,
    `${word}s`,
  ]),
);
const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/;

export function nameRules(file: SourceFile): readonly string[] {
  const problems: string[] = [];
  for (const part of file.inside.split('/')) {
    const name = part.replace(/(\.test|\.d)?\.(ts|mjs|js)$/, '');
    if (!kebab.test(name)) problems.push(`${file.path} is not called in kebab-case`);
    const empty = name.split('-').find((word) => emptyWords.has(word));
    if (empty !== undefined)
      problems.push(`${file.path} is called "${empty}", which says nothing of what is in it`);
  }
  // A declaration of somebody else's package says what that package does.
  if (file.scanned.hasDefaultExport && !file.path.endsWith('.d.ts'))
    problems.push(`${file.path} has a default export: everything is exported by name`);
  return problems;
}
