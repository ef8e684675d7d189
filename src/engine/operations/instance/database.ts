/** Operations on the database as a whole. */
import { z } from 'zod';
import { operation } from '../operation.ts';

/** `db copy`: everything into another database, for good. */
export const dbCopy = operation({
  noun: 'database',
  verb: 'copy',
  command: 'db copy',
  summary: 'Copy everything into another, empty database, whole or not at all, and prove every table equal',
  kind: 'command',
  input: z.strictObject({
    to: z
      .string()
      .min(1)
      .describe('postgres://user:password@host/database, or the path of a file that is not there yet'),
  }),
  output: z.object({
    rows: z.number(),
    tables: z.array(z.object({ table: z.string(), rows: z.number(), digest: z.string() })),
  }),
  positional: [],
  errors: [
    'target-not-empty',
    'nothing-to-copy',
    'still-working',
    'copy-differs',
    'not-a-database',
    'database-unreachable',
  ],
  role: 'admin',
  scope: 'instance',
  effect: 'write',
  idempotent: false,
  examples: [
    {
      command: 'db copy --to postgres://rekindle@db.acme.example/rekindle',
      says: 'from a file to a server; stop serve and all workers before',
    },
  ],
  async run({ engine, progress, signal, note }, { to }) {
    const wish = {
      token: engine.ids.next('ins'),
      signal,
      progress: (table: string, rows: number) => progress({ stage: table, done: rows, total: null, unit: 'rows' }),
    };
    const copied = await engine.store.copyTo(to, wish);
    note(
      'The new database sends nothing until you have seen what is due (rekindle instance show) and claimed it (rekindle instance claim): make sure that nothing sends from the old one any more.',
    );
    note(
      'Sealed secrets are copied as they are; leases and the key that opens them are not. Give the new database the same key (REKINDLE_KEY): without it no connection opens, and no refusal is found.',
    );
    return { rows: copied.rows, tables: [...copied.tables] };
  },
  print: ({ rows, tables }) => {
    const held = tables.filter((one) => one.rows > 0);
    const empty = tables.length - held.length;
    return [
      ...held.map(({ table, rows: count, digest }) => `${table.padEnd(16)} ${String(count).padStart(10)}  ${digest}`),
      ...(empty === 0 ? [] : [`${empty} more tables are empty on both sides; --json names them.`]),
      `${rows} rows; as many on both sides, with the same SHA-256 over each table.`,
      '',
    ].join('\n');
  },
});
