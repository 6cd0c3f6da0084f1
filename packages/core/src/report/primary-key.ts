import type { ParsedModel, ParsedTest } from '../project/node.ts';

/**
 * What may be taken for a model's primary key, as dbt guesses it: a declared constraint, else columns tested both
 * unique and not null, else columns tested unique.
 */
export function primaryKeyOf(model: ParsedModel, tests: readonly ParsedTest[]): readonly string[] {
  const declared = model.constraints.find(({ type }) => type === 'primary_key');
  if (declared !== undefined) return declared.columns ?? [];
  const column = model.columns.find(({ constraints }) =>
    constraints.some(({ type }) => type === 'primary_key'),
  );
  if (column !== undefined) return [column.name];

  const unique = new Set<string>();
  const uniqueInDisabled = new Set<string>();
  const notNull = new Set<string>();
  for (const test of tests) {
    const name = test.testMetadata?.name;
    const isUnique = name === 'unique' || name === 'unique_combination_of_columns';
    for (const tested of testedColumns(test)) {
      if (isUnique) (test.config.enabled ? unique : uniqueInDisabled).add(tested);
      else if (name === 'not_null') notNull.add(tested);
    }
  }
  const both = [...notNull].filter((one) => unique.has(one) || uniqueInDisabled.has(one));
  const best = [both, [...unique], [...uniqueInDisabled]].find((columns) => columns.length > 0) ?? [];
  return best.sort();
}

function testedColumns(test: ParsedTest): readonly string[] {
  const kwargs = test.testMetadata?.kwargs;
  const column = kwargs?.get('column_name');
  if (typeof column === 'string') return [column];
  const columns = kwargs?.get('combination_of_columns');
  return Array.isArray(columns) ? columns.filter((one) => typeof one === 'string') : [];
}
