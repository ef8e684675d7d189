/** Locks the file it is given, says so, and lets go after so many milliseconds. */
import { writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

const [path = '', forMs = '100'] = process.argv.slice(2);
const connection = new DatabaseSync(path);
connection.exec('BEGIN IMMEDIATE');
writeSync(1, 'locked\n');
setTimeout(() => connection.exec('ROLLBACK'), Number(forMs));
