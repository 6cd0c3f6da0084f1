import { diagnostic } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/source-text.ts';
import type { ParseContext } from './parse-context.ts';
import type { ParsedProjectFile } from './project-file.ts';

/** Names become parts of ids and of file names; a name that cannot be one is refused. */
export function checkResourceName(
  context: ParseContext,
  owner: ParsedProjectFile,
  kind: string,
  name: string,
  at: Span,
): boolean {
  if (name.startsWith('__tfm_')) {
    context.report(
      diagnostic('reserved-name', { kind: `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`, name }, { at }),
    );
    return false;
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a name with control characters is what is refused.
  if (name === '' || name === '.' || name === '..' || /[/\\\u0000-\u001f\u007f]/.test(name)) {
    context.report(
      diagnostic(
        'resource-name',
        { kind, name, expected: 'it must not hold slashes or control characters' },
        { at },
      ),
    );
    return false;
  }
  if (name.includes(' ') && owner.settings.flags.get('require_resource_names_without_spaces') !== false) {
    context.report(
      diagnostic(
        'resource-name',
        { kind, name, expected: 'it must not hold blanks' },
        { at, hint: name.replaceAll(' ', '_') },
      ),
    );
    return false;
  }
  return true;
}
