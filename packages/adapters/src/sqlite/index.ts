import type { Adapter } from '@tfm/core';
import { connectSqlite } from './connect.ts';
import { sqliteDialect } from './dialect.ts';
import { sqliteProfileSchema } from './profile.ts';

/**
 * SQLite, in a process of its own. One file, one writer; readers in other processes are never disturbed.
 * A statement is cancelled by ending that process: a database in memory is gone with it.
 */
export const sqlite: Adapter = {
  name: 'sqlite',
  capabilities: {
    maxParallelStatements: 1,
    merge: true,
    // Those that the profile names are attached; none can be made by SQL.
    schemas: false,
    filesInPlace: false,
    forgetsColumnTypes: true,
    defaultStrategy: { withKey: 'delete+insert', withoutKey: 'append' },
  },
  dialect: sqliteDialect,
  profileSchema: sqliteProfileSchema,
  defaultNames(settings) {
    const database = settings.get('database');
    const schema = settings.get('schema');
    return {
      database: typeof database === 'string' && database !== '' ? database : null,
      schema: typeof schema === 'string' && schema !== '' ? schema : sqliteDialect.defaultSchema,
    };
  },
  connect: connectSqlite,
};
