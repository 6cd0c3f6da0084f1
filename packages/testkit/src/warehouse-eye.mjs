// Plain JavaScript, so that it starts as fast as it can: the kill harness starts it hundreds of times.
import { readFileSync } from 'node:fs';

const [kind, path] = process.argv.slice(2);
const queries = JSON.parse(readFileSync(0, 'utf8'));
/** @type {(cell: unknown) => string | null} */
const text = (cell) => (cell === null || cell === undefined ? null : String(cell));
/** @type {unknown[]} */
const answers = [];
/** An answer is rows, or the text of the error. @param {() => unknown | Promise<unknown>} ask */
const answer = async (ask) => {
  try {
    answers.push(await ask());
  } catch (error) {
    answers.push(String(error));
  }
};
if (kind === 'duckdb') {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  for (const query of queries) {
    await answer(async () => (await connection.runAndReadAll(query)).getRows().map((row) => row.map(text)));
  }
  connection.closeSync();
  instance.closeSync();
} else {
  const { default: Database } = await import('better-sqlite3');
  const database = new Database(path);
  for (const query of queries) {
    await answer(() => {
      const rows = /** @type {unknown[][]} */ (database.prepare(query).safeIntegers().raw().all());
      return rows.map((row) => row.map(text));
    });
  }
  database.close();
}
process.stdout.write(JSON.stringify(answers));
