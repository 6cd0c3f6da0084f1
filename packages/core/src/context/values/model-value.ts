import { isJsonMap, type JsonMap, type JsonValue } from '../../project/json-value.ts';
import type { DeclaredColumnProperties, ParsedNode, ParsedSource, TemplateUse } from '../../project/node.ts';
import { Dict, List, type Value } from '../../template/template.ts';
import { toDict, toValue } from './json-values.ts';

/** A node as `model` and `graph.nodes` show it: the manifest's keys, as far as templates use them. */
export function nodeAsValue(node: ParsedNode | ParsedSource): Dict {
  const relation = 'relation' in node ? node.relation : null;
  const dict = Dict.of([
    ['database', relation?.database ?? null],
    ['schema', relation?.schema ?? null],
    ['name', node.name],
    ['resource_type', node.resourceType],
    ['package_name', node.packageName],
    ['path', node.path],
    ['original_file_path', node.originalFilePath],
    ['unique_id', node.uniqueId],
    ['fqn', new List([...node.fqn])],
    ['alias', relation?.identifier ?? node.name],
    ['config', toDict(node.config.all)],
    ['tags', new List([...node.config.tags])],
    ['description', node.description],
    ['columns', columnsAsValue(node.columns)],
    ['meta', toDict(node.config.meta)],
    ['docs', toValue(node.config.all.get('docs') ?? null)],
    ['patch_path', node.patchPath],
    ['group', toValue(node.config.all.get('group') ?? null)],
    ['unrendered_config', toDict(node.config.unrendered)],
  ]);
  if (node.resourceType === 'source') {
    for (const [key, value] of sourceFields(node)) dict.set(key, value);
    return dict;
  }
  dict.set(
    'checksum',
    Dict.of([
      ['name', node.checksum.name],
      ['checksum', node.checksum.checksum],
    ]),
  );
  dict.set('raw_code', node.resourceType === 'seed' ? '' : node.template.text);
  if (node.resourceType !== 'seed') {
    dict.set('language', node.resourceType === 'model' ? node.language : 'sql');
    for (const [key, value] of usesFields(node.uses)) dict.set(key, value);
  }
  if (node.resourceType === 'model') {
    dict.set('version', node.version);
    dict.set('latest_version', node.latestVersion);
    dict.set('access', node.access);
  }
  if (node.resourceType === 'test') {
    dict.set('column_name', node.columnName);
    dict.set('attached_node', node.testedNode);
    dict.set(
      'test_metadata',
      node.testMetadata === null
        ? null
        : Dict.of([
            ['name', node.testMetadata.name],
            ['namespace', node.testMetadata.namespace],
            ['kwargs', toDict(node.testMetadata.kwargs)],
          ]),
    );
  }
  return dict;
}

function sourceFields(source: ParsedSource): readonly (readonly [string, Value])[] {
  return [
    ['source_name', source.sourceName],
    ['source_description', source.sourceDescription],
    ['identifier', source.identifier],
    ['loader', source.loader],
    ['loaded_at_field', source.loadedAtField],
    ['freshness', toValue(source.freshness)],
    ['quoting', toDict(source.quoting)],
    ['source_meta', toDict(source.sourceMeta)],
  ];
}

function usesFields(uses: TemplateUse): readonly (readonly [string, Value])[] {
  return [
    [
      'refs',
      new List(
        uses.refs.map((ref) =>
          Dict.of([
            ['name', ref.name],
            ['package', ref.package],
            ['version', ref.version],
          ]),
        ),
      ),
    ],
    ['sources', new List(uses.sources.map(({ source, table }) => new List([source, table])))],
    [
      'depends_on',
      Dict.of([
        ['macros', new List([...uses.macros])],
        ['nodes', new List([])],
      ]),
    ],
  ];
}

function columnsAsValue(columns: readonly DeclaredColumnProperties[]): Dict {
  return Dict.of(
    columns.map((column) => [
      column.name,
      Dict.of([
        ['name', column.name],
        ['description', column.description],
        ['meta', toDict(column.meta)],
        ['data_type', column.dataType],
        ['quote', column.quote],
        ['tags', new List([...column.tags])],
        [
          'constraints',
          new List(
            column.constraints.map((constraint) =>
              Dict.of([
                ['type', constraint.type],
                ['expression', constraint.expression ?? null],
                ['name', constraint.name ?? null],
              ]),
            ),
          ),
        ],
      ]),
    ]),
  );
}

/** What is known of a node before it has been parsed. */
export function partialNode(fields: JsonMap): Value {
  const map = new Map<string, JsonValue>(fields);
  if (!isJsonMap(map.get('config'))) map.set('config', new Map());
  return toDict(map);
}
