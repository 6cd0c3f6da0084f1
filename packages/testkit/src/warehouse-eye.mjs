// Plain JavaScript, so that it starts as fast as it can: the kill harness starts it hundreds of times.
import { readFileSync } from 'node:fs';

const [kind, path] = process.argv.slice(2);
const queries = JSON.parse(readFileSync(0, 'utf8'));
/** @type {(cell: unknown) => string | null} */
const text = (cell) => (cell === null || cell === undefined ? null : String(cell));
const answers = [];
if (kind === 'duckdb') {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  for (const query of queries) {
    const reader = await connection.runAndReadAll(query);
    answers.push(reader.getRows().map((row) => row.map(text)));
  }
  connection.closeSync();
  instance.closeSync();
} else {
  const { default: Database } = await import('better-sqlite3');
  const database = new Database(path);
  for (const query of queries) {
    const rows = /** @type {unknown[][]} */ (database.prepare(query).safeIntegers().raw().all());
    answers.push(rows.map((row) => row.map(text)));
  }
  database.close();
}
process.stdout.write(JSON.stringify(answers));
