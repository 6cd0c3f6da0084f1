import { wholeText } from '../diagnostics/source-text.ts';
import type { ParsedTest } from '../project/node.ts';
import { uniqueId } from '../project/unique-id.ts';
import { textChecksum } from './checksum.ts';
import { propertyLayer } from './config/property-layer.ts';
import { folderParts, type ParseContext, stem } from './parse-context.ts';
import { patchPathOf } from './parse-models.ts';
import { describedBy } from './parse-other-nodes.ts';
import { parseTemplated, stripped } from './parse-templated.ts';
import type { ParsedProjectFile } from './project-file.ts';
import { register } from './register.ts';
import { checkResourceName } from './resource-name.ts';
import { testFields } from './test-fields.ts';

/** Tests that are a query of their own. */
export function parseSingularTests(context: ParseContext, owner: ParsedProjectFile): void {
  const packageName = owner.settings.name;
  for (const file of owner.files.singularTests) {
    if (file.source.text.trim() === '') continue;
    const name = stem(file.path);
    const at = wholeText(file.source);
    if (!checkResourceName(context, owner, 'test', name, at)) continue;
    const called = `test "${name}"`;
    const entry = context.properties.take(packageName, 'data_tests', name);
    const { template, body } = stripped(file.source);
    const base = {
      uniqueId: uniqueId('test', packageName, name),
      name,
      packageName,
      path: file.path,
      originalFilePath: file.originalFilePath,
      fqn: [packageName, ...folderParts(file.path), name],
      template,
      body,
    };
    const { config, capture, relation } = parseTemplated(context, {
      ...base,
      resourceType: 'test',
      called,
      version: null,
      tree: 'data_tests',
      configKind: 'testConfig',
      strictness: owner.strictness,
      propertyLayers:
        entry === undefined
          ? []
          : [propertyLayer(context, { entry, configKind: 'testConfig', name: called })],
    });
    const test: ParsedTest = {
      ...base,
      ...describedBy(context, packageName, entry),
      resourceType: 'test',
      kind: 'singular',
      at,
      config,
      columns: [],
      patchPath: patchPathOf(entry),
      checksum: { name: 'sha256', checksum: textChecksum(template.text) },
      uses: { refs: capture.refs, sources: capture.sources, macros: capture.macros },
      testMetadata: null,
      columnName: null,
      testedNode: null,
      fileKeyName: null,
      relation,
      ...testFields(context, config.all),
    };
    register(context, test);
  }
}
