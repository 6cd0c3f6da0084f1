import { createHash } from 'node:crypto';
import type { ColumnConstraint, DeclaredColumnProperties, ParsedModel } from '../project/node.ts';
import { quoted } from '../template/value/print.ts';

/**
 * dbt's checksum of an enforced contract, by which `state:modified` knows a breaking change. dbt hashes what Python
 * prints of the columns, so the same text is written here.
 */
export function contractChecksum(model: ParsedModel): string {
  const columns = [...model.columns].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  let text = columns.map(printColumn).join('');
  if (model.config.materialized === 'table' || model.config.materialized === 'incremental') {
    text += model.config.materialized;
    text += printList(model.constraints.map((one) => printConstraint(one, 'ModelLevelConstraint')));
  }
  return createHash('sha256').update(text).digest('hex');
}

function printColumn(column: DeclaredColumnProperties): string {
  const constraints = column.constraints.map((one) => printConstraint(one, 'ColumnLevelConstraint'));
  return `|${column.name}${column.dataType ?? 'None'}${printList(constraints)}`;
}

function printConstraint(constraint: ColumnConstraint, type: string): string {
  const fields = [
    `type=<ConstraintType.${constraint.type}: '${constraint.type}'>`,
    `name=${printText(constraint.name)}`,
    `expression=${printText(constraint.expression)}`,
    `warn_unenforced=${printBoolean(constraint.warnUnenforced)}`,
    `warn_unsupported=${printBoolean(constraint.warnUnsupported)}`,
    `to=${printText(constraint.to)}`,
    `to_columns=${printList((constraint.toColumns ?? []).map(quoted))}`,
  ];
  if (type === 'ModelLevelConstraint')
    fields.push(`columns=${printList((constraint.columns ?? []).map(quoted))}`);
  return `${type}(${fields.join(', ')})`;
}

function printText(text: string | undefined): string {
  return text === undefined ? 'None' : quoted(text);
}

function printBoolean(value: boolean | undefined): string {
  return value === false ? 'False' : 'True';
}

function printList(items: readonly string[]): string {
  return `[${items.join(', ')}]`;
}
