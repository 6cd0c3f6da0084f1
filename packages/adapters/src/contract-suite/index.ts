import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { describeBulk } from './bulk.ts';
import { describeCancel } from './cancel.ts';
import { describeFiles } from './files.ts';
import { describeIdentifiers } from './identifiers.ts';
import { describeIncrements } from './increments.ts';
import { describeLock } from './lock.ts';
import { describeProcesses } from './processes.ts';
import { describeRelations } from './relations.ts';
import { describeStatements } from './statements.ts';
import type { ContractSubject } from './subject.ts';
import { describeTransactions } from './transactions.ts';
import { describeValues } from './values.ts';

export type { ContractSubject } from './subject.ts';

/**
 * What every adapter has to do, run on the real engine. A warehouse that cannot do something says so in its
 * capabilities or in `lacks`, and is then shown to lack it.
 */
export function describeAdapterContract(subject: ContractSubject): void {
  const { adapter, databaseFile } = subject;
  describe(`the contract of ${adapter.name}`, () => {
    test('an adapter says what it is', () => {
      expect(adapter.dialect.name).toBe(adapter.name);
      expect(adapter.profileSchema).toMatchObject({
        type: 'object',
        properties: { type: { const: adapter.name } },
      });
      expect(adapter.capabilities.maxParallelStatements).toBeGreaterThan(0);
    });

    test('importing an adapter loads no driver', () => {
      const code = `import { Module } from 'node:module';
        await import(${JSON.stringify(subject.module)});
        console.log(JSON.stringify(Object.keys(Module._cache)));`;
      const args = ['--conditions=tfm-src', '--input-type=module', '--eval', code];
      const loaded = execFileSync(process.execPath, args, { cwd: import.meta.dirname, encoding: 'utf8' });
      // What the core itself reads with (nunjucks, yaml) is no driver; native code is.
      const modules = JSON.parse(loaded) as readonly string[];
      const drivers = modules.filter((path) =>
        /\.node$|node_modules\/(@duckdb|better-sqlite3|pg|trino-client)\//.test(path),
      );
      expect(drivers).toEqual([]);
    });

    describeValues(subject);
    describeIdentifiers(subject);
    describeStatements(subject);
    describeRelations(subject);
    describeBulk(subject);
    describeTransactions(subject);
    describeIncrements(subject);
    describeCancel(subject);
    describeLock(subject);
    describeProcesses(subject);
    if (databaseFile !== undefined) describeFiles(subject, databaseFile);
  });
}
