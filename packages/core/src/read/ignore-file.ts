/** Says whether a path (relative to the project folder, with `/`; a folder ends in one) is hidden by `.dbtignore`. */
export type IsIgnored = (path: string) => boolean;

interface Rule {
  readonly pattern: RegExp;
  readonly negated: boolean;
}

/** Reads gitignore patterns. The last pattern that matches a path, or a folder above it, decides. */
export function parseIgnoreFile(text: string): IsIgnored {
  const rules = text.split(/\r\n|\r|\n/).flatMap(parseRule);
  if (rules.length === 0) return () => false;
  const hasExceptions = rules.some((rule) => rule.negated);
  return (path) => {
    // Something in a hidden folder may be wanted all the same.
    if (hasExceptions && path.endsWith('/')) return false;
    let ignored = false;
    for (const rule of rules) if (rule.pattern.test(path)) ignored = !rule.negated;
    return ignored;
  };
}

function parseRule(line: string): readonly Rule[] {
  let pattern = line.replace(/(?<!\\)\s+$/, '');
  if (pattern === '' || pattern.startsWith('#') || pattern.length > 1000) return [];
  const negated = pattern.startsWith('!');
  if (negated) pattern = pattern.slice(1);
  const folderOnly = pattern.endsWith('/');
  if (folderOnly) pattern = pattern.slice(0, -1);
  // A slash at the beginning or in the middle ties the pattern to the project folder.
  const anchored = pattern.includes('/');
  pattern = pattern.replace(/^\//, '');
  if (pattern === '') return [];
  const expression = `^${anchored ? '' : '(?:.*/)?'}${globToExpression(pattern)}${folderOnly ? '/.*' : '(?:/.*)?'}$`;
  return [{ pattern: new RegExp(expression, 's'), negated }];
}

function globToExpression(glob: string): string {
  let expression = '';
  for (let i = 0; i < glob.length; i += 1) {
    const character = glob.charAt(i);
    if (character === '*') {
      if (glob.charAt(i + 1) !== '*') {
        expression += '[^/]*';
        continue;
      }
      while (glob.charAt(i + 1) === '*') i += 1;
      if (glob.charAt(i + 1) === '/') {
        i += 1;
        expression += '(?:.*/)?';
      } else expression += '.*';
    } else if (character === '?') expression += '[^/]';
    else if (character === '[') {
      const close = glob.indexOf(']', i + 2);
      if (close === -1) expression += '\\[';
      else {
        const body = glob
          .slice(i + 1, close)
          .replace(/^[!^]/, '')
          .replaceAll(/[\\\]^[]/g, '\\$&');
        expression += `[${/^[!^]/.test(glob.slice(i + 1)) ? '^' : ''}${body}]`;
        i = close;
      }
    } else if (character === '\\' && i + 1 < glob.length) {
      i += 1;
      expression += escapeExpression(glob.charAt(i));
    } else expression += escapeExpression(character);
  }
  return expression;
}

function escapeExpression(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
}
