import type { StoredRelation } from './stored-relations.ts';
import type { NodeOutcome, ToolOutcome } from './tool-outcome.ts';

/** Where the two outcomes differ, a line each. */
export function differencesOf(dbt: ToolOutcome, tfm: ToolOutcome): readonly string[] {
  const lines: string[] = [];
  const theirs = new Map(dbt.relations.map((relation) => [relation.name, relation]));
  const ours = new Map(tfm.relations.map((relation) => [relation.name, relation]));
  for (const name of keysOf(theirs, ours))
    lines.push(...relationDifferences(name, theirs.get(name), ours.get(name)));
  for (const id of keysOf(dbt.results, tfm.results)) {
    const [one, other] = [dbt.results.get(id), tfm.results.get(id)].map(said);
    if (one !== other) lines.push(`result of ${id}: ${one} with dbt, ${other} with tfm`);
  }
  const [listed, listedToo] = [linesOf(dbt.list.stdout), linesOf(tfm.list.stdout)];
  for (const line of listed) if (!listedToo.has(line)) lines.push(`ls: ${line} with dbt only`);
  for (const line of listedToo) if (!listed.has(line)) lines.push(`ls: ${line} with tfm only`);
  return lines;
}

function relationDifferences(
  name: string,
  theirs: StoredRelation | undefined,
  ours: StoredRelation | undefined,
): readonly string[] {
  if (theirs === undefined) return [`relation ${name}: with tfm only`];
  if (ours === undefined) return [`relation ${name}: with dbt only`];
  if (theirs.kind !== ours.kind) return [`relation ${name}: ${theirs.kind} with dbt, ${ours.kind} with tfm`];
  const columns = [theirs.columns.join(', '), ours.columns.join(', ')];
  if (columns[0] !== columns[1])
    return [`columns of ${name}: (${columns[0]}) with dbt, (${columns[1]}) with tfm`];
  if (theirs.rows !== ours.rows) return [`rows of ${name}: ${theirs.rows} with dbt, ${ours.rows} with tfm`];
  return theirs.columns
    .filter((_, i) => theirs.contents[i] !== ours.contents[i])
    .map((column) => `values of ${name}.${column}`);
}

/** dbt tells a skipped test of its own from one whose parent failed; both are skipped. */
function said(outcome: NodeOutcome | undefined): string {
  if (outcome === undefined) return 'nothing';
  return outcome.failures === null || outcome.failures === 0
    ? outcome.status
    : `${outcome.status} (${outcome.failures})`;
}

function keysOf<V>(one: ReadonlyMap<string, V>, other: ReadonlyMap<string, V>): readonly string[] {
  return [...new Set([...one.keys(), ...other.keys()])].sort();
}

function linesOf(text: string): ReadonlySet<string> {
  return new Set(text.split('\n').filter((line) => line.trim() !== ''));
}
