/**
 * The database of a version, frozen: its schema and the rows of a short story, as SQL in a text. Made by `npm run freeze` before a version is
 * tagged; what a tag has frozen is never made anew.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { writePlaybook } from '../pipeline/small-playbook.ts';
import { openStage, SENDER, type Stage } from '../pipeline/stage.ts';

/** Where they lie, `<version>.sql`. */
export const FROZEN = join(import.meta.dirname, 'frozen');

/** Versions that are frozen. */
export const VERSIONS: readonly string[] = readdirSync(FROZEN)
  .filter((name) => name.endsWith('.sql'))
  .map((name) => name.slice(0, -4));

const LEADS = `First Name,Last Name,Email,Country,Industry,Opted Out
Jane,Doe,jane@acme.example,US,Software,no
Bob,Ray,bob@fabrikam.example,US,Software,no
Cat,Orr,cat@adatum.example,US,Software,yes
`;

/** A story that leaves something in many tables: leads, a refusal, messages that left, an answer, a stop. */
async function live(stage: Stage): Promise<void> {
  await stage.run('import', { file: stage.file('leads.csv', LEADS), basis: 'consent' });
  const playbook = writePlaybook(stage.folder, { name: 'spring', days: [0, 3] });
  await stage.run('campaign create', { ...SENDER, name: 'spring', playbook });
  await stage.run('assess');
  await stage.run('campaign launch');
  await stage.run('work');
  await stage.run('event record', { lead: 'bob@fabrikam.example', kind: 'replied', text: 'Yes, call me.' });
  await stage.run('suppress add', { value: 'northwind.example' });
  await stage.run('halt add', { why: 'frozen' });
}

/** Lives the story, and tells the database as SQL. */
export async function freeze(): Promise<string> {
  const stage = await openStage();
  try {
    await live(stage);
    // Where the story happened to be lived is no part of it.
    return dump(join(stage.folder, 'rekindle.db')).replaceAll(stage.folder, '.');
  } finally {
    await stage.close();
  }
}

/** Schema in the order in which it was made, then rows, then the numbers of the file. */
function dump(path: string): string {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const statements = schemaOf(database);
    const rows = tablesOf(database).flatMap((table) => insertsOf(database, table));
    const numbers = ['user_version', 'application_id'].map(
      (name) => `PRAGMA ${name} = ${Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]}`,
    );
    return `${[...statements, ...rows, ...numbers].join(';\n')};\n`;
  } finally {
    database.close();
  }
}

/** What a file is made by. */
export function schemaOf(database: DatabaseSync): string[] {
  const rows = database.prepare(
    "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid",
  );
  return rows.all().map(({ sql }) => String(sql));
}

/** Its tables. */
export function tablesOf(database: DatabaseSync): string[] {
  const rows = database.prepare(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
  );
  return rows.all().map(({ name }) => String(name));
}

function insertsOf(database: DatabaseSync, table: string): string[] {
  const columns = database
    .prepare(`SELECT name FROM pragma_table_info('${table}')`)
    .all()
    .map(({ name }) => String(name));
  const values = columns.map((name) => `quote("${name}")`).join(" || ',' || ");
  const rows = database.prepare(`SELECT ${values} AS told FROM "${table}" ORDER BY 1`).all();
  return rows.map(
    ({ told }) => `INSERT INTO "${table}" (${columns.map((name) => `"${name}"`).join(',')}) VALUES (${told})`,
  );
}
