/** What the killing happens in: a folder of its own with a file of leads, a playbook whose hours never close, a configuration. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Place } from './command.ts';

/** `npm run test:crash`: more of everything. */
export const LONG: boolean = process.env.CRASH_LONG !== undefined;

/** What stands in the configuration of every place. */
export const CONFIG = `secret: a-secret-of-this-test-alone-0123456789
dns: { enabled: false }
`;

const PLAYBOOK = `name: always-open
title: Always open
description: One message at once to everybody, one the day after.
score: { parts: { role: { rule: seniority, weight: 1 } } }
qualify: { minScore: 0, minCoverage: 0 }
route: { hot: greeting, warm: greeting, cool: greeting, cold: greeting }
sequences:
  greeting:
    title: Greeting
    window: { days: mon-sun, from: "00:00", to: "24:00", holidays: send, zone: UTC }
    steps:
      - { kind: email, day: 0, template: first }
      - { kind: email, day: 1, template: second }
`;

const TEMPLATE = `---
subject: "Hello {{ lead.company }}"
---
Hello {{ lead.firstName }},

this is a greeting. No more of them: {{ unsubscribeUrl }}

{{ postalAddress }}
`;

/** Makes a new place to run in. `environment` is what commands find beside PATH. */
export function makePlace(environment: Readonly<Record<string, string>> = {}): Place {
  const folder = mkdtempSync(join(tmpdir(), 'rekindle-crash-'));
  const templates = join(folder, 'always-open', 'templates');
  mkdirSync(templates, { recursive: true });
  writeFileSync(join(folder, 'rekindle.yaml'), CONFIG);
  writeFileSync(join(folder, 'always-open', 'playbook.yaml'), PLAYBOOK);
  for (const name of ['first', 'second']) writeFileSync(join(templates, `${name}.liquid`), TEMPLATE);
  return { folder, environment };
}

/** Nothing but the campaign's own daily cap holds: a mailbox on its first days would send five messages a day. */
export const WITHOUT_LIMITS = [
  ...['workspace', 'set-limits', '--set', 'warmUp=none', '--set', 'jitter=none', '--set', 'canary=none'],
  ...['--set', 'email.senderDay=none', '--set', 'email.accountDay=none', '--set', 'email.sendingDomainDay=none'],
  ...['--set', 'email.recipientDomainDay=none', '--set', 'minGapHours=0'],
];

export function removePlace({ folder }: Place): void {
  rmSync(folder, { recursive: true, force: true });
}

/** One row in so many is of that kind. */
const BAD_EVERY = 97;
const KNOWN_EVERY = 10;
const NAMELESS_EVERY = 31;

/** Writes a file of `rows` leads: some rows empty, some of people named before, some without any address. */
export function writeLeads({ folder }: Place, name: string, rows: number): void {
  const lines = ['First Name,Last Name,Email,Title,Company,Country,Employees'];
  for (let i = 0; i < rows; i++) lines.push(row(i));
  writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
}

function row(i: number): string {
  if (i % BAD_EVERY === BAD_EVERY - 1) return ',,,,,,';
  if (i % NAMELESS_EVERY === NAMELESS_EVERY - 1) return `Nobody${i % (NAMELESS_EVERY * 4)},,,Clerk,,US,`;
  const person = i % KNOWN_EVERY === KNOWN_EVERY - 1 ? i - KNOWN_EVERY + 1 : i;
  const title = person % 3 === 0 ? 'Founder' : 'VP Sales';
  return `Ann${person},Lee${person},ann${person}@firm${person % 500}.example,${title},Firm ${person % 500},US,${(i % 90) + 10}`;
}

/** Rows of a query over the database file, read as anybody may read it. */
export function rowsOf({ folder }: Place, sql: string): Record<string, unknown>[] {
  const database = new DatabaseSync(join(folder, 'rekindle.db'), { readOnly: true });
  try {
    // Whoever opens the file first after a kill brings its log in order, and locks it for that while.
    database.exec('PRAGMA busy_timeout = 10000');
    return database
      .prepare(sql)
      .all()
      .map((found) => ({ ...found }));
  } finally {
    database.close();
  }
}

/** The one number that a query gives. */
export function countOf(place: Place, sql: string): number {
  return Number(Object.values(rowsOf(place, sql)[0] ?? {})[0]);
}

export function textOf({ folder }: Place, name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}
