/** What `db copy` prints: the tables that hold something, and how many do not. */
import { expect, test } from 'vitest';
import { dbCopy } from './database.ts';

const table = (name: string, rows: number) => ({ table: name, rows, digest: `sha-of-${name}` });

test('of tables without rows only their number is printed', () => {
  const printed = dbCopy.print?.({
    rows: 3,
    tables: [table('lead', 2), table('halt', 0), table('task', 0), table('event', 1)],
  });
  expect(printed).toBe(`lead                      2  sha-of-lead
event                     1  sha-of-event
2 more tables are empty on both sides; --json names them.
3 rows; as many on both sides, with the same SHA-256 over each table.
`);
});
