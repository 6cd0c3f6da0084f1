import { renderNativeText } from '../context/render-native-text.ts';
import { diagnostic } from '../diagnostics/diagnostic.ts';
import { nearest } from '../diagnostics/nearest.ts';
import type { Span } from '../diagnostics/source-text.ts';
import { isJsonList, isJsonMap, type JsonValue } from '../project/json-value.ts';
import type { ColumnConstraint, DeclaredColumnProperties, ParsedDoc } from '../project/node.ts';
import { type UniqueId, uniqueId } from '../project/unique-id.ts';
import { hostError, hostFunction, str, type TemplateScope, type Value } from '../template/template.ts';
import type { YamlPart, YamlPath } from '../yaml/yaml-span.ts';
import { mapOr, textOrNull, uniqueTexts } from './config/merge-config.ts';
import type { ParseContext } from './parse-context.ts';

export interface Described {
  readonly description: string;
  readonly docBlocks: readonly UniqueId[];
}

const noDescription: Described = { description: '', docBlocks: [] };
const onlyDoc = /^\s*\{\{\s*doc\(\s*(?:'([^'\\]*)'|"([^"\\]*)")\s*\)\s*\}\}\s*$/;

/** A description with the docs blocks it inserts. */
export function describe(
  context: ParseContext,
  packageName: string,
  value: JsonValue | undefined,
  at: () => Span,
): Described {
  if (typeof value !== 'string')
    return value === undefined || value === null
      ? noDescription
      : { description: String(value), docBlocks: [] };
  if (!/\{[{%#]/.test(value)) return { description: value, docBlocks: [] };
  const simple = onlyDoc.exec(value);
  if (simple !== null) {
    const name = simple[1] ?? simple[2] ?? '';
    const doc = findDoc(context, packageName, null, name);
    if (doc !== undefined) return { description: doc.blockContents, docBlocks: [doc.uniqueId] };
  }
  const used: UniqueId[] = [];
  const place = at();
  const scope = docScope(context, packageName, used);
  const rendered = renderNativeText(value, place, scope);
  context.report(...rendered.diagnostics);
  return {
    description: rendered.value === undefined || rendered.value === null ? value : String(rendered.value),
    docBlocks: used,
  };
}

function docScope(context: ParseContext, packageName: string, used: UniqueId[]): TemplateScope {
  const { environment } = context;
  const docFunction = hostFunction('doc', ['*args'], (_values, args) => {
    const [first = '', second] = args.map(str);
    const [owner, name] = second === undefined ? [null, first] : [first, second];
    const doc = findDoc(context, packageName, owner, name);
    if (doc === undefined) {
      const meant = nearest(
        name,
        [...context.docs.values()].map((one) => one.name),
      );
      throw hostError(
        `There is no docs block called "${name}"`,
        meant === undefined ? {} : { hint: `did you mean "${meant}"?` },
      );
    }
    used.push(doc.uniqueId);
    return doc.blockContents;
  });
  return {
    lookup: (name): Value | undefined => {
      if (name === 'doc') return docFunction;
      return name === 'var' ? environment.varFunction(packageName, false) : environment.globals.get(name);
    },
  };
}

function findDoc(
  context: ParseContext,
  packageName: string,
  owner: string | null,
  name: string,
): ParsedDoc | undefined {
  const packages = owner === null ? [context.root.settings.name, packageName] : [owner];
  for (const one of packages) {
    const doc = context.docs.get(uniqueId('doc', one, name));
    if (doc !== undefined) return doc;
  }
  return owner === null ? [...context.docs.values()].find((doc) => doc.name === name) : undefined;
}

export interface ColumnsRequest {
  readonly packageName: string;
  /** Whose columns they are. */
  readonly name: string;
  readonly columns: JsonValue | undefined;
  readonly place: (path: YamlPath, part?: YamlPart) => Span;
}

/** `columns:` of a property file. */
export function parseColumns(
  context: ParseContext,
  request: ColumnsRequest,
): readonly DeclaredColumnProperties[] {
  const { columns, place, packageName } = request;
  if (!isJsonList(columns)) return [];
  const found = new Map<string, DeclaredColumnProperties>();
  columns.forEach((column, index) => {
    if (!isJsonMap(column)) return;
    const name = column.get('name');
    if (name === undefined || name === null || isJsonMap(name) || isJsonList(name)) return;
    const columnName = String(name);
    const at = place([index, 'name']);
    if (found.has(columnName))
      context.report(diagnostic('duplicate-column', { column: columnName, name: request.name }, { at }));
    const config = mapOr(column.get('config'));
    const described = describe(context, packageName, column.get('description'), () =>
      place([index, 'description']),
    );
    found.set(columnName, {
      name: columnName,
      ...described,
      dataType: textOrNull(column.get('data_type')),
      quote: typeof column.get('quote') === 'boolean' ? (column.get('quote') as boolean) : null,
      meta: new Map([...mapOr(column.get('meta')), ...mapOr(config.get('meta'))]),
      tags: uniqueTexts([...uniqueTexts(column.get('tags')), ...uniqueTexts(config.get('tags'))]),
      constraints: parseConstraints(column.get('constraints')),
      at,
    });
  });
  return [...found.values()];
}

const constraintTypes = ['not_null', 'unique', 'primary_key', 'foreign_key', 'check', 'custom'] as const;

export function parseConstraints(value: JsonValue | undefined): readonly ColumnConstraint[] {
  if (!isJsonList(value)) return [];
  return value.flatMap((item): readonly ColumnConstraint[] => {
    if (!isJsonMap(item)) return [];
    const type = constraintTypes.find((one) => one === item.get('type'));
    if (type === undefined) return [];
    const text = <K extends string>(key: string, name: K): Partial<Record<K, string>> => {
      const found = item.get(key);
      return typeof found === 'string' ? ({ [name]: found } as Partial<Record<K, string>>) : {};
    };
    const columns = item.get('columns');
    const toColumns = item.get('to_columns');
    return [
      {
        type,
        ...text('expression', 'expression'),
        ...text('name', 'name'),
        ...text('to', 'to'),
        ...(isJsonList(columns) ? { columns: uniqueTexts(columns) } : {}),
        ...(isJsonList(toColumns) ? { toColumns: uniqueTexts(toColumns) } : {}),
        ...(item.get('warn_unenforced') === false ? { warnUnenforced: false } : {}),
        ...(item.get('warn_unsupported') === false ? { warnUnsupported: false } : {}),
      },
    ];
  });
}
