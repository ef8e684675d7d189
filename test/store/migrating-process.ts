/** Begins to migrate the file it is given and never ends: half of the schema is written when it says so. */
import { writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { SQLITE } from '../../src/store/migrations/dialect.ts';
import { migrations } from '../../src/store/migrations/migrations.ts';

const statements = migrations(SQLITE).flatMap((step) => step.statements);
const connection = new DatabaseSync(process.argv[2] ?? '');
connection.exec('PRAGMA journal_mode = WAL');
// A tiny cache spills the open transaction to disk, as a large migration would.
connection.exec('PRAGMA cache_size = 2');
connection.exec('BEGIN IMMEDIATE');
for (const text of statements.slice(0, statements.length / 2)) connection.exec(text);
connection.exec(`PRAGMA user_version = 1`);
writeSync(1, 'half way\n');
setInterval(() => connection.isOpen, 1_000);
