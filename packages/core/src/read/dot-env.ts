import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { SourceText } from '../diagnostics/source-text.ts';

const linePattern =
  /^[ \t]*(?:export[ \t]+)?([^\s=#'"]+)[ \t]*=[ \t]*(?:'((?:[^'\\]|\\[\s\S])*)'|"((?:[^"\\]|\\[\s\S])*)"|([^\r\n]*?))[ \t]*(?:#[^\r\n]*)?$/;

/**
 * `.env` as python-dotenv reads it: `KEY=value`, `export KEY=value`, quotes (over several lines too), `${NAME}` and
 * `${NAME:-default}` in all but single-quoted values. What the environment has already stays as it is.
 */
export function addDotEnv(
  env: ReadonlyMap<string, string>,
  file: SourceText,
): { readonly env: ReadonlyMap<string, string>; readonly diagnostics: readonly Diagnostic[] } {
  const added = new Map<string, string>();
  const diagnostics: Diagnostic[] = [];
  const lookUp = (name: string): string | undefined => env.get(name) ?? added.get(name);
  for (const { text, start } of logicalLines(file.text)) {
    if (/^\s*(?:#.*)?$/.test(text)) continue;
    const match = linePattern.exec(text);
    if (match === null || match[1] === undefined) {
      diagnostics.push(
        diagnostic('dotenv-line', {}, { at: { source: file, start, end: start + text.trimEnd().length } }),
      );
      continue;
    }
    const value =
      match[2] !== undefined
        ? match[2].replaceAll(/\\(['\\])/g, '$1')
        : interpolate(match[3] !== undefined ? unescaped(match[3]) : plainValue(match[4] ?? ''), lookUp);
    added.set(match[1], value);
  }
  return { env: new Map([...added, ...env]), diagnostics };
}

/** Lines, but a quoted value may go on over several of them. */
function* logicalLines(text: string): Generator<{ readonly text: string; readonly start: number }> {
  const pattern =
    /[ \t]*(?:export[ \t]+)?[^\s=#'"]+[ \t]*=[ \t]*(?:'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*")[^\r\n]*|[^\r\n]+/gy;
  let offset = 0;
  while (offset < text.length) {
    pattern.lastIndex = offset;
    const match = pattern.exec(text);
    if (match === null) offset += 1;
    else {
      yield { text: match[0], start: offset };
      offset = pattern.lastIndex;
    }
  }
}

function plainValue(text: string): string {
  return text.replace(/\s+#.*$/, '').trimEnd();
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', b: '\b', v: '\v' };

function unescaped(text: string): string {
  return text.replaceAll(
    /\\([\s\S])/g,
    (whole, character: string) => escapes[character] ?? (/["'\\$]/.test(character) ? character : whole),
  );
}

function interpolate(text: string, lookUp: (name: string) => string | undefined): string {
  return text.replaceAll(
    /\$\{([^}:]*)(?::-([^}]*))?\}/g,
    (_, name: string, fallback: string | undefined) => lookUp(name) ?? fallback ?? '',
  );
}
