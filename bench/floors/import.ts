/**
 * The bare import: papaparse's stream, e-mail and phone made comparable, the person looked up by e-mail, then by phone, a lead
 * of twenty columns and its two identities written row by row with prepared statements, 2,000 rows a transaction.
 */
import { createReadStream } from 'node:fs';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import Papa from 'papaparse';
import { idMaker, openBare } from './database.ts';
import { phoneFloor } from './phone.ts';

const BATCH_ROWS = 2_000;
const COUNTRIES: Readonly<Record<string, string>> = {
  'United States': 'US',
  'United Kingdom': 'GB',
  France: 'FR',
  India: 'IN',
  Germany: 'DE',
};
/** Zones as the leads' own are found: by area code in the United States, by country elsewhere. */
const ZONES: Readonly<Record<string, string>> = {
  US: 'America/New_York',
  GB: 'Europe/London',
  FR: 'Europe/Paris',
  IN: 'Asia/Kolkata',
  DE: 'Europe/Berlin',
};
const AREA_ZONES: Readonly<Record<string, string>> = {
  '+1213': 'America/Los_Angeles',
  '+1415': 'America/Los_Angeles',
  '+1702': 'America/Los_Angeles',
  '+1303': 'America/Denver',
  '+1312': 'America/Chicago',
  '+1512': 'America/Chicago',
};
const EMAIL = /^[^@\s]+@[^@\s]+\.[a-z]{2,}$/;

/** Imports a CSV file of `bench/data.ts` into a new file; the number of rows read. */
export function importFloor(csv: string, path: string): Promise<number> {
  const db = openBare(path, 'NORMAL');
  const writer = new LeadWriter(db);
  let rows = 0;
  let inBatch = 0;
  return new Promise((resolve, reject) => {
    Papa.parse<string[]>(createReadStream(csv, 'utf8'), {
      chunk: ({ data }) => {
        for (const cells of data) {
          if (rows++ === 0 || cells.length < 2) continue;
          if (inBatch === 0) db.exec('BEGIN IMMEDIATE');
          writer.write(cells);
          inBatch += 1;
          if (inBatch < BATCH_ROWS) continue;
          db.exec('COMMIT');
          inBatch = 0;
        }
      },
      complete: () => {
        if (inBatch > 0) db.exec('COMMIT');
        db.close();
        resolve(writer.rows);
      },
      error: reject,
    });
  });
}

class LeadWriter {
  rows = 0;
  readonly #find: StatementSync;
  readonly #insert: StatementSync;
  readonly #update: StatementSync;
  readonly #identify: StatementSync;
  readonly #nextId = idMaker('lead');

  constructor(db: DatabaseSync) {
    this.#find = db.prepare('SELECT lead_id FROM identity WHERE kind = ? AND value = ?');
    this.#insert = db.prepare('INSERT INTO lead VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,NULL,NULL,?)');
    this.#update = db.prepare('UPDATE lead SET title = ?, company = ?, employees = ?, changed_at = ? WHERE id = ?');
    this.#identify = db.prepare('INSERT INTO identity VALUES (?,?,?) ON CONFLICT DO NOTHING');
  }

  write(cells: readonly string[]): void {
    const [first, last, title, company, mail, dialled, industry, employees, city, countryName, website, link] =
      cells as Cells;
    this.rows += 1;
    const country = COUNTRIES[countryName] ?? 'US';
    const trimmed = mail.trim().toLowerCase();
    const email = EMAIL.test(trimmed) ? trimmed : null;
    const phone = phoneFloor(dialled, country);
    const now = Date.now();
    const known = this.#known(email, phone);
    if (known !== null) {
      this.#update.run(title, company, Number(employees), now, known);
      return;
    }
    const id = this.#nextId();
    const domain = website.replace('https://www.', '');
    const zone = AREA_ZONES[phone?.slice(0, 5) ?? ''] ?? (ZONES[country] as string);
    this.#insert.run(
      id,
      first,
      last,
      `${first} ${last}`,
      email,
      phone,
      title,
      company,
      domain,
      website,
      link,
      industry,
      Number(employees),
      city,
      country,
      zone,
      'csv',
      now,
    );
    if (email !== null) this.#identify.run('email', email, id);
    if (phone !== null) this.#identify.run('phone', phone, id);
  }

  #known(email: string | null, phone: string | null): string | null {
    const byEmail = email === null ? undefined : this.#find.get('email', email);
    const found = byEmail ?? (phone === null ? undefined : this.#find.get('phone', phone));
    return (found?.lead_id as string | undefined) ?? null;
  }
}

type Cells = [string, string, string, string, string, string, string, string, string, string, string, string];
