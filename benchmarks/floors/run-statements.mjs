// The least a build does: the same SQL, one statement after the other, through the bare driver.
// Arguments: duckdb or sqlite, the warehouse's file, a JSON file with the statements.
import { readFileSync } from 'node:fs';

const [kind, warehouse = '', statementFile = ''] = process.argv.slice(2);
/** @type {readonly string[]} */
const statements = JSON.parse(readFileSync(statementFile, 'utf8'));

if (kind === 'sqlite') {
  const { default: Database } = await import('better-sqlite3');
  const database = new Database(warehouse);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = NORMAL');
  for (const sql of statements) {
    const statement = database.prepare(sql);
    if (statement.reader) statement.all();
    else statement.run();
  }
  database.close();
} else {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(warehouse);
  const connection = await instance.connect();
  for (const sql of statements) await connection.runAndReadAll(sql);
  connection.closeSync();
  instance.closeSync();
}
