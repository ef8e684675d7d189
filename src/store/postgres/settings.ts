/** What may be set of a PostgreSQL database, and which names of databases mean one. */
import { z } from 'zod';

/** Settings of this process's side of the database. */
export const PostgresSettingsSchema = z.strictObject({
  connections: z.int().min(2).max(100).default(5).describe('that each process holds at most'),
  statementTimeoutMs: z.int().min(1_000).max(3_600_000).default(120_000),
});

const ADDRESS = /^postgres(ql)?:\/\//;

/** Whether a name is the address of a PostgreSQL database, and no file. */
export function isPostgresAddress(database: string): boolean {
  return ADDRESS.test(database);
}
