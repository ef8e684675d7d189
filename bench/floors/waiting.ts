/** Many enrollments that wait, for asking which are due: written by SQL alone, so that a million are there in seconds. */
import { openBare } from './database.ts';

/** Writes leads and one waiting enrollment each into a new file; the first `due` of them are due at `now`. */
export function writeWaitingFloor(path: string, count: number, due: number, now: number): void {
  const db = openBare(path, 'OFF');
  const numbers = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`;
  db.exec(`${numbers} INSERT INTO lead SELECT printf('lead_%09d', i), 'Ada', 'Bababa', 'Ada Bababa', printf('ada.%d@example.com', i),
    printf('+1212%07d', i), 'Head of Growth', 'Bababa Works', 'example.com', 'https://www.example.com', 'http://www.linkedin.com/in/ada',
    'Software', 40, 'Boston', 'US', 'America/New_York', 'csv', 50, 'warm', ${now} FROM n`);
  db.exec(`${numbers} INSERT INTO enrollment SELECT printf('enr_%09d', i), printf('lead_%09d', i), printf('dec_%09d', i), 'warm', 1,
    'due', CASE WHEN i <= ${due} THEN ${now} - i ELSE ${now} + i * 1000 END, 'America/New_York', ${now}, NULL FROM n`);
  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
}
