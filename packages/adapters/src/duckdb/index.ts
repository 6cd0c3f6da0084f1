import type { Adapter } from '@tfm/core';
import { connectDuckdb } from './connect.ts';
import { duckdbDialect } from './dialect.ts';
import { databaseNameOf, duckdbProfileSchema, pathSetting } from './profile.ts';

/** DuckDB, in this process. One process owns a database file; inside it several statements run side by side. */
export const duckdb: Adapter = {
  name: 'duckdb',
  capabilities: {
    maxParallelStatements: 4,
    merge: true,
    schemas: true,
    filesInPlace: true,
    forgetsColumnTypes: false,
    defaultStrategy: { withKey: 'delete+insert', withoutKey: 'append' },
  },
  dialect: duckdbDialect,
  profileSchema: duckdbProfileSchema,
  defaultNames(settings) {
    const schema = settings.get('schema');
    return {
      database: databaseNameOf(pathSetting(settings)),
      schema: typeof schema === 'string' && schema !== '' ? schema : duckdbDialect.defaultSchema,
    };
  },
  connect: connectDuckdb,
};
